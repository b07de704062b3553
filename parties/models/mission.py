"""Missions: monitoring efforts under one agreement."""

import zoneinfo
from datetime import time

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


def validate_time_zone(name: str) -> None:
    """Refuse a name that is no IANA time zone."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("%(name)s is not a time zone."), "zone", {"name": name})


class Mission(models.Model):
    """One monitoring effort under one agreement, with its zone and cut-off."""

    code = models.SlugField(
        _("code"),
        max_length=20,
        unique=True,
        help_text=_("Short and stable; it goes into addresses and references."),
    )
    name = models.CharField(
        _("name"), max_length=200, help_text=_("As it is printed on the daily report.")
    )
    agreement = models.ForeignKey(
        "parties.Agreement",
        verbose_name=_("agreement"),
        on_delete=models.PROTECT,
        related_name="missions",
        null=True,
        blank=True,
        help_text=_("The text that this mission watches over."),
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=60,
        default="UTC",
        validators=[validate_time_zone],
        help_text=_("IANA name, such as Asia/Baku. Days and printed times follow it."),
    )
    cut_off = models.TimeField(
        _("cut-off"),
        default=time(0, 0),
        help_text=_("Local time at which a mission day ends and the next begins."),
    )
    earlier_days = models.JSONField(
        _("earlier cut-offs and zones"),
        default=list,
        editable=False,
        help_text=_("What held up to which mission day, the oldest first."),
    )
    opened_on = models.DateField(_("opened on"), help_text=_("First mission day."))
    closed_on = models.DateField(
        _("closed on"), null=True, blank=True, help_text=_("Last mission day, if over.")
    )
    sign_off_rule = models.CharField(
        _("sign-off rule"),
        max_length=30,
        default="unanimous",
        choices=[
            ("unanimous", _("unanimous")),
            ("chair_plus_one", _("chair plus one")),
            ("majority_with_annex", _("majority, dissent annexed")),
            ("each_side_once", _("each side once")),
            ("chair_only_with_notice", _("chair only, with notice")),
        ],
        help_text=_("How the operating parties agree on a finding."),
    )
    chair = models.ForeignKey(
        "parties.Party",
        verbose_name=_("chair"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text=_("The operating party that chairs the sign-off, where the rule needs one."),
    )
    reply_hours = models.PositiveSmallIntegerField(
        _("hours for a reply"),
        default=48,
        help_text=_("How long a notified party has to reply before the sign-off opens."),
    )
    sign_off_hours = models.PositiveSmallIntegerField(
        _("hours for a sign-off"),
        default=72,
        help_text=_("How long the parties have to sign; who did not has given no reply."),
    )
    week_ends_on = models.PositiveSmallIntegerField(
        _("weeks end on"),
        default=7,
        choices=[
            (1, _("Monday")),
            (2, _("Tuesday")),
            (3, _("Wednesday")),
            (4, _("Thursday")),
            (5, _("Friday")),
            (6, _("Saturday")),
            (7, _("Sunday")),
        ],
        help_text=_("The last mission day of each weekly report; a change makes one week shorter."),
    )
    embargo_hours = models.PositiveSmallIntegerField(
        _("hours of embargo"),
        default=0,
        help_text=_(
            "How long a daily report is for the mission's staff alone, from the moment when it is "
            "due; 0 publishes it at once."
        ),
    )
    licence = models.CharField(
        _("licence"),
        max_length=40,
        default="CC-BY-4.0",
        validators=[RegexValidator(r"^[A-Za-z0-9][A-Za-z0-9.+-]*$")],
        help_text=_("Of the daily reports, by its SPDX name, such as CC-BY-4.0 or CC0-1.0."),
    )
    centre_lat = models.DecimalField(
        _("map centre latitude"),
        max_digits=8,
        decimal_places=6,
        default=0,
        help_text=_("Where the map opens, decimal degrees."),
    )
    centre_lon = models.DecimalField(
        _("map centre longitude"),
        max_digits=9,
        decimal_places=6,
        default=0,
        help_text=_("Where the map opens, decimal degrees."),
    )
    zoom = models.PositiveSmallIntegerField(
        _("map zoom"), default=8, help_text=_("How near the map opens, 1 to 18.")
    )
    zone = models.JSONField(
        _("zone"),
        null=True,
        blank=True,
        help_text=_("GeoJSON geometry of the mission's area, if it is agreed."),
    )
    names = models.CharField(
        _("names of places"),
        max_length=50,
        default="pair",
        help_text=_(
            "How places are named for who did not choose: pair, grid, or first- and the code of "
            "a party."
        ),
    )
    history = HistoricalRecords()

    class Meta:
        """Names, order and bounds."""

        verbose_name = _("mission")
        verbose_name_plural = _("missions")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closed_on__isnull=True)
                | models.Q(closed_on__gte=models.F("opened_on")),
                name="mission_closes_after_opening",
            ),
        ]

    def __str__(self) -> str:
        """Return the printed name."""
        return self.name
