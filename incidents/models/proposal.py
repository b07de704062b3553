"""Proposals: corrections that wait, because what they correct was concluded in public."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.enums import ProposalOutcome


class Proposal(models.Model):
    """A correction of a report of an incident whose finding is published.

    It is kept and changes nothing until a duty officer accepts it: what was published
    stays as it is meanwhile.
    """

    report = models.OneToOneField(
        "incidents.Report",
        verbose_name=_("proposed correction"),
        on_delete=models.PROTECT,
        related_name="proposal",
    )
    about = models.ForeignKey(
        "incidents.Report",
        verbose_name=_("corrects the account of"),
        on_delete=models.PROTECT,
        related_name="proposals",
    )
    mission = models.ForeignKey(
        "parties.Mission",
        verbose_name=_("mission"),
        on_delete=models.PROTECT,
        related_name="proposals",
    )
    proposed_at = models.DateTimeField(_("proposed at"))

    class Meta:
        """Names, order and indexes."""

        verbose_name = _("proposed correction")
        verbose_name_plural = _("proposed corrections")
        ordering = ["-proposed_at", "-pk"]
        indexes = [models.Index(fields=["-proposed_at", "-id"], name="proposal_newest")]

    def __str__(self) -> str:
        """Return the correction's reference."""
        return str(self.report)


class ProposalDecision(models.Model):
    """What became of a proposed correction, once: accepted, refused or withdrawn, and why."""

    proposal = models.OneToOneField(
        Proposal,
        verbose_name=_("proposed correction"),
        on_delete=models.PROTECT,
        related_name="decision",
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=ProposalOutcome.choices)
    reason = models.TextField(_("reason"))
    decided_at = models.DateTimeField(_("decided at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        """Names."""

        verbose_name = _("decision on a proposed correction")
        verbose_name_plural = _("decisions on proposed corrections")

    def __str__(self) -> str:
        """Return proposal and outcome."""
        return f"{self.proposal}: {self.get_outcome_display()}"
