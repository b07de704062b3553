"""Parties: sides, guarantors, mediators and contributors."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class Party(models.Model):
    """A side, guarantor, mediator or contributor; never deleted."""

    class Kind(models.TextChoices):
        """What sort of party it is."""

        STATE = "state", _("state")
        ORGANISATION = "organisation", _("organisation")
        ARMED_GROUP = "armed_group", _("armed group")
        DE_FACTO_AUTHORITY = "de_facto_authority", _("de facto authority")
        CONTINGENT = "contingent", _("contingent")

    code = models.SlugField(
        _("code"),
        max_length=40,
        unique=True,
        help_text=_("Short and stable; it goes into addresses and exports."),
    )
    name = models.CharField(_("name"), max_length=200, help_text=_("Full name."))
    short_name = models.CharField(
        _("short name"),
        max_length=60,
        blank=True,
        help_text=_("For tables and map labels."),
    )
    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=Kind.choices,
        default=Kind.STATE,
        help_text=_("State, organisation, armed group, authority or contingent."),
    )
    iso3 = models.CharField(
        _("country code"),
        max_length=3,
        blank=True,
        help_text=_("ISO 3166-1 alpha-3, for states."),
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("belongs to"),
        on_delete=models.PROTECT,
        related_name="parts",
        null=True,
        blank=True,
        help_text=_("The party this one acts for, such as a contingent's state."),
    )
    aliases = ArrayField(
        models.CharField(max_length=200),
        verbose_name=_("other names"),
        default=list,
        blank=True,
        help_text=_("Spellings found in sources, separated by commas."),
    )
    note = models.TextField(
        _("note"), blank=True, help_text=_("What a reader should know of this name.")
    )
    history = HistoricalRecords()

    class Meta:
        """Names and order."""

        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ["name"]

    def __str__(self) -> str:
        """Return the short name, or the full one."""
        return self.short_name or self.name
