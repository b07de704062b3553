"""Casualties: who was harmed, as one report tells it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.enums import Outcome, PersonKind
from incidents.models.insert_once import InsertManager


class Casualty(models.Model):
    """People of one side and kind with one outcome, as one report counts them.

    Empty numbers are unknown; zero means that the source says there were none.
    """

    report = models.ForeignKey(
        "incidents.Report",
        verbose_name=_("report"),
        on_delete=models.PROTECT,
        related_name="casualties",
        editable=False,
    )
    side = models.ForeignKey(
        "parties.Party",
        verbose_name=_("side"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text=_("Whose people; empty if not known."),
    )
    side_text = models.CharField(
        _("side as said"), max_length=200, blank=True, help_text=_("Kept as typed.")
    )
    person_kind = models.CharField(
        _("persons"),
        max_length=20,
        choices=PersonKind.choices,
        default=PersonKind.UNKNOWN,
        help_text=_("Who they were."),
    )
    outcome = models.CharField(
        _("outcome"),
        max_length=10,
        choices=Outcome.choices,
        help_text=_("What happened to them."),
    )
    low = models.PositiveIntegerField(
        _("at least"), null=True, blank=True, help_text=_("Empty if not known.")
    )
    best = models.PositiveIntegerField(
        _("number"), null=True, blank=True, help_text=_("Empty if not known.")
    )
    high = models.PositiveIntegerField(
        _("at most"), null=True, blank=True, help_text=_("Empty if not known.")
    )

    objects = InsertManager()

    class Meta:
        """Names, order and bounds."""

        verbose_name = _("casualty")
        verbose_name_plural = _("casualties")
        ordering = ["report", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    models.Q(low__isnull=True)
                    | models.Q(high__isnull=True)
                    | models.Q(low__lte=models.F("high"))
                ),
                name="casualty_low_not_above_high",
            ),
        ]

    def __str__(self) -> str:
        """Return number and outcome."""
        return f"{self.best if self.best is not None else '?'} {self.outcome}"
