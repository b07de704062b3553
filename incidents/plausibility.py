"""Hints that an account may hold a slip: they warn and are kept, and never refuse anything.

Codes are those of ``enums``. Rules of thumb on the safe side: what they doubt is nearly
always a wrong digit, a wrong day or a wrong choice. Distances are in kilometres, speeds in
km/h, positions in degrees on WGS 84.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from math import asin, atan2, cos, degrees, pi, radians, sin

from incidents.geo.position import distance_km

Point = tuple[float, float]
# How far people hear and see at most, in calm air and open country.
HEARD_KM: dict[str, float] = {
    **dict.fromkeys(("small_arms", "sniper_rifle", "grenade", "rpg_recoilless"), 8.0),
    **dict.fromkeys(
        ("heavy_machine_gun", "automatic_grenade_launcher", "cannon_ifv", "atgm"), 12.0
    ),
    **dict.fromkeys(("mortar", "tank"), 20.0),
    **dict.fromkeys(("howitzer", "anti_air"), 40.0),
    **dict.fromkeys(("uav_recon", "loitering_munition", "fpv"), 5.0),
}
HEARD_BY_KIND_KM = {"FIR": 12.0, "IND-MOR": 20.0, "FIR-SAL": 8.0, "FIR-SNP": 8.0}
HEARD_AT_ALL_KM = 60.0
SEEN_KM: dict[str, float] = {
    "seen_by_eye": 15.0,
    "seen_with_optics": 40.0,
    "night_vision": 10.0,
    "thermal_camera": 25.0,
}
# Seen without light of their own, so not by the bare eye at night.
DARK = {
    "vehicle_movement",
    "personnel_presence",
    "engineering_works",
    "crater_or_damage",
    "smoke_or_fire",
}
WATCHED_KM = 60.0  # no post looks further than this
FASTEST_KMH = 120.0
NIGHT = -6.0  # the sun's height at the end of civil twilight, degrees
NEAREST_MOVE_KM = 2.0  # closer than that, two reports may be of one spot
FOG = re.compile(
    r"\b(?:fog\w*|mist\w*|brouillard\w*|brume\w*|туман\w*|sisli|sis|sisin|duman\w*|մառախուղ\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What plausibility looks at of one report; None and "" are not known."""

    category: str = ""
    means: str = ""
    signature: str = ""
    weapon: str = ""
    source_kind: str = ""
    at: datetime | None = None
    to_the_hour: bool = False
    position: Point | None = None
    seen_from: Point | None = None
    blur_km: float = 0.0  # how far the true position may lie from the one given
    narrative: str = ""
    last_at: datetime | None = None  # the same post's last report of the same kind
    last_position: Point | None = None


def hints_on(account: Account) -> tuple[str, ...]:
    """Return what may be wrong with an account, in the order of the code list."""
    doubts = {
        "heard_too_far": _heard_too_far,
        "seen_too_far": _seen_too_far,
        "seen_in_fog": _seen_in_fog,
        "seen_in_dark": _seen_in_dark,
        "outside_sector": _outside_sector,
        "moved_too_fast": _moved_too_fast,
    }
    return tuple(hint for hint, doubt in doubts.items() if doubt(account))


def sun_height(at: datetime, point: Point) -> float:
    """Return the sun's height above the horizon in degrees, right to about one degree.

    After the low-precision formulas of the Astronomical Almanac, without refraction.
    """
    days = (at.astimezone(UTC) - datetime(2000, 1, 1, 12, tzinfo=UTC)).total_seconds() / 86_400
    mean = radians((357.528 + 0.9856003 * days) % 360)
    ecliptic = radians((280.460 + 0.9856474 * days + 1.915 * sin(mean)) % 360)
    tilt = radians(23.439 - 0.0000004 * days)
    declination = asin(sin(tilt) * sin(ecliptic))
    equation = degrees(
        radians((280.460 + 0.9856474 * days) % 360) - _right_ascension(ecliptic, tilt)
    )
    hours = (days % 1.0) * 360 + point[1] + (equation + 180) % 360 - 180
    lat, angle = radians(point[0]), radians(hours)
    return degrees(asin(sin(lat) * sin(declination) + cos(lat) * cos(declination) * cos(angle)))


def _right_ascension(ecliptic: float, tilt: float) -> float:
    return atan2(cos(tilt) * sin(ecliptic), cos(ecliptic)) % (2 * pi)


def _distance(account: Account) -> float | None:
    """How far away it was at least."""
    if account.position is None or account.seen_from is None:
        return None
    return max(0.0, distance_km(account.position, account.seen_from) - account.blur_km)


def _heard_too_far(account: Account) -> bool:
    distance = _distance(account)
    if account.means != "heard" or distance is None:
        return False
    by_kind = HEARD_BY_KIND_KM.get(account.category, HEARD_BY_KIND_KM.get(account.category[:3]))
    return distance > HEARD_KM.get(account.weapon, by_kind or HEARD_AT_ALL_KM)


def _seen_too_far(account: Account) -> bool:
    distance = _distance(account)
    return distance is not None and distance > SEEN_KM.get(account.means, distance)


def _seen_in_fog(account: Account) -> bool:
    return account.means in ("seen_by_eye", "seen_with_optics") and bool(
        FOG.search(account.narrative)
    )


def _seen_in_dark(account: Account) -> bool:
    """Only what gives no light: a muzzle flash or tracer is seen best at night."""
    where = account.position or account.seen_from
    if account.means != "seen_by_eye" or account.at is None or where is None:
        return False
    dark = account.signature in DARK and account.to_the_hour
    return dark and sun_height(account.at, where) < NIGHT


def _outside_sector(account: Account) -> bool:
    distance = _distance(account)
    own = account.source_kind == "own_post"
    return own and distance is not None and distance > WATCHED_KM


def _moved_too_fast(account: Account) -> bool:
    """A patrol, or what moves on the ground, since the same post's last report."""
    moves = account.source_kind == "own_patrol" or account.category.startswith("GRD")
    if not moves or None in (account.at, account.last_at, account.position, account.last_position):
        return False
    way = distance_km(account.position, account.last_position) - account.blur_km  # type: ignore[arg-type]
    hours = abs((account.at - account.last_at).total_seconds()) / 3600  # type: ignore[operator]
    return way > NEAREST_MOVE_KM and way > FASTEST_KMH * hours
