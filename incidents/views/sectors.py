"""Sectors of an incident on its page: drawn on the map, and the same in words and a table."""

from typing import Any

from django.utils.translation import gettext as _

from incidents.domain.queries.sectors import Sectors, SeenFrom
from incidents.geo.sector import Spot

PLACES = 5


def sectors_shown(found: Sectors) -> dict[str, Any] | None:
    """The rows of the table, and what the sectors share; nothing when there is none."""
    if not found.seen:
        return None
    meeting = found.meeting and {
        "middle": found.meeting.middle,
        "grid": found.grid,
        "reach": _("± %(km)s km") % {"km": _km(found.meeting.reach_m)},
    }
    rows = [_row(one) for one in found.seen]
    return {"rows": rows, "contradict": found.contradict, "meeting": meeting}


def areas_of(found: Sectors) -> list[dict[str, Any]]:
    """The outlines for the map, that of the meeting last."""
    drawn = [_area("sector", one.sector.outline) for one in found.seen]
    if found.meeting:
        drawn.append(_area("meeting", found.meeting.outline))
    return drawn


def _area(kind: str, outline: list[Spot]) -> dict[str, Any]:
    return {"kind": kind, "outline": [[round(part, PLACES) for part in spot] for spot in outline]}


def _row(one: SeenFrom) -> dict[str, Any]:
    sector = one.sector
    return {
        "row": one.report,
        "origin": one.origin,
        "is_post": one.is_post,
        "bearing": f"{round(sector.bearing) % 360:03d}° ± {sector.spread:.0f}°",
        "range": _("%(near)s–%(far)s km") % {"near": _km(sector.near_m), "far": _km(sector.far_m)},
    }


def _km(metres: float) -> str:
    return f"{metres / 1000:.1f}"
