"""Daily counts: one row of totals for each mission day."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DailyCount(models.Model):
    """What happened on one mission day, counted; rebuilt whenever it may differ.

    Breakdowns are JSON objects from code to number of incidents. Sums of casualties
    are “at least”: ``*_unknown`` says how many incidents have no number.
    """

    mission = models.ForeignKey(
        "parties.Mission",
        verbose_name=_("mission"),
        on_delete=models.PROTECT,
        related_name="daily_counts",
    )
    mission_day = models.DateField(_("mission day"))
    incidents = models.PositiveIntegerField(_("incidents"))
    public_incidents = models.PositiveIntegerField(_("public incidents"))
    reports = models.PositiveIntegerField(_("reports"))
    not_counted = models.PositiveIntegerField(_("not counted"))
    killed = models.PositiveIntegerField(_("killed, at least"))
    killed_unknown = models.PositiveIntegerField(_("killed not known"))
    injured = models.PositiveIntegerField(_("injured, at least"))
    injured_unknown = models.PositiveIntegerField(_("injured not known"))
    by_category = models.JSONField(_("by category"), default=dict)
    by_area = models.JSONField(_("by area"), default=dict)
    by_post = models.JSONField(_("by post"), default=dict)
    by_status = models.JSONField(_("by status"), default=dict)
    by_severity = models.JSONField(_("by severity"), default=dict)
    counted_at = models.DateTimeField(_("counted at"))
    journal_position = models.BigIntegerField(_("journal position"))

    class Meta:
        """Names, order and bounds."""

        verbose_name = _("daily count")
        verbose_name_plural = _("daily counts")
        ordering = ["mission", "-mission_day"]
        constraints = [
            models.UniqueConstraint(fields=["mission", "mission_day"], name="one_count_per_day"),
        ]

    def __str__(self) -> str:
        """Return mission and day."""
        return f"{self.mission_id} {self.mission_day}"
