"""Merges: incidents that turned out to be one, until the merge is undone."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class IncidentMerge(models.Model):
    """One incident was merged into another: its reports went there, and its id leads there.

    Undone, never erased; a database trigger refuses every other change.
    """

    incident = models.ForeignKey(
        "incidents.Incident",
        verbose_name=_("merged incident"),
        on_delete=models.PROTECT,
        related_name="merges",
    )
    into = models.ForeignKey(
        "incidents.Incident",
        verbose_name=_("into"),
        on_delete=models.PROTECT,
        related_name="absorbed",
    )
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("merged by"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
    )
    merged_at = models.DateTimeField(_("merged at"))
    reason = models.TextField(_("reason"))
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("undone by"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
    )
    undone_at = models.DateTimeField(_("undone at"), null=True)

    class Meta:
        """Names, order and bounds."""

        verbose_name = _("merge of incidents")
        verbose_name_plural = _("merges of incidents")
        ordering = ["merged_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["incident"],
                condition=models.Q(undone_at__isnull=True),
                name="one_merge_per_incident",
            ),
            models.CheckConstraint(
                condition=~models.Q(incident=models.F("into")), name="merged_into_another"
            ),
        ]

    def __str__(self) -> str:
        """Return both references."""
        return f"{self.incident} → {self.into}"
