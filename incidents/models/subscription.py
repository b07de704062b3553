"""Subscriptions: what somebody wants to be told of."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.alerting import AlertChannel, AlertRhythm
from incidents.enums import Severity


class Subscription(models.Model):
    """A person's wish to be told of what matches; ended, never erased.

    Whoever holds it is told only of what they may read when it happens, and when they
    are told. What is not said bounds nothing: no corners, the whole mission.
    """

    id = models.UUIDField(_("id"), primary_key=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="subscriptions",
        editable=False,
    )
    mission = models.ForeignKey(
        "parties.Mission",
        verbose_name=_("mission"),
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    name = models.CharField(
        _("name"), max_length=80, help_text=_("What you call it; it heads each message.")
    )
    topics = models.JSONField(
        _("tell me of"),
        help_text=_(
            "One or more. Category and severity bound incidents alone; area, post and party "
            "also silent posts; late obligations are told whatever you choose below."
        ),
    )
    corners = models.JSONField(
        _("area"),
        default=list,
        help_text=_("Longitude and latitude of each corner in turn; none: everywhere."),
    )
    categories = models.JSONField(
        _("categories"),
        default=list,
        help_text=_("None chosen means all. A class takes in its kinds."),
    )
    severity_min = models.PositiveSmallIntegerField(
        _("severity at least"),
        choices=Severity.choices,
        default=Severity.S0,
        help_text=_("How grave an incident must be."),
    )
    post = models.ForeignKey(
        "parties.Post",
        verbose_name=_("post"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text=_("Only what this post observed, where you may read that."),
    )
    party = models.ForeignKey(
        "parties.Party",
        verbose_name=_("party"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text=_("Only where a report that you may read comes from this party or accuses it."),
    )
    channel = models.CharField(
        _("how"),
        max_length=10,
        choices=AlertChannel.choices,
        default=AlertChannel.EMAIL,
        help_text=_("To a person, or to a machine; a webhook is called at once, at any hour."),
    )
    url = models.CharField(
        _("address of the webhook"),
        max_length=500,
        blank=True,
        help_text=_("Begins with https:// and is reached over the public internet."),
    )
    rhythm = models.CharField(
        _("when"),
        max_length=20,
        choices=AlertRhythm.choices,
        default=AlertRhythm.BY_SEVERITY,
        help_text=_("Very serious incidents go out at once, whatever you choose."),
    )
    quiet_from = models.TimeField(
        _("quiet from"),
        null=True,
        blank=True,
        help_text=_("Nothing is sent from then on, in the mission's time zone."),
    )
    quiet_until = models.TimeField(
        _("quiet until"), null=True, blank=True, help_text=_("What waited is sent then.")
    )
    flash_in_quiet = models.BooleanField(
        _("very serious incidents break the quiet"),
        default=False,
        help_text=_("Otherwise they wait until it is over, too."),
    )
    site = models.CharField(_("address of the site"), max_length=200, editable=False)
    begun_at = models.DateTimeField(_("begun at"), editable=False)
    changed_at = models.DateTimeField(_("changed at"), editable=False)
    stopped_at = models.DateTimeField(_("stopped at"), null=True, editable=False)
    ended_at = models.DateTimeField(_("ended at"), null=True, editable=False)

    class Meta:
        """Names, order and indexes."""

        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ["begun_at", "id"]
        indexes = [
            models.Index(
                fields=["mission", "begun_at"],
                condition=models.Q(ended_at__isnull=True),
                name="subscription_open",
            ),
            models.Index(fields=["person", "begun_at"], name="subscription_person"),
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class WebhookSecret(models.Model):
    """What a webhook's messages are signed with; shown once, and for a day beside its successor."""

    subscription = models.ForeignKey(
        Subscription,
        verbose_name=_("subscription"),
        on_delete=models.PROTECT,
        related_name="secrets",
    )
    secret = models.CharField(_("secret"), max_length=100)
    made_at = models.DateTimeField(_("made at"))
    ends_at = models.DateTimeField(_("valid until"), null=True)

    class Meta:
        """Names and order."""

        verbose_name = _("webhook secret")
        verbose_name_plural = _("webhook secrets")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        """Return whose it is, and nothing of it."""
        return str(self.subscription_id)
