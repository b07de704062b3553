"""Same-event links: which reports tell of which incident."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SameEventLink(models.Model):
    """A report tells of an incident; ended, never erased, when undone."""

    report = models.ForeignKey(
        "incidents.Report",
        verbose_name=_("report"),
        on_delete=models.PROTECT,
        related_name="links",
    )
    incident = models.ForeignKey(
        "incidents.Incident",
        verbose_name=_("incident"),
        on_delete=models.PROTECT,
        related_name="links",
    )
    linked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("linked by"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
    )
    linked_at = models.DateTimeField(_("linked at"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    merge = models.ForeignKey(
        "incidents.IncidentMerge",
        verbose_name=_("merge"),
        on_delete=models.PROTECT,
        related_name="links",
        null=True,
    )
    unlinked_at = models.DateTimeField(_("unlinked at"), null=True)

    class Meta:
        """Names, order and bounds."""

        verbose_name = _("same-event link")
        verbose_name_plural = _("same-event links")
        ordering = ["linked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report"],
                condition=models.Q(unlinked_at__isnull=True),
                name="one_incident_per_report",
            ),
        ]

    def __str__(self) -> str:
        """Return report and incident."""
        return f"{self.report} → {self.incident}"
