"""Places: opaque points with several names and no default one."""

from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from parties.naming import active_policy, fold_name, grid_label, place_label
from parties.transliteration import sound_of

LATITUDE = [MinValueValidator(Decimal(-90)), MaxValueValidator(Decimal(90))]
LONGITUDE = [MinValueValidator(Decimal(-180)), MaxValueValidator(Decimal(180))]


class Place(models.Model):
    """An opaque point; its names belong to those who use them."""

    code = models.CharField(
        _("code"),
        max_length=40,
        unique=True,
        help_text=_("Opaque and stable; never a contested name."),
    )
    kind = models.CharField(
        _("kind"),
        max_length=20,
        default="settlement",
        choices=[
            ("settlement", _("settlement")),
            ("town", _("town")),
            ("city", _("city")),
            ("district", _("district")),
            ("height", _("height")),
            ("site", _("site")),
        ],
        help_text=_("What stands there."),
    )
    lat = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=6,
        validators=LATITUDE,
        help_text=_("Decimal degrees, WGS 84."),
    )
    lon = models.DecimalField(
        _("longitude"),
        max_digits=9,
        decimal_places=6,
        validators=LONGITUDE,
        help_text=_("Decimal degrees, WGS 84."),
    )
    area = models.CharField(
        _("area"),
        max_length=120,
        blank=True,
        help_text=_("First-level area as its source calls it."),
    )
    country = models.CharField(
        _("country code"),
        max_length=3,
        blank=True,
        help_text=_("ISO 3166-1 code as its source gives it."),
    )
    zone = models.CharField(
        _("zone"), max_length=40, blank=True, help_text=_("Part of the mission's area.")
    )
    population = models.PositiveIntegerField(
        _("population"), null=True, blank=True, help_text=_("If known.")
    )
    source = models.CharField(
        _("source"), max_length=200, blank=True, help_text=_("Gazetteer and number.")
    )
    history = HistoricalRecords()

    class Meta:
        """Names, order and bounds."""

        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(lat__range=(-90, 90), lon__range=(-180, 180)),
                name="place_on_earth",
            ),
        ]

    def __str__(self) -> str:
        """Return the names, or the position, by the policy of who is answered; or the code."""
        policy = active_policy()
        if policy.only_grid:
            return grid_label(self.lat, self.lon)
        return place_label(self.names.all(), policy) or self.code


class PlaceName(models.Model):
    """One name of a place, in one language, endorsed by a party or by none."""

    class Kind(models.TextChoices):
        """How a name is used."""

        OFFICIAL = "official", _("official")
        ROMANISED = "romanised", _("romanised")
        ALTERNATIVE = "alternative", _("alternative")

    place = models.ForeignKey(
        Place, verbose_name=_("place"), on_delete=models.CASCADE, related_name="names"
    )
    name = models.CharField(_("name"), max_length=200, help_text=_("As written."))
    language = models.CharField(
        _("language"),
        max_length=10,
        blank=True,
        help_text=_("ISO 639 code; empty if it belongs to no one language."),
    )
    endorsed_by = models.ForeignKey(
        "parties.Party",
        verbose_name=_("endorsed by"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text=_("The party whose name it is; empty if nobody claims it."),
    )
    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=Kind.choices,
        default=Kind.ALTERNATIVE,
        help_text=_("Official, romanised or alternative."),
    )
    folded = models.CharField(_("search form"), max_length=200, editable=False, db_index=True)
    sound = models.CharField(_("sound"), max_length=400, editable=False, default="")
    history = HistoricalRecords()

    class Meta:
        """Names, order and bounds."""

        verbose_name = _("place name")
        verbose_name_plural = _("place names")
        ordering = ["place", "kind", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "name", "language", "kind"],
                name="one_place_name_per_language_and_kind",
            ),
        ]

    def __str__(self) -> str:
        """Return the name as written."""
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the search forms in step with the name."""
        self.folded, self.sound = fold_name(self.name), sound_of(self.name)
        super().save(*args, **kwargs)
