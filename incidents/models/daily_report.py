"""Daily reports: what the mission publishes of days, of weeks and of single incidents."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.publishing import OF_INCIDENTS, PublicationKind


class DailyReport(models.Model):
    """What the mission publishes of a mission day, a week or some incidents, in revisions.

    A published revision never changes; a database trigger refuses it. It becomes public
    once: at once, or when the mission's embargo is over.
    """

    mission = models.ForeignKey(
        "parties.Mission",
        verbose_name=_("mission"),
        on_delete=models.PROTECT,
        related_name="daily_reports",
    )
    kind = models.CharField(
        _("kind"), max_length=10, choices=PublicationKind.choices, default=PublicationKind.DAY
    )
    name = models.CharField(
        _("name"), max_length=60, help_text=_("Stands in addresses and in the journal.")
    )
    about = ArrayField(
        models.UUIDField(),
        verbose_name=_("incidents"),
        default=list,
        help_text=_("Of a report of single ones."),
    )
    first_day = models.DateField(_("first mission day"))
    mission_day = models.DateField(_("mission day"), help_text=_("The last one, of several."))
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
            models.Index(
                fields=["mission", "kind", "mission_day", "revision"], name="daily_reports_by_day"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["mission", "name", "revision"],
                name="one_daily_report_per_revision",
            ),
            models.UniqueConstraint(
                fields=["mission", "kind", "year", "number", "revision"],
                name="one_daily_report_per_number",
            ),
        ]

    def __str__(self) -> str:
        """Return the number as it is cited."""
        cited = f"{self.number}/{self.year}"
        return f"{cited} Rev.{self.revision}" if self.revision > 1 else cited

    @property
    def name_of_days(self) -> str:
        """The name that its kind and its last day make; rows that were tampered with differ."""
        day = self.mission_day.isoformat()
        if self.kind in OF_INCIDENTS:
            return self.name
        return day if self.kind == PublicationKind.DAY else f"{self.kind}-{day}"
