"""The page of a daily report that a worker sets on paper, in one language and naming policy."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import qrcode
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from qrcode.constants import ERROR_CORRECT_M

from incidents.domain.queries.daily import published_content
from incidents.exchange.svg_map import WIDTH, frame_around, outline_of, paths_of, points_in
from incidents.models import DailyReport, PrintedReport
from incidents.views.daily_page import MOST_ROWS, day_context, label_words
from incidents.views.daily_signoff import signing_context
from parties.domain.acting import Actor
from parties.domain.naming_policy import policy_named
from parties.models import Mission
from parties.naming import PAIR, naming

STATIC = Path(settings.BASE_DIR) / "static"


def page_of(row: PrintedReport) -> str:
    """Return the whole page as HTML; it names nothing outside but fonts."""
    report = row.report
    policy = policy_named(row.names) or PAIR
    with translation.override(row.language), naming(lambda: policy):
        return render_to_string("incidents/paper/daily.html", _context(report, row))


def _context(report: DailyReport, row: PrintedReport) -> dict[str, Any]:
    mission, content = report.mission, published_content(report)
    shown = {**content, "incidents": content["incidents"][:MOST_ROWS]}
    verify = row.address + reverse("daily_verify", args=[report.content_hash])
    annex = signing_context(Actor(), report)
    return (
        day_context(report.mission_day, content, report)
        | annex
        | {
            "mission": mission,
            "report": report,
            "language": row.language,
            "label": label_words(report, mission),
            "made_at": timezone.now(),
            "css": (STATIC / "css" / "paper.css").read_text("utf-8"),
            "address": row.address,
            "verify": verify,
            "square": square_of(verify),
            "map": map_of(mission, shown),
        }
    )


def square_of(address: str) -> dict[str, Any]:
    """A QR code as one path of SVG, and how many units it is wide."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=2)
    code.add_data(address)
    matrix = code.get_matrix()
    dark = (
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(matrix)
        for x, is_dark in enumerate(row)
        if is_dark
    )
    return {"size": len(matrix), "path": "".join(dark)}


@cache
def _basemap() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((STATIC / "map" / "basemap.geojson").read_text())[
        "features"
    ]
    return found


def map_of(mission: Mission, content: Mapping[str, Any]) -> dict[str, Any] | None:
    """The zone and the incidents by their numbers; None if there is nothing to frame."""
    located = [
        (number, (float(row["lon"]), float(row["lat"])))
        for number, row in enumerate(content["incidents"], 1)
        if row["lat"] is not None
    ]
    zone = list(points_in(mission.zone)) if mission.zone else []
    frame = frame_around([*zone, *(point for _number, point in located)])
    if frame is None:
        return None
    return {
        "width": WIDTH,
        "height": frame.height,
        "paths": paths_of(_basemap(), frame),
        "zone": outline_of(mission.zone, frame) if mission.zone else "",
        "marks": [_mark(number, frame.place(point)) for number, point in located],
        "unplaced": len(content["incidents"]) - len(located),
    }


def _mark(number: int, at: tuple[float, float]) -> dict[str, Any]:
    return {"number": number, "x": at[0], "y": at[1], "text_y": round(at[1] + 4, 1)}
