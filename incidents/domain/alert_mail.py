"""The message of some alerts: thin, in the reader's language, with a way to end it."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from incidents.alerting import FLASH_FROM, AlertTopic
from incidents.models import Alert, Subscription

MOST_LINES = 50
DAYS = ("mission_day", "due_on")
_SIGNER = Signer(sep="~", salt="subscription ended by link")


def message_of(held: Subscription, alerts: Sequence[Alert]) -> EmailMessage:
    """Return the message that tells some alerts of a subscription to its holder.

    It says which incident and how grave, and where to read on: the rest is read on the
    site, by who may. The first alert's id makes the message the same when it is sent again.
    """
    with override(held.person.language or settings.LANGUAGE_CODE):
        return EmailMessage(
            subject=_subject(held, alerts),
            body=_body(held, alerts),
            to=[held.person.email],
            headers={
                "Message-ID": f"<{alerts[0].pk}@{_host(held)}>",
                "Auto-Submitted": "auto-generated",
                "List-Unsubscribe": f"<{_leave(held)}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
        )


def subscription_in(token: str) -> str | None:
    """Return the id of the subscription that a message's link ends; None if it was made up."""
    try:
        return _SIGNER.unsign(token)
    except BadSignature:
        return None


def _host(held: Subscription) -> str:
    return held.site.partition("://")[2].partition(":")[0] or "localhost"


def _leave(held: Subscription) -> str:
    return held.site + reverse("alert_leave", args=[_SIGNER.sign(str(held.pk))])


def days_of(alert: Alert) -> list[date]:
    """Return the day that an alert is about, if it is about none of an incident."""
    said = (alert.about.get(name) for name in DAYS)
    return [date.fromisoformat(day) for day in said if day]


def page_of(held: Subscription, alert: Alert) -> str:
    """Return where to read which post or obligation it is, which no message names."""
    pages = {
        AlertTopic.SILENT_POST: reverse("alert_detail", args=[held.pk]),
        AlertTopic.ESCALATION: reverse("alert_detail", args=[held.pk]),
        AlertTopic.LATE_OBLIGATION: reverse("agreement"),
    }
    page = pages.get(AlertTopic(alert.topic), "")
    return page and held.site + page


def _subject(held: Subscription, alerts: Sequence[Alert]) -> str:
    flash = any(one.severity is not None and one.severity >= FLASH_FROM for one in alerts)
    number = ngettext("%(number)s alert", "%(number)s alerts", len(alerts))
    words = f"{held.name}: {number % {'number': len(alerts)}}"
    return " · ".join([_("FLASH"), words]) if flash else words


def _body(held: Subscription, alerts: Sequence[Alert]) -> str:
    lines = [_line(held, one) for one in alerts[:MOST_LINES]]
    more = len(alerts) - len(lines)
    if more:
        rest = ngettext("and %(number)s more", "and %(number)s more", more) % {"number": more}
        lines.append(f"{rest}: {held.site}{reverse('alert_detail', args=[held.pk])}")
    change = held.site + reverse("alert_detail", args=[held.pk])
    closing = [
        _("You are told because you asked to be. Change it: %(link)s") % {"link": change},
        _("Get no more of these: %(link)s") % {"link": _leave(held)},
    ]
    return "\n".join([str(held.mission.name), "", *lines, "", "-- ", *closing, ""])


def _line(held: Subscription, alert: Alert) -> str:
    topic = alert.get_topic_display()
    if alert.incident is None:
        said = [f"• {topic}", *(date_format(day, "DATE_FORMAT") for day in days_of(alert))]
        link = page_of(held, alert)
        return "\n  ".join([" · ".join(said), *([link] if link else [])])
    link = held.site + reverse("incident_named", args=[alert.incident.reference])
    severity = alert.incident.get_severity_display()
    return f"• {alert.incident.reference} · {topic} · {severity}\n  {link}"
