"""Findings: what the mission concluded of an incident, in versions that never change."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.judgements import (
    AttributionState,
    Basis,
    CannotRule,
    Confidence,
    FindingStatus,
    Responsibility,
    Ruling,
)

CLOSED = [FindingStatus.PUBLISHED, FindingStatus.SUPERSEDED]


class Finding(models.Model):
    """One version of what the mission concluded of an incident, with its exact snapshot.

    Its content never changes: a trigger lets only the status and the moment of
    publication move. Whoever amends makes the next version.
    """

    id = models.UUIDField(_("id"), primary_key=True, editable=False)
    mission = models.ForeignKey(
        "parties.Mission",
        verbose_name=_("mission"),
        on_delete=models.PROTECT,
        related_name="findings",
    )
    incident = models.ForeignKey(
        "incidents.Incident",
        verbose_name=_("incident"),
        on_delete=models.PROTECT,
        related_name="findings",
    )
    version = models.PositiveIntegerField(_("version"))
    status = models.CharField(
        _("status"), max_length=30, choices=FindingStatus.choices, default=FindingStatus.DRAFT
    )
    text = models.TextField(
        _("text"), help_text=_("What the mission concluded, in the words that are published.")
    )
    ruling = models.CharField(
        _("ruling"),
        max_length=20,
        choices=Ruling.choices,
        help_text=_("Whether the mission rules, or says that it cannot."),
    )
    cannot_rule = ArrayField(
        models.CharField(max_length=30, choices=CannotRule.choices),
        verbose_name=_("why not"),
        default=list,
        help_text=_("Why the mission cannot rule."),
    )
    cannot_rule_note = models.TextField(
        _("why not, in words"), help_text=_("The reasons in words, as they are published.")
    )
    attribution = models.CharField(
        _("attribution"),
        max_length=20,
        choices=AttributionState.choices,
        help_text=_("How far the mission says who did it."),
    )
    confidence = models.CharField(
        _("confidence"),
        max_length=10,
        choices=Confidence.choices,
        help_text=_("How sure the mission is of the side that it names."),
    )
    basis = ArrayField(
        models.CharField(max_length=30, choices=Basis.choices),
        verbose_name=_("basis"),
        default=list,
        help_text=_("What the attribution rests on."),
    )
    grounds = models.TextField(_("grounds"), help_text=_("Why, so that others can follow."))
    reason = models.TextField(
        _("reason of the change"), help_text=_("Why this version was made after another.")
    )
    snapshot = models.BinaryField(_("canonical snapshot"))
    snapshot_hash = models.CharField(_("hash of the snapshot"), max_length=64, unique=True)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        help_text=_("Empty when it followed from what nobody signed in for."),
    )
    published_at = models.DateTimeField(_("published at"), null=True)

    class Meta:
        """Names, order and bounds."""

        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["incident", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "version"], name="one_finding_per_version"),
            models.UniqueConstraint(
                fields=["incident"],
                condition=~models.Q(status__in=CLOSED),
                name="one_open_version_per_incident",
            ),
            models.UniqueConstraint(
                fields=["incident"],
                condition=models.Q(status=FindingStatus.PUBLISHED),
                name="one_published_version_per_incident",
            ),
        ]
        indexes = [models.Index(fields=["mission", "-made_at", "-id"], name="finding_newest")]

    def __str__(self) -> str:
        """Return the incident's reference and the version."""
        return f"{self.incident.reference} v{self.version}"


class BreachOf(models.Model):
    """A finding says that an event breached a provision of the agreement."""

    finding = models.ForeignKey(
        Finding, verbose_name=_("finding"), on_delete=models.PROTECT, related_name="breaches"
    )
    provision = models.ForeignKey(
        "parties.Provision",
        verbose_name=_("provision"),
        on_delete=models.PROTECT,
        related_name="breaches",
    )
    note = models.TextField(_("note"))

    class Meta:
        """Names, order and bounds."""

        verbose_name = _("breach of a provision")
        verbose_name_plural = _("breaches of provisions")
        ordering = ["finding", "provision__number", "provision__code"]
        constraints = [
            models.UniqueConstraint(fields=["finding", "provision"], name="one_breach_each"),
        ]

    def __str__(self) -> str:
        """Return the provision."""
        return str(self.provision)


class AttributedSide(models.Model):
    """A party that a finding names, and what it was in the event."""

    finding = models.ForeignKey(
        Finding, verbose_name=_("finding"), on_delete=models.PROTECT, related_name="sides"
    )
    party = models.ForeignKey(
        "parties.Party",
        verbose_name=_("party"),
        on_delete=models.PROTECT,
        related_name="attributed",
    )
    responsibility = models.CharField(
        _("responsibility"), max_length=20, choices=Responsibility.choices
    )

    class Meta:
        """Names, order and bounds."""

        verbose_name = _("attributed side")
        verbose_name_plural = _("attributed sides")
        ordering = ["finding", "party__code"]
        constraints = [
            models.UniqueConstraint(fields=["finding", "party"], name="one_attributed_side_each"),
        ]

    def __str__(self) -> str:
        """Return the party."""
        return str(self.party)
