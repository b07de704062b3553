"""Daily reports: what the mission publishes for a mission day."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DailyReport(models.Model):
    """What the mission publishes for a mission day, in numbered revisions.

    A published revision never changes; a database trigger refuses it. It becomes public
    once: at once, or when the mission's embargo is over.
    """

    mission = models.ForeignKey(
        "parties.Mission",
        verbose_name=_("mission"),
        on_delete=models.PROTECT,
        related_name="daily_reports",
    )
    mission_day = models.DateField(_("mission day"))
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"))
    revision = models.PositiveIntegerField(_("revision"))
    content = models.BinaryField(_("canonical content"))
    content_hash = models.CharField(_("content hash"), max_length=64)
    journal_position = models.BigIntegerField(_("journal position"))
    published_at = models.DateTimeField(_("published at"))
    released_at = models.DateTimeField(
        _("public since"), null=True, help_text=_("Empty while it is for the mission alone.")
    )

    class Meta:
        """Names, order and bounds."""

        verbose_name = _("daily report")
        verbose_name_plural = _("daily reports")
        ordering = ["mission", "-mission_day", "-revision"]
        indexes = [
            models.Index(
                fields=["mission", "mission_day"],
                name="daily_reports_under_embargo",
                condition=models.Q(released_at__isnull=True),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["mission", "mission_day", "revision"],
                name="one_daily_report_per_revision",
            ),
            models.UniqueConstraint(
                fields=["mission", "year", "number", "revision"],
                name="one_daily_report_per_number",
            ),
        ]

    def __str__(self) -> str:
        """Return the number as it is cited."""
        cited = f"{self.number}/{self.year}"
        return f"{cited} Rev.{self.revision}" if self.revision > 1 else cited
