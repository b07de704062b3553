"""What a camera wrote beside what was typed: told to duty officers, and never a refusal."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from incidents.domain.queries.likeness import RADIUS
from incidents.enums import PositionPrecision, TimePrecision
from incidents.files.exif import Basis, point_of, taken_of
from incidents.geo.position import distance_km
from incidents.models import Evidence, Report

FAR_KM = 10.0
LATE_MINUTES = 60
CLOCK_KNOWN = frozenset({TimePrecision.T1, TimePrecision.T2, TimePrecision.T3})
MINUTES_A_DAY = 24 * 60
ROUND_HOUR = 10
FURTHEST_ZONE = 15


@dataclass(frozen=True, slots=True)
class Compared:
    """What a camera says, how far that is from what was typed, and what to look at.

    Distances in kilometres, to the nearer of the position told and the post; differences
    in minutes, negative before the event.
    """

    taken_at: datetime | None = None
    basis: Basis | None = None
    minutes: int | None = None
    point: tuple[float, float] | None = None
    km: float | None = None
    warnings: tuple[str, ...] = ()


def compared_with_report(evidence: Evidence) -> Compared | None:
    """Compare what was found in a file with its report; nothing if nothing was found."""
    inspection = getattr(evidence.file, "inspection", None)
    if inspection is None:
        return None
    report, zone = evidence.report, ZoneInfo(evidence.report.mission.time_zone)
    taken, point = taken_of(inspection.tags, inspection.gps, zone), point_of(inspection.gps)
    if taken is None and point is None:
        return None
    minutes = _minutes(taken.at, report) if taken else None
    km = _km(point, report) if point else None
    assumed = taken is not None and taken.basis in ("header", "assumed")
    return Compared(
        taken_at=taken.at if taken else None,
        basis=taken.basis if taken else None,
        minutes=minutes,
        point=point,
        km=km,
        warnings=(*_of_time(minutes, report, assumed=assumed), *_of_place(km, report)),
    )


def _minutes(taken: datetime, report: Report) -> int | None:
    begun = report.occurred_from
    if begun is None:
        return None
    ended = max(report.occurred_until or begun, begun)
    apart = taken - begun if taken < begun else max(taken - ended, timedelta(0))
    return round(apart.total_seconds() / 60)


def _km(point: tuple[float, float], report: Report) -> float | None:
    post = report.post
    pairs = [(report.lat, report.lon), (post.lat, post.lon) if post else (None, None)]
    known = [(float(lat), float(lon)) for lat, lon in pairs if lat is not None and lon is not None]
    return min((distance_km(point, other) for other in known), default=None)


def _of_time(minutes: int | None, report: Report, *, assumed: bool) -> list[str]:
    exact = TimePrecision(report.time_precision) in CLOCK_KNOWN
    allowed = LATE_MINUTES if exact else MINUTES_A_DAY * 31
    if minutes is None or abs(minutes) <= allowed:
        return []
    said = {"minutes": abs(minutes)}
    words = (
        _("Taken %(minutes)s minutes before the time told.")
        if minutes < 0
        else _("Taken %(minutes)s minutes after the time told.")
    )
    hours, beside = divmod(abs(minutes) + ROUND_HOUR, 60)
    if assumed and beside <= 2 * ROUND_HOUR and hours < FURTHEST_ZONE:
        zone = _("It is off by whole hours (%(hours)s): perhaps its clock is set to another zone.")
        return [words % said, zone % {"hours": hours}]
    return [words % said]


def _of_place(km: float | None, report: Report) -> list[str]:
    reach = FAR_KM + RADIUS.get(PositionPrecision(report.position_precision), 0.0)
    if km is None or km <= reach:
        return []
    words = _("Taken %(km)s km from the position told and from the post.")
    return [words % {"km": f"{km:.0f}"}]
