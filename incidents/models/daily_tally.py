"""Daily tallies: what tables of statistics add up, kept for each mission day."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from incidents.enums import Release


class DailyTally(models.Model):
    """Incidents of one mission day that are alike in one dimension and in who reads them.

    It is as of a moment: where the day is marked as a stale one, the incidents count.
    """

    mission = models.ForeignKey(
        "parties.Mission",
        verbose_name=_("mission"),
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,  # tally_by_dimension begins with it
    )
    mission_day = models.DateField(_("mission day"))
    dimension = models.CharField(_("dimension"), max_length=20)
    code = models.CharField(_("code"), max_length=200)
    release = models.CharField(_("release"), max_length=10, choices=Release.choices)
    restricted = models.BooleanField(_("restricted"))
    counted = models.PositiveIntegerField(_("counted"))
    set_aside = models.PositiveIntegerField(_("not counted"))
    report_count = models.BigIntegerField(_("reports"))
    killed_low = models.BigIntegerField(_("killed, at least"))
    killed_unsaid = models.PositiveIntegerField(_("killed not known"))
    injured_low = models.BigIntegerField(_("injured, at least"))
    injured_unsaid = models.PositiveIntegerField(_("injured not known"))
    count_low = models.BigIntegerField(_("count"))
    count_unsaid = models.PositiveIntegerField(_("count not known"))

    class Meta:
        """Names, order and indexes."""

        verbose_name = _("daily tally")
        verbose_name_plural = _("daily tallies")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["mission", "dimension", "mission_day"], name="tally_by_dimension"),
        ]

    def __str__(self) -> str:
        """Return what is alike."""
        return f"{self.mission_id} {self.mission_day} {self.dimension} {self.code}"


class StaleDay(models.Model):
    """A mission day whose incidents changed since it was tallied; triggers write it.

    Each write leaves a mark of its own: a tally takes away the marks that it has seen.
    """

    mission = models.ForeignKey(
        "parties.Mission",
        verbose_name=_("mission"),
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,  # few rows, and filing pays for each index
        db_constraint=False,  # a trigger of the incident writes it
    )
    mission_day = models.DateField(_("mission day"))
    marked_at = models.DateTimeField(_("marked at"), db_default=Now())

    class Meta:
        """Names and order."""

        verbose_name = _("stale day")
        verbose_name_plural = _("stale days")
        ordering = ["pk"]

    def __str__(self) -> str:
        """Return mission and day."""
        return f"{self.mission_id} {self.mission_day}"
