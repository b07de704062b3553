"""Printed reports: a published revision set for paper, in one language and naming policy."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PrintedReport(models.Model):
    """A revision as PDF, made once by a worker for all who ask; it can be made again.

    Its annex has the sign-offs that there were when it was asked for; when there are
    more, it is another print.
    """

    report = models.ForeignKey(
        "incidents.DailyReport",
        verbose_name=_("daily report"),
        on_delete=models.PROTECT,
        related_name="prints",
    )
    language = models.CharField(_("language"), max_length=10)
    names = models.CharField(_("names of places"), max_length=50)
    sign_offs = models.PositiveSmallIntegerField(_("sign-offs"), default=0)
    address = models.CharField(_("address of the site"), max_length=200)
    asked_at = models.DateTimeField(_("asked at"))
    progress = models.PositiveSmallIntegerField(_("progress"), default=0)
    made_at = models.DateTimeField(_("made at"), null=True)
    content = models.BinaryField(_("file"), null=True)

    class Meta:
        """Names, order and bounds."""

        verbose_name = _("printed report")
        verbose_name_plural = _("printed reports")
        ordering = ["report", "language", "names"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "language", "names", "sign_offs"],
                name="one_print_per_language_and_names",
            ),
        ]

    def __str__(self) -> str:
        """Return the report, the language and the policy of names."""
        return f"{self.report} {self.language} {self.names}"
