"""References in a report's content, resolved to rows of the same mission."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from incidents.domain.content import ReportContent
from incidents.domain.content_checks import Problem
from incidents.domain.desk import Desk
from incidents.domain.writing import looking_beyond
from incidents.ledger.canonical import is_text
from incidents.models import Report
from parties.models import Mission, Party, Place, Post

Row = TypeVar("Row", bound=Model)


@dataclass(slots=True)
class References:
    """The rows that a report's content names by code or id."""

    mission: Mission
    post: Post | None = None
    place: Place | None = None
    source_party: Party | None = None
    alleged_party: Party | None = None
    same_event_as: Report | None = None
    corrects: Report | None = None
    sides: dict[str, Party] | None = None


def mission_named(code: str, desk: Desk | None = None) -> Mission:
    """Return the mission with a code.

    Raises:
        ValidationError: there is none.

    """
    mission = (desk or Desk()).mission(code) if _is_code(code) else None
    if mission is None:
        message = _("There is no such mission.")
        raise ValidationError({"mission": [ValidationError(message, "unknown")]})
    return mission


def row_named(rows: QuerySet[Row], code: str) -> Row | None:
    """Return the row with a code; None if the code is empty, unknown or no text."""
    return rows.filter(code=code).first() if code and is_text(code) else None


def nothing_named(field: str) -> Problem:
    """Return the problem of a code or id that names nothing."""
    return Problem(field, _("There is nothing with this code in this mission."), "unknown")


def resolve_references(
    content: ReportContent, mission: Mission, desk: Desk | None = None
) -> tuple[References, list[Problem]]:
    """Return the rows that ``content`` names, and a problem for each that is missing."""
    desk = desk or Desk()
    found = References(mission)
    parties = _parties_named(content, desk)
    found.sides = parties
    found.source_party = parties.get(content.source_party)
    found.alleged_party = parties.get(content.alleged_party)
    found.post = desk.post(mission, content.post) if _is_code(content.post) else None
    found.place = desk.place(content.place) if _is_code(content.place) else None
    found.same_event_as = first_report(content.same_event_as, mission)
    found.corrects = first_report(content.corrects, mission)
    return found, list(_missing(content, found))


def _is_code(code: str) -> bool:
    return bool(code) and is_text(code)


def _parties_named(content: ReportContent, desk: Desk) -> dict[str, Party]:
    codes = {content.source_party, content.alleged_party}
    codes |= {line.side for line in content.casualties}
    safe = [code for code in codes if _is_code(code)]
    return desk.parties(safe) if safe else {}


def first_report(report_id: UUID | None, mission: Mission) -> Report | None:
    """Return the report that was filed first with an id at a mission, whoever may read it."""
    if report_id is None:
        return None
    rows = Report.objects.filter(report_id=report_id, mission=mission)
    with looking_beyond():
        return rows.order_by("key").first()


def _missing(content: ReportContent, found: References) -> Iterator[Problem]:
    for name in ("post", "place", "source_party", "alleged_party", "same_event_as", "corrects"):
        if getattr(content, name) and getattr(found, name) is None:
            yield nothing_named(name)
    for index, line in enumerate(content.casualties):
        if line.side and line.side not in (found.sides or {}):
            yield nothing_named(f"casualties.{index}.side")
