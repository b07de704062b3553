"""A subscription in words: what it tells of, where, and when."""

from django.utils.formats import time_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incidents.alerting import AlertTopic
from incidents.categories import Category
from incidents.enums import Severity
from incidents.models import Subscription


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
