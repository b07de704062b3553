"""Alerts: what a subscription is told, and each attempt to tell it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.alerting import AlertOutcome, AlertTopic
from incidents.enums import Severity
from incidents.models.insert_once import InsertManager


class Alert(models.Model):
    """One event that one subscription is told of, once; the row stays when it was told."""

    id = models.UUIDField(_("id"), primary_key=True)
    subscription = models.ForeignKey(
        "incidents.Subscription",
        verbose_name=_("subscription"),
        on_delete=models.PROTECT,
        related_name="alerts",
    )
    topic = models.CharField(_("topic"), max_length=30, choices=AlertTopic.choices)
    event = models.CharField(_("event"), max_length=120)
    incident = models.ForeignKey(
        "incidents.Incident",
        verbose_name=_("incident"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
    )
    about = models.JSONField(
        _("about"), default=dict, help_text=_("What is not about an incident: in codes and days.")
    )
    severity = models.PositiveSmallIntegerField(_("severity"), choices=Severity.choices, null=True)
    noticed_at = models.DateTimeField(_("noticed at"))
    due_at = models.DateTimeField(_("due at"))
    tries = models.PositiveSmallIntegerField(_("attempts"), default=0)
    outcome = models.CharField(
        _("outcome"),
        max_length=10,
        choices=AlertOutcome.choices,
        default=AlertOutcome.WAITING,
    )
    closed_at = models.DateTimeField(_("closed at"), null=True)

    objects = InsertManager()

    class Meta:
        """Names, order, bounds and indexes."""

        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering = ["-noticed_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["subscription", "event"], name="one_alert_per_event"),
        ]
        indexes = [
            models.Index(
                fields=["subscription", "due_at"],
                condition=models.Q(outcome=AlertOutcome.WAITING),
                name="alert_waiting",
            ),
            models.Index(fields=["subscription", "-noticed_at", "-id"], name="alert_newest"),
        ]

    def __str__(self) -> str:
        """Return the event."""
        return self.event


class AlertAttempt(models.Model):
    """One attempt to tell an alert: when, how long it took, and what came of it."""

    alert = models.ForeignKey(
        Alert, verbose_name=_("alert"), on_delete=models.PROTECT, related_name="attempts"
    )
    at = models.DateTimeField(_("at"))
    took_ms = models.PositiveIntegerField(_("milliseconds"))
    status = models.PositiveSmallIntegerField(
        _("status"), null=True, help_text=_("Of HTTP; empty if there was no answer, or by e-mail.")
    )
    error = models.CharField(
        _("error"), max_length=300, blank=True, help_text=_("Empty if it was told.")
    )

    objects = InsertManager()

    class Meta:
        """Names and order."""

        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        """Return the instant and the error."""
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.error}".strip()


class AlertMark(models.Model):
    """How far in the log alerts were looked for: the place of the last entry; one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    place = models.BigIntegerField(_("place"))

    objects = InsertManager()

    class Meta:
        """Names."""

        verbose_name = _("mark of alerts")
        verbose_name_plural = _("marks of alerts")

    def __str__(self) -> str:
        """Return the place."""
        return str(self.place)
