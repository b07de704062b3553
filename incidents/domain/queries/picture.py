"""The picture: incidents as points on a map, as exact as the reader may see them."""

from typing import Any

from django.db.models import QuerySet

from incidents.models import Incident
from incidents.rules import readable_groups
from parties.domain.acting import Actor
from parties.models import Mission

MOST_POINTS = 5000


def points_of(
    actor: Actor, mission: Mission, incidents: QuerySet[Incident]
) -> list[dict[str, Any]]:
    """Return up to 5,000 incidents with a position as plain points.

    Each has id, reference, category, status, severity, mission day (ISO), latitude,
    longitude (degrees) and precision. Readers without the exact position get the
    coarse one.
    """
    exact = "exact_position" in readable_groups(actor, mission.pk)
    lat, lon = ("lat", "lon") if exact else ("public_lat", "public_lon")
    rows = incidents.filter(**{f"{lat}__isnull": False}).values(
        "id",
        "reference",
        "category",
        "status",
        "severity",
        "mission_day",
        "report_count",
        "position_precision",
        lat,
        lon,
    )
    return [_point(row, lat, lon) for row in rows[:MOST_POINTS]]


def _point(row: dict[str, Any], lat: str, lon: str) -> dict[str, Any]:
    day = row["mission_day"]
    return {
        "id": str(row["id"]),
        "reference": row["reference"],
        "category": row["category"],
        "status": row["status"],
        "severity": row["severity"],
        "day": day.isoformat() if day else None,
        "reports": row["report_count"],
        "precision": row["position_precision"],
        "lat": float(row[lat]),
        "lon": float(row[lon]),
    }
