"""A subscription in words: what it tells of, where, and when."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.formats import time_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incidents.alerting import AlertTopic
from incidents.categories import Category
from incidents.enums import Severity
from incidents.models import Alert, Subscription


@dataclass(frozen=True, slots=True)
class Matter:
    """A post or an obligation that an alert is about, its page, and the day."""

    name: str
    link: str
    day: date


def subscription_words(held: Subscription) -> list[tuple[str, str]]:
    """Labels and values, without what bounds nothing."""
    rows = [
        (_("Tells of"), _listed([str(AlertTopic(code).label) for code in held.topics])),
        (_("Area"), _area(held)),
        (_("Categories"), _listed([str(Category(code).label) for code in held.categories])),
        (_("Severity"), _severity(held)),
        (_("Post"), str(held.post) if held.post else ""),
        (_("Party"), str(held.party) if held.party else ""),
        (_("How"), held.url or str(held.get_channel_display())),
        (_("When"), "" if held.url else str(held.get_rhythm_display())),
        (_("Quiet"), _quiet(held)),
    ]
    return [
        (label, value if value == held.url else capfirst(value)) for label, value in rows if value
    ]


def matter_of(alert: Alert) -> Matter | None:
    """What an alert is about that is about no incident; None for a test."""
    about = alert.about
    if "post" in about:
        page = reverse("post_coverage", args=[about["post"]])
        return Matter(about["post"], page, date.fromisoformat(about["mission_day"]))
    if "provision" in about:
        page = f"{reverse('agreement')}#{about['provision']}"
        return Matter(about["provision"], page, date.fromisoformat(about["due_on"]))
    if "rule" in about:
        page = f"{reverse('escalation')}?day_before={about['mission_day']}"
        return Matter(about["rule"], page, date.fromisoformat(about["mission_day"]))
    return None


def _listed(words: list[str]) -> str:
    return ", ".join(words)


def _area(held: Subscription) -> str:
    number = len(held.corners)
    words = ngettext(
        "an outline with %(number)s corner", "an outline with %(number)s corners", number
    )
    return words % {"number": number} if number else _("everywhere")


def _severity(held: Subscription) -> str:
    if held.severity_min == Severity.S0:
        return ""
    return _("%(severity)s and graver") % {"severity": held.get_severity_min_display()}


def _quiet(held: Subscription) -> str:
    if held.quiet_from is None or held.quiet_until is None:
        return ""
    begins, ends = (time_format(one, "H:i") for one in (held.quiet_from, held.quiet_until))
    words = _("%(begins)s to %(ends)s") % {"begins": begins, "ends": ends}
    except_for = _("but for very serious incidents")
    return f"{words}, {except_for}" if held.flash_in_quiet else words
