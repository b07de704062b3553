"""Participations: a party's dated role in a mission or agreement."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class Participation(models.Model):
    """A party's role in a mission or an agreement, from a day until a day."""

    class Role(models.TextChoices):
        """What a party is to a mission or an agreement."""

        SIGNATORY = "signatory", _("signatory")
        ADHERING = "adhering_non_signatory", _("adhering non-signatory")
        AFFILIATED = "affiliated_armed_group", _("affiliated armed group")
        PROXY_ALLEGED = "proxy_alleged", _("alleged proxy")
        DE_FACTO = "de_facto_authority", _("de facto authority")
        GUARANTOR = "guarantor", _("guarantor")
        MEDIATOR = "mediator", _("mediator")
        CO_CHAIR = "co_chair", _("co-chair")
        PEACEKEEPER = "peacekeeper", _("peacekeeping contributor")
        OPERATOR = "joint_centre_operator", _("operator of the joint centre")
        HOST = "host", _("host of posts")
        OBSERVER = "observer", _("observer state")
        PROSPECTIVE = "prospective_contributor", _("prospective contributor")
        WITNESS = "witness", _("witness or depositary")
        HUMANITARIAN = "humanitarian", _("humanitarian actor")
        MONITOR = "monitor_body", _("monitoring body")

    party = models.ForeignKey(
        "parties.Party",
        verbose_name=_("party"),
        on_delete=models.PROTECT,
        related_name="participations",
        help_text=_("Who takes part."),
    )
    mission = models.ForeignKey(
        "parties.Mission",
        verbose_name=_("mission"),
        on_delete=models.PROTECT,
        related_name="participations",
        null=True,
        blank=True,
        help_text=_("In which mission."),
    )
    agreement = models.ForeignKey(
        "parties.Agreement",
        verbose_name=_("agreement"),
        on_delete=models.PROTECT,
        related_name="participations",
        null=True,
        blank=True,
        help_text=_("Or in which agreement."),
    )
    role = models.CharField(
        _("role"),
        max_length=30,
        choices=Role.choices,
        help_text=_("What the party is to it."),
    )
    since = models.DateField(_("since"), null=True, blank=True, help_text=_("First day, if known."))
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("Last day, if over."))
    note = models.TextField(_("note"), blank=True, help_text=_("Conditions and disputes."))
    source_url = models.URLField(
        _("source"), max_length=500, blank=True, help_text=_("How we know.")
    )
    history = HistoricalRecords()

    class Meta:
        """Names, order and bounds."""

        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering = ["role", "party__name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(mission__isnull=False) | models.Q(agreement__isnull=False),
                name="participation_in_something",
            ),
            models.UniqueConstraint(
                fields=["party", "mission", "agreement", "role", "since"],
                name="one_participation_per_role_and_start",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        """Return party and role."""
        return f"{self.party}: {self.get_role_display()}"
