"""Incidents as marks on a map, from what the actor sees of them."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from incidents.views.seen import IncidentSeen


def incident_marks(seen: Iterable[IncidentSeen]) -> list[dict[str, Any]]:
    """Marks of the incidents whose position may be shown."""
    return [_mark(one, one.position) for one in seen if one.position]


def _mark(one: IncidentSeen, position: tuple[float, float]) -> dict[str, Any]:
    row = one.row
    return {
        "lat": position[0],
        "lon": position[1],
        "severity": row.severity,
        "title": f"{row.get_category_display()}, {one.when}",
        "lines": [
            one.where,
            f"{row.get_severity_display()} · {row.get_status_display()}",
            _("position: %(precision)s") % {"precision": one.precision},
        ],
        "url": one.url,
    }
