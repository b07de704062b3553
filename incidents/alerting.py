"""Alerts in codes: what somebody can be told of, how, and when."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from incidents.enums import Severity


class AlertTopic(TextChoices):
    """What a subscription is about."""

    NEW_INCIDENT = "new_incident", _("a new incident")
    CHANGED_INCIDENT = "changed_incident", _("a change of an incident")
    SILENT_POST = "silent_post", _("a post that sent no return")
    LATE_OBLIGATION = "late_obligation", _("an obligation whose day has passed")
    ESCALATION = "escalation", _("more incidents than before")
    TEST = "test", _("a test")


# What a subscription can be about; tests are sent when its holder asks for one.
TOPICS_OFFERED = tuple(one for one in AlertTopic if one != AlertTopic.TEST)


class AlertChannel(TextChoices):
    """How somebody is told."""

    EMAIL = "email", _("e-mail")
    WEBHOOK = "webhook", _("webhook")


class AlertRhythm(TextChoices):
    """When somebody is told of what does not go out at once."""

    BY_SEVERITY = "by_severity", _("by severity")
    HOURLY = "hourly", _("every hour")
    DAILY = "daily", _("once a day, at the mission's cut-off")


class AlertOutcome(TextChoices):
    """What became of an alert."""

    WAITING = "waiting", _("waiting")
    TOLD = "told", _("told")
    WITHHELD = "withheld", _("not told: it may no longer be read, or the subscription ended")
    OVER = "over", _("not told: it was over before")
    FAILED = "failed", _("given up after the last attempt")


class EscalationState(TextChoices):
    """What the escalation watch says of an area or a class of categories."""

    RAISED = "raised", _("more than before")
    NOT_RAISED = "not_raised", _("no rise found")
    NOT_KNOWN = "not_known", _("not known: too little was watched")


# From this severity on, an alert is a flash: it waits for no digest.
FLASH_FROM = Severity.S4
# By severity: an alert waits for the next full step of the clock, and others with it.
SEVERITY_CLOCK = {
    Severity.S3: timedelta(minutes=15),
    Severity.S2: timedelta(hours=1),
    Severity.S1: timedelta(hours=1),
    Severity.S0: timedelta(hours=1),
}
# How long after each attempt that fails the next one comes; after the last there is none.
RETRY_WAITS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
