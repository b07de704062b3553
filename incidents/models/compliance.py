"""Compliance: how dated obligations are kept, as each party says it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.judgements import ComplianceState


class ComplianceWord(models.Model):
    """What one operating party says of a dated obligation, from a day on; never changed.

    The latest words of the parties stand side by side; where they differ, the state
    is disputed, and nobody chooses.
    """

    mission = models.ForeignKey(
        "parties.Mission", verbose_name=_("mission"), on_delete=models.PROTECT, related_name="+"
    )
    provision = models.ForeignKey(
        "parties.Provision",
        verbose_name=_("provision"),
        on_delete=models.PROTECT,
        related_name="compliance",
    )
    party = models.ForeignKey(
        "parties.Party", verbose_name=_("party"), on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(
        _("state"),
        max_length=20,
        choices=ComplianceState.choices,
        help_text=_("How the obligation is kept."),
    )
    since = models.DateField(_("since"), help_text=_("First day on which it was so."))
    note = models.TextField(_("note"), blank=True, help_text=_("What it rests on."))
    said_at = models.DateTimeField(_("said at"))
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("said by"),
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        """Names and order."""

        verbose_name = _("word on compliance")
        verbose_name_plural = _("words on compliance")
        ordering = ["provision", "said_at", "pk"]
        indexes = [models.Index(fields=["mission", "provision"], name="compliance_of_provision")]

    def __str__(self) -> str:
        """Return provision and state."""
        return f"{self.provision}: {self.get_state_display()}"
