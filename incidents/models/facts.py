"""What is told of an event: columns that reports and incidents share."""

from typing import Any

from django.db import models
from django.utils.encoding import force_str
from django.utils.translation import gettext_lazy as _

from incidents.categories import Category
from incidents.enums import (
    CountQualifier,
    CountUnit,
    PositionPrecision,
    TimePrecision,
    Weapon,
)


class Coded(models.Model):
    """Facts told in codes of short lists, each with a label in the reader's language."""

    class Meta:
        """Behaviour only."""

        abstract = True

    def _get_FIELD_display(self, field: Any) -> Any:  # noqa: N802 - Django's name
        """Return the label of a code; Django's own method first translates the whole list."""
        code = getattr(self, field.attname)
        return force_str(dict(field.flatchoices).get(code, code), strings_only=True)


class WhenAndWhere(Coded):
    """When and where an event took place, as far as it is known."""

    occurred_from = models.DateTimeField(
        _("from"), null=True, blank=True, help_text=_("When it began.")
    )
    occurred_until = models.DateTimeField(
        _("until"), null=True, blank=True, help_text=_("When it ended, if known.")
    )
    time_precision = models.CharField(
        _("time precision"),
        max_length=2,
        choices=TimePrecision.choices,
        default=TimePrecision.T1,
        help_text=_("How well the time is known."),
    )
    place = models.ForeignKey(
        "parties.Place",
        verbose_name=_("place"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text=_("The nearest named place."),
    )
    area_text = models.CharField(
        _("area"),
        max_length=200,
        blank=True,
        help_text=_("District or stretch of the line, as said."),
    )
    lat = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=6,
        null=True,
        blank=True,
        help_text=_("Decimal degrees, WGS 84."),
    )
    lon = models.DecimalField(
        _("longitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        help_text=_("Decimal degrees, WGS 84."),
    )
    position_precision = models.CharField(
        _("position precision"),
        max_length=2,
        choices=PositionPrecision.choices,
        default=PositionPrecision.P0,
        help_text=_("How well the position is known."),
    )
    post = models.ForeignKey(
        "parties.Post",
        verbose_name=_("post"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text=_("The post that observed it."),
    )

    class Meta:
        """Columns only."""

        abstract = True


class What(Coded):
    """What was perceived: category, weapon, and a count with its unit."""

    category = models.CharField(
        _("category"),
        max_length=7,
        choices=Category.choices,
        default=Category.OTH,
        help_text=_("What happened."),
    )
    weapon = models.CharField(
        _("weapon"),
        max_length=30,
        choices=Weapon.choices,
        blank=True,
        help_text=_("Class of weapon; empty if not known."),
    )
    count_low = models.PositiveIntegerField(
        _("count"),
        null=True,
        blank=True,
        help_text=_("How many; empty if not known, never zero for unknown."),
    )
    count_high = models.PositiveIntegerField(
        _("count, highest"), null=True, blank=True, help_text=_("Upper end of a range.")
    )
    count_qualifier = models.CharField(
        _("count qualifier"),
        max_length=10,
        choices=CountQualifier.choices,
        default=CountQualifier.UNKNOWN,
        help_text=_("How exact the count is."),
    )
    count_unit = models.CharField(
        _("count unit"),
        max_length=10,
        choices=CountUnit.choices,
        blank=True,
        help_text=_("What was counted."),
    )

    class Meta:
        """Columns only."""

        abstract = True
