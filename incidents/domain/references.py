"""References in a report's content, resolved to rows of the same mission."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from incidents.domain.content import ReportContent
from incidents.domain.content_checks import Problem
from incidents.models import Report
from parties.models import Mission, Party, Place, Post


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


def resolve_references(
    content: ReportContent, mission: Mission
) -> tuple[References, list[Problem]]:
    """Return the rows that ``content`` names, and a problem for each that is missing."""
    found = References(mission)
    parties = _parties_named(content)
    found.sides = parties
    found.source_party = parties.get(content.source_party)
    found.alleged_party = parties.get(content.alleged_party)
    if content.post:
        found.post = Post.objects.filter(mission=mission, code=content.post).first()
    if content.place:
        found.place = Place.objects.filter(code=content.place).first()
    found.same_event_as = _first_report(content.same_event_as, mission)
    found.corrects = _first_report(content.corrects, mission)
    return found, list(_missing(content, found))


def _parties_named(content: ReportContent) -> dict[str, Party]:
    codes = {content.source_party, content.alleged_party}
    codes |= {line.side for line in content.casualties}
    codes.discard("")
    safe = [code for code in codes if "\x00" not in code]
    return {p.code: p for p in Party.objects.filter(code__in=safe)} if safe else {}


def _first_report(report_id: UUID | None, mission: Mission) -> Report | None:
    if report_id is None:
        return None
    return Report.objects.filter(report_id=report_id, mission=mission).order_by("key").first()


def _missing(content: ReportContent, found: References) -> Iterator[Problem]:
    message = _("There is nothing with this code in this mission.")
    for name in ("post", "place", "source_party", "alleged_party", "same_event_as", "corrects"):
        if getattr(content, name) and getattr(found, name) is None:
            yield Problem(name, message, "unknown")
    for index, line in enumerate(content.casualties):
        if line.side and line.side not in (found.sides or {}):
            yield Problem(f"casualties.{index}.side", message, "unknown")
