"""Reports: accounts of events, exactly as they were filed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.damage import Damage
from incidents.enums import (
    DateBasis,
    Direction,
    Means,
    ReportKind,
    Scope,
    Signature,
    SourceKind,
    Stance,
)
from incidents.models.facts import What, WhenAndWhere
from incidents.models.insert_once import InsertOnceManager


class Report(WhenAndWhere, What):
    """One account of one event, as one source filed it; immutable.

    ``report_id`` is made by the client. The same id with the same content is one
    report; the same id with other content is a variant, and both are kept.
    """

    key = models.BigAutoField(primary_key=True)
    report_id = models.UUIDField(_("report id"), editable=False)
    content_hash = models.CharField(_("content hash"), max_length=64, editable=False)
    content = models.BinaryField(_("canonical content"), editable=False)
    receipt = models.BinaryField(_("receipt"), editable=False)
    reference = models.CharField(_("reference"), max_length=40, editable=False)
    is_variant = models.BooleanField(_("variant"), default=False, editable=False)
    corrects = models.ForeignKey(
        "self",
        verbose_name=_("corrects"),
        on_delete=models.PROTECT,
        related_name="corrections",
        null=True,
        editable=False,
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    mission = models.ForeignKey(
        "parties.Mission",
        verbose_name=_("mission"),
        on_delete=models.PROTECT,
        related_name="reports",
        editable=False,
        db_index=False,  # report_newest begins with it
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        on_delete=models.PROTECT,
        related_name="reports",
        null=True,
        editable=False,
        db_index=False,  # report_author begins with it
    )
    received_at = models.DateTimeField(_("received at"), editable=False)

    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=ReportKind.choices,
        default=ReportKind.OBSERVATION,
        help_text=_("Whose account it is."),
    )
    scope = models.CharField(
        _("scope"),
        max_length=20,
        choices=Scope.choices,
        default=Scope.EVENT,
        help_text=_("One event, a published total, or nothing."),
    )
    stance = models.CharField(
        _("stance"),
        max_length=20,
        choices=Stance.choices,
        default=Stance.RECORDED,
        help_text=_("What the source does with the fact."),
    )
    source_kind = models.CharField(
        _("source kind"),
        max_length=20,
        choices=SourceKind.choices,
        default=SourceKind.OWN_POST,
        help_text=_("What sort of source it is."),
    )
    source_party = models.ForeignKey(
        "parties.Party",
        verbose_name=_("source party"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text=_("The party that speaks, if it is one."),
    )
    source_label = models.CharField(
        _("source"), max_length=200, blank=True, help_text=_("Who speaks, as said.")
    )
    source_url = models.URLField(
        _("source address"),
        max_length=1000,
        blank=True,
        help_text=_("Where it is published."),
    )
    external_id = models.CharField(
        _("external id"),
        max_length=80,
        blank=True,
        help_text=_("Its number in the set it came from."),
    )
    language = models.CharField(
        _("language"), max_length=10, blank=True, help_text=_("ISO 639 code.")
    )
    occurred_text = models.CharField(
        _("time as said"), max_length=200, blank=True, help_text=_("Kept as typed.")
    )
    date_basis = models.CharField(
        _("date basis"),
        max_length=10,
        choices=DateBasis.choices,
        default=DateBasis.STATED,
        help_text=_("Where the date comes from."),
    )
    published_text = models.CharField(
        _("published"), max_length=40, blank=True, help_text=_("Date of publication.")
    )
    place_text = models.CharField(
        _("place as said"), max_length=500, blank=True, help_text=_("Kept as typed.")
    )
    position_text = models.CharField(
        _("position as typed"),
        max_length=500,
        blank=True,
        help_text=_("Degrees, grid, place, or post with bearing and distance; kept as typed."),
    )
    bearing = models.DecimalField(
        _("bearing"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        help_text=_("Seen from the post, in degrees from true north."),
    )
    bearing_spread = models.DecimalField(
        _("spread of the bearing"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        help_text=_("Degrees to either side."),
    )
    range_from_m = models.PositiveIntegerField(
        _("range from"), null=True, blank=True, help_text=_("Metres from the post, at least.")
    )
    range_to_m = models.PositiveIntegerField(
        _("range to"), null=True, blank=True, help_text=_("Metres from the post, at most.")
    )
    category_text = models.CharField(
        _("category as said"), max_length=200, blank=True, help_text=_("Kept as typed.")
    )
    weapon_text = models.CharField(
        _("weapon as said"), max_length=300, blank=True, help_text=_("Kept as typed.")
    )
    count_text = models.CharField(
        _("count as said"), max_length=200, blank=True, help_text=_("Kept as typed.")
    )
    signature = models.CharField(
        _("signature"),
        max_length=30,
        choices=Signature.choices,
        blank=True,
        help_text=_("What was perceived."),
    )
    means = models.CharField(
        _("means"),
        max_length=30,
        choices=Means.choices,
        blank=True,
        help_text=_("How the source came to know."),
    )
    direction = models.CharField(
        _("direction of fire"),
        max_length=20,
        choices=Direction.choices,
        blank=True,
        help_text=_("Seen from the post."),
    )
    alleged_party = models.ForeignKey(
        "parties.Party",
        verbose_name=_("alleged party"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text=_("Whom the source accuses; no finding of the mission."),
    )
    alleged_text = models.CharField(
        _("accused, as said"), max_length=200, blank=True, help_text=_("Kept as typed.")
    )
    target_text = models.CharField(
        _("target, as said"), max_length=300, blank=True, help_text=_("Kept as typed.")
    )
    damage = models.CharField(
        _("damage"),
        max_length=30,
        choices=Damage.choices,
        blank=True,
        help_text=_("What was damaged; empty if not known."),
    )
    damage_text = models.CharField(
        _("damage, as said"), max_length=300, blank=True, help_text=_("Kept as typed.")
    )
    posts_watching = models.PositiveIntegerField(
        _("posts watching"),
        null=True,
        blank=True,
        help_text=_("How many posts kept watch, if the source says."),
    )
    hints = models.JSONField(_("hints"), default=list, editable=False)
    narrative = models.TextField(
        _("narrative"), blank=True, help_text=_("What happened, in plain words.")
    )

    objects = InsertOnceManager()

    class Meta:
        """Names, order and bounds."""

        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-received_at", "-key"]
        constraints = [
            models.UniqueConstraint(
                fields=["report_id", "content_hash"], name="one_report_per_content"
            ),
        ]
        indexes = [
            models.Index(fields=["-received_at", "-key"], name="report_newest_anywhere"),
            models.Index(fields=["mission", "-received_at", "-key"], name="report_newest"),
            models.Index(fields=["mission", "scope"], name="report_scope"),
            models.Index(fields=["author", "-received_at"], name="report_author"),
        ]

    def __str__(self) -> str:
        """Return the reference."""
        return self.reference
