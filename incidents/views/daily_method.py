"""The method note: what a daily report counts and how, on every output of it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from incidents.models import DailyReport


def method_notes(content: Mapping[str, Any], report: DailyReport | None) -> list[str]:
    """The note, a sentence each; with revision and journal position if it was published."""
    notes = [
        _(
            "An incident is one event, told by one or more reports; it counts when a source asserts"
            " it and the mission has not set it aside."
        ),
        _("The mission day ends at %(cut_off)s (%(zone)s); what happened later is of the next one.")
        % {"cut_off": content["method"]["cut_off"], "zone": content["window"]["time_zone"]},
        _(
            "Unknown is not zero: sums are “at least”, and a post that was not heard of has no"
            " number."
        ),
        _("Of %(expected)s posts that were expected to report, %(reported)s were heard of.")
        % {
            "expected": len(content["coverage"]["expected"]),
            "reported": len(content["coverage"]["reported"]),
        },
        _(
            "An allegation is what a source says; only a published finding says what the mission"
            " holds to be so."
        ),
        _(
            "Positions in public are coarsened. Late data make the next revision, which lists what"
            " changed; a published revision never changes."
        ),
    ]
    if report is not None:
        words = _(
            "Revision %(revision)s, made from the record up to journal position %(position)s."
        )
        values = {"revision": report.revision, "position": report.journal_position}
        notes.append(words % values)
    return [*notes, _licence(content)]


def _licence(content: Mapping[str, Any]) -> str:
    return _("Licence: %(licence)s.") % {"licence": content["method"]["licence"]}


def single_notes(content: Mapping[str, Any], report: DailyReport) -> list[str]:
    """The note of a flash or a spot report, a sentence each."""
    first = (
        _("A snapshot of what is recorded of these incidents; a later spot report supersedes it.")
        if content["verified"]
        else _("A first account, made by itself; the mission has not verified it.")
    )
    position = _("Made from the record up to journal position %(position)s.")
    return [
        first,
        _("Unknown is not zero: sums are “at least”. Positions in public are coarsened."),
        position % {"position": report.journal_position},
        _licence(content),
    ]
