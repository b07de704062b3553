"""Incidents: events, told by one or more reports."""

from django.db import models
from django.db.models.functions import Cast, Left
from django.utils.translation import gettext_lazy as _

from incidents.enums import Release, Severity, Status
from incidents.geo.microdegrees import PER_DEGREE
from incidents.models.facts import What, WhenAndWhere


def in_microdegrees(name: str) -> models.GeneratedField:
    """A coordinate as a whole number, which PostgreSQL compares before it judges the row.

    Comparing decimals is not marked as leaking nothing, so that behind row conditions no
    index of theirs would be used.
    """
    return models.GeneratedField(
        expression=Cast(models.F(name) * PER_DEGREE, models.IntegerField()),
        output_field=models.IntegerField(),
        db_persist=True,
    )


class Incident(WhenAndWhere, What):
    """One event, told by one or more reports; it carries what counts.

    The columns of place, time and count repeat the leading report's, so that lists
    and sums need no join; ``domain.projection`` works them out.
    """

    id = models.UUIDField(_("id"), primary_key=True, editable=False)
    reference = models.CharField(_("reference"), max_length=40, editable=False)
    mission = models.ForeignKey(
        "parties.Mission",
        verbose_name=_("mission"),
        on_delete=models.PROTECT,
        related_name="incidents",
        editable=False,
        db_index=False,  # incident_newest begins with it
    )
    status = models.CharField(
        _("status"),
        max_length=30,
        choices=Status.choices,
        default=Status.SUBMITTED,
        help_text=_("Where its verification stands."),
    )
    severity = models.PositiveSmallIntegerField(
        _("severity"),
        choices=Severity.choices,
        default=Severity.S1,
        help_text=_("How grave it is."),
    )
    release = models.CharField(
        _("release"),
        max_length=10,
        choices=Release.choices,
        default=Release.MISSION,
        help_text=_("Who it may be shown to."),
    )
    mission_day = models.DateField(_("mission day"), null=True, editable=False)
    sort_at = models.DateTimeField(_("sorted by"), editable=False)
    public_lat = models.DecimalField(
        _("coarse latitude"), max_digits=8, decimal_places=6, null=True, editable=False
    )
    public_lon = models.DecimalField(
        _("coarse longitude"), max_digits=9, decimal_places=6, null=True, editable=False
    )
    lat_micro = in_microdegrees("lat")
    lon_micro = in_microdegrees("lon")
    public_lat_micro = in_microdegrees("public_lat")
    public_lon_micro = in_microdegrees("public_lon")
    killed_low = models.PositiveIntegerField(_("killed, at least"), null=True, editable=False)
    killed_high = models.PositiveIntegerField(_("killed, at most"), null=True, editable=False)
    injured_low = models.PositiveIntegerField(_("injured, at least"), null=True, editable=False)
    injured_high = models.PositiveIntegerField(_("injured, at most"), null=True, editable=False)
    asserted = models.BooleanField(
        _("asserted"),
        default=True,
        editable=False,
        help_text=_("Whether a source says that it happened, not only that it did not."),
    )
    report_count = models.PositiveIntegerField(_("reports"), default=0, editable=False)
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
    )
    opened_at = models.DateTimeField(_("opened at"), editable=False)
    updated_at = models.DateTimeField(_("updated at"), editable=False)

    class Meta:
        """Names, order and indexes."""

        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        ordering = ["-sort_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["mission", "reference"], name="one_incident_per_reference"
            ),
        ]
        indexes = [
            models.Index(fields=["-sort_at", "-id"], name="incident_newest_anywhere"),
            models.Index(fields=["mission", "-sort_at", "-id"], name="incident_newest"),
            models.Index(fields=["mission", "mission_day"], name="incident_day"),
            models.Index(fields=["updated_at", "id"], name="incident_changed"),
            models.Index(fields=["mission", "status", "-sort_at", "-id"], name="incident_status"),
            models.Index(
                models.F("mission"),
                Left("category", 3),
                models.F("sort_at").desc(),
                models.F("id").desc(),
                name="incident_class",
            ),
            models.Index(fields=["lat_micro", "lon_micro"], name="incident_position"),
            models.Index(
                fields=["public_lat_micro", "public_lon_micro"], name="incident_coarse_position"
            ),
        ]

    def __str__(self) -> str:
        """Return the reference."""
        return self.reference
