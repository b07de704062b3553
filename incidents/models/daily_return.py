"""Daily returns: what a post says of a mission day."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.models.insert_once import InsertOnceManager


class DailyReturn(models.Model):
    """What a post says of a mission day: nil, or “see reports”, and its coverage.

    A later return of the same post and day takes the place of the earlier one in
    the counts; both are kept.
    """

    return_id = models.UUIDField(_("return id"), editable=False)
    content_hash = models.CharField(_("content hash"), max_length=64, editable=False)
    content = models.BinaryField(_("canonical content"), editable=False)
    receipt = models.BinaryField(_("receipt"), editable=False)
    reference = models.CharField(_("reference"), max_length=40, editable=False)
    is_variant = models.BooleanField(_("variant"), default=False, editable=False)
    mission = models.ForeignKey(
        "parties.Mission",
        verbose_name=_("mission"),
        on_delete=models.PROTECT,
        related_name="daily_returns",
        editable=False,
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        on_delete=models.PROTECT,
        related_name="daily_returns",
        null=True,
        editable=False,
    )
    received_at = models.DateTimeField(_("received at"), editable=False)
    post = models.ForeignKey(
        "parties.Post",
        verbose_name=_("post"),
        on_delete=models.PROTECT,
        related_name="daily_returns",
        null=True,
        blank=True,
        help_text=_("Whose return it is; empty if a source speaks for many posts."),
    )
    source_party = models.ForeignKey(
        "parties.Party",
        verbose_name=_("source party"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text=_("The party that speaks, if no single post does."),
    )
    report = models.OneToOneField(
        "incidents.Report",
        verbose_name=_("report"),
        on_delete=models.PROTECT,
        related_name="daily_return",
        null=True,
        editable=False,
    )
    mission_day = models.DateField(
        _("mission day"),
        null=True,
        blank=True,
        help_text=_("Which day; empty only if the source gives none."),
    )
    is_nil = models.BooleanField(
        _("nothing happened"),
        default=True,
        help_text=_("Tick if there was nothing to report; that is a report too."),
    )
    observed_minutes = models.PositiveIntegerField(
        _("observed minutes"),
        null=True,
        blank=True,
        help_text=_("How long the post could watch; empty if not known."),
    )
    posts_watching = models.PositiveIntegerField(
        _("posts watching"),
        null=True,
        blank=True,
        help_text=_("How many posts kept watch, if the source speaks for many."),
    )
    outage_text = models.TextField(
        _("outages"), blank=True, help_text=_("Cameras or radios that did not work.")
    )
    denied_text = models.TextField(
        _("denied access"), blank=True, help_text=_("Who refused what, where, how long.")
    )
    note = models.TextField(_("note"), blank=True, help_text=_("Anything else."))
    denials = models.JSONField(_("denied or delayed access, by line"), default=list, editable=False)
    outages = models.JSONField(_("outages by line"), default=list, editable=False)
    activities = models.JSONField(_("notified activities, by line"), default=list, editable=False)
    counters = models.JSONField(_("counters, by line"), default=list, editable=False)

    objects = InsertOnceManager()

    class Meta:
        """Names, order and bounds."""

        verbose_name = _("daily return")
        verbose_name_plural = _("daily returns")
        ordering = ["-mission_day", "-received_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["return_id", "content_hash"], name="one_return_per_content"
            ),
        ]
        indexes = [
            models.Index(fields=["mission", "mission_day"], name="return_day"),
            models.Index(
                fields=["mission", "mission_day"],
                name="returns_with_counters",
                condition=~models.Q(counters=[]),
            ),
        ]

    def __str__(self) -> str:
        """Return the reference."""
        return self.reference
