"""The history of an incident in words: who, what, when, why, and what changed."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Model
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from incidents.domain.queries.history import HistoryEntry, history_of
from incidents.domain.queries.who import Who
from incidents.enums import Action, Status
from incidents.judgements import FindingStatus
from incidents.models import Incident, Report
from incidents.views.words import casualty_words
from parties.domain.acting import Actor

ACTIONS = {str(code): label for code, label in Action.choices}
STATUSES = {str(code): label for code, label in (*Status.choices, *FindingStatus.choices)}


def history_context(incident: Incident, actor: Actor) -> dict[str, Any]:
    """The history as its readers are told; empty for everybody else."""
    return {"history": [_shown(entry) for entry in history_of(actor, incident)]}


def _shown(entry: HistoryEntry) -> dict[str, Any]:
    return {
        "at": entry.at,
        "title": str(ACTIONS.get(entry.action, entry.action)).capitalize(),
        "what": _what(entry),
        "who": who_words(entry.who),
        "reason": entry.reason,
        "changes": [
            change_words(entry.earlier, entry.report, change.field) for change in entry.changes
        ],
    }


def _what(entry: HistoryEntry) -> str:
    told = entry.details
    if "from" in told or "to" in told:
        before, after = (
            STATUSES.get(told.get(name, ""), told.get(name, "…")) for name in ("from", "to")
        )
        return f"{before} → {after}"
    if "version" in told:
        return _("version %(number)s") % {"number": told["version"]}
    if entry.action in (Action.DAY_PUBLISHED, Action.DAY_RELEASED):
        return _("%(day)s, revision %(number)s") % {
            "day": told["mission_day"],
            "number": told["revision"],
        }
    return entry.report.reference if entry.report else ""


def who_words(who: Who | None) -> str:
    """Role and party, such as “duty officer, North”; “you” to people themselves."""
    if who is None:
        return _("the system")
    held = [
        ", ".join(filter(None, (one.get_role_display(), str(one.party or ""))))
        for one in who.appointments
    ]
    return " · ".join([_("you")] * who.is_you + held) or _("somebody whose appointment ended")


def change_words(earlier: Report | None, later: Report | None, field: str) -> dict[str, str]:
    """What a field of a report was before and is after, in words."""
    return {
        "field": _label(field),
        "before": _value(earlier, field) or _("not stated"),
        "after": _value(later, field) or _("not stated"),
    }


def _label(field: str) -> str:
    if field == "casualties":
        return _("Casualties")
    return str(Report._meta.get_field(field).verbose_name).capitalize()  # type: ignore[union-attr]


def _value(report: Report | None, field: str) -> str:
    if report is None:
        return ""
    if field == "casualties":
        return "; ".join(_casualties(report))
    display = getattr(report, f"get_{field}_display", None)
    return _written(display() if display else getattr(report, field), report.mission.time_zone)


def _casualties(report: Report) -> list[str]:
    lines = map(casualty_words, report.casualties.all())
    return ["{outcome}: {number} ({persons}, {side})".format(**line) for line in lines]


def _written(value: Any, zone: str) -> str:
    if isinstance(value, datetime):
        local = localtime(value, ZoneInfo(zone))
        return f"{date_format(local, 'SHORT_DATE_FORMAT')}, {local:%H:%M:%S}"
    if value is None or isinstance(value, (str, Model)):
        return str(value or "")
    return f"{value:f}" if hasattr(value, "quantize") else str(value)
