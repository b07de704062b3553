"""Agreements: signed texts, their provisions and rival wordings."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class Agreement(models.Model):
    """A signed text that a mission watches over."""

    code = models.SlugField(_("code"), max_length=40, unique=True, help_text=_("Short and stable."))
    title = models.CharField(_("title"), max_length=300, help_text=_("As published."))
    signed_on = models.DateField(
        _("signed on"), null=True, blank=True, help_text=_("Day of signature.")
    )
    effective_at = models.DateTimeField(
        _("effective at"),
        null=True,
        blank=True,
        help_text=_("The instant from which it binds."),
    )
    source_url = models.URLField(
        _("source"),
        max_length=500,
        blank=True,
        help_text=_("Where the text is published."),
    )
    note = models.TextField(_("note"), blank=True, help_text=_("What a reader should know."))
    history = HistoricalRecords()

    class Meta:
        """Names and order."""

        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["-signed_on", "code"]

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class Provision(models.Model):
    """One numbered point of an agreement."""

    class Kind(models.TextChoices):
        """What a provision asks for."""

        PROHIBITION = "prohibition", _("prohibition")
        DATED_OBLIGATION = "dated_obligation", _("dated obligation")
        CEILING = "ceiling", _("ceiling")
        ZONE_RULE = "zone_rule", _("zone rule")
        GUARANTEE = "guarantee", _("guarantee")
        PROCEDURE = "procedure", _("procedure")
        INSTITUTION = "institution", _("institution")
        EXCHANGE = "exchange", _("exchange")
        INFORMATION_DUTY = "information_duty", _("information duty")

    agreement = models.ForeignKey(
        Agreement,
        verbose_name=_("agreement"),
        on_delete=models.CASCADE,
        related_name="provisions",
    )
    code = models.CharField(_("code"), max_length=20, help_text=_("As cited, such as NK-6."))
    number = models.PositiveSmallIntegerField(_("number"), help_text=_("Its place in the text."))
    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=Kind.choices,
        help_text=_("What it asks for."),
    )
    summary = models.TextField(
        _("summary"), help_text=_("A neutral paraphrase, open to both sides' review.")
    )
    due_on = models.DateField(
        _("due on"), null=True, blank=True, help_text=_("For dated obligations.")
    )
    amended_due_on = models.DateField(
        _("amended due date"),
        null=True,
        blank=True,
        help_text=_("If the date was moved by agreement."),
    )
    ceiling = models.PositiveIntegerField(
        _("ceiling"), null=True, blank=True, help_text=_("The highest number allowed.")
    )
    ceiling_unit = models.CharField(
        _("ceiling unit"), max_length=80, blank=True, help_text=_("Of what.")
    )
    history = HistoricalRecords()

    class Meta:
        """Names, order and bounds."""

        verbose_name = _("provision")
        verbose_name_plural = _("provisions")
        ordering = ["agreement", "number", "code"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "code"], name="one_provision_per_code"),
        ]

    def __str__(self) -> str:
        """Return the code."""
        return self.code


class ProvisionWording(models.Model):
    """One official wording of a provision; rivals stand side by side."""

    provision = models.ForeignKey(
        Provision,
        verbose_name=_("provision"),
        on_delete=models.CASCADE,
        related_name="wordings",
    )
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=settings.LANGUAGES,
        help_text=_("Language of this wording."),
    )
    endorsed_by = models.ForeignKey(
        "parties.Party",
        verbose_name=_("endorsed by"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text=_("Whose wording it is; empty if common."),
    )
    text = models.TextField(_("text"), help_text=_("The words, or their paraphrase."))
    source_url = models.URLField(
        _("source"), max_length=500, blank=True, help_text=_("Where it is published.")
    )
    history = HistoricalRecords()

    class Meta:
        """Names, order and bounds."""

        verbose_name = _("wording")
        verbose_name_plural = _("wordings")
        ordering = ["provision", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["provision", "language", "endorsed_by"],
                name="one_wording_per_language_and_party",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        """Return provision and language."""
        return f"{self.provision} ({self.get_language_display()})"
