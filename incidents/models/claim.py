"""Claims: who is on an incident, until when."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Claim(models.Model):
    """A duty officer is on an incident, until the claim runs out or is released.

    Ended, never erased; an incident has at most one that was not released.
    """

    incident = models.ForeignKey(
        "incidents.Incident",
        verbose_name=_("incident"),
        on_delete=models.PROTECT,
        related_name="claims",
    )
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("holder"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    claimed_at = models.DateTimeField(_("claimed at"))
    until = models.DateTimeField(_("until"))
    released_at = models.DateTimeField(_("released at"), null=True)

    class Meta:
        """Names, order and bounds."""

        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["claimed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["incident"],
                condition=models.Q(released_at__isnull=True),
                name="one_claim_per_incident",
            ),
        ]

    def __str__(self) -> str:
        """Return the incident and the end."""
        return f"{self.incident}: {self.until:%Y-%m-%d %H:%M}"
