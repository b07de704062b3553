"""Likeness: how much two reports sound like one event, and why, in words.

Only what is known counts: an unknown time, place or category neither joins two
reports nor keeps them apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incidents.categories import Category
from incidents.enums import Outcome, PositionPrecision, TimePrecision
from incidents.geo.position import distance_km
from incidents.models import Report
from parties.naming import fold_name

P, T = PositionPrecision, TimePrecision
# How far a position may be from the event, in kilometres, with the way that sound goes.
RADIUS = {P.P1: 2.0, P.P2: 2.0, P.P3: 3.0, P.P4: 5.0, P.P5: 12.0, P.P6: 30.0, P.P7: 80.0}
NEAR_KM = 15.0
# How long after the stated instant the event may still be, and how sure its beginning is.
LENGTH = {
    T.T1: timedelta(minutes=10),
    T.T2: timedelta(minutes=30),
    T.T3: timedelta(hours=1),
    T.T4: timedelta(hours=6),
    T.T5: timedelta(days=1),
    T.T6: timedelta(days=7),
    T.T7: timedelta(days=31),
}
SHORT, ABOUT_A_DAY = timedelta(hours=6), timedelta(hours=40)
SHORTEST_WORD = 4
NOT_TELLING = frozenset({"district", "direction", "directions", "zones", "border", "line"})
FAR_APART = -1.0
_WORDS = ("narrative", "target_text", "damage_text", "weapon_text")


@dataclass(frozen=True, slots=True)
class Told:
    """What of a report is compared."""

    report: Report
    span: tuple[datetime, datetime] | None
    point: tuple[float, float] | None
    radius: float
    group: str
    names: frozenset[str]
    words: frozenset[str]
    losses: tuple[tuple[str, int], ...]
    files: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Likeness:
    """A score from 0 to 100, and the reasons for it in words."""

    score: int
    reasons: tuple[str, ...]


Part = tuple[float, str]
NOTHING: Part = (0.0, "")


def told_of(
    report: Report,
    aliases: Mapping[int | None, frozenset[str]],
    files: Mapping[int, frozenset[str]] | None = None,
) -> Told:
    """Return what is compared of a report.

    ``aliases`` are the folded names of places, ``files`` the hashes of a report's evidence.
    """
    precision = P(report.position_precision)
    placed = precision in RADIUS and report.lat is not None and report.lon is not None
    group = report.category[:3]
    return Told(
        report=report,
        span=_span(report),
        point=(float(report.lat), float(report.lon)) if placed else None,  # type: ignore[arg-type]
        radius=RADIUS.get(precision, 0.0),
        group="" if group == Category.OTH else group,
        names=_words(f"{report.place_text} {report.area_text}")
        | aliases.get(report.place_id, frozenset()),
        words=_words(
            f"{report.narrative} {report.target_text} {report.damage_text} {report.weapon_text}"
        ),
        losses=_losses(report),
        files=(files or {}).get(report.key, frozenset()),
    )


def likeness(one: Told, other: Told) -> Likeness | None:
    """Compare two reports; None if they cannot tell of the same event."""
    time, place, file = _time(one, other), _place(one, other), _file(one, other)
    if FAR_APART in (time[0], place[0]):
        # One picture of two events is one event told wrongly, or a picture used again.
        return Likeness(round(100 * file[0]), (file[1],)) if file is not NOTHING else None
    parts = [file, time, place, _category(one, other), _wording(one, other), _loss(one, other)]
    reasons = tuple(words for _score, words in parts if words)
    return Likeness(min(round(100 * sum(score for score, _words in parts)), 100), reasons)


def _span(report: Report) -> tuple[datetime, datetime] | None:
    begun, precision = report.occurred_from, T(report.time_precision)
    if begun is None or precision not in LENGTH:
        return None
    ended = max(report.occurred_until or begun, begun)
    early = LENGTH[precision] if precision in (T.T1, T.T2, T.T3) else timedelta(0)
    return begun - early, ended + LENGTH[precision]


def _words(text: str) -> frozenset[str]:
    folded = fold_name(text).split()
    return frozenset(word for word in folded if len(word) >= SHORTEST_WORD) - NOT_TELLING


def _losses(report: Report) -> tuple[tuple[str, int], ...]:
    lines = report.casualties.all()
    return tuple(sorted((line.outcome, line.best) for line in lines if line.best))


def _time(one: Told, other: Told) -> Part:
    if one.span is None or other.span is None:
        return 0.05, ""
    gap = max(one.span[0], other.span[0]) - min(one.span[1], other.span[1])
    if gap > timedelta(0):
        return FAR_APART, ""
    longest = max(end - begin for begin, end in (one.span, other.span))
    if longest <= SHORT:
        return 0.45, _("at the same time")
    if longest <= ABOUT_A_DAY:
        return 0.3, _("on the same day, as far as the times are known")
    return 0.15, _("the times may be the same")


def _place(one: Told, other: Told) -> Part:
    shared = one.names & other.names
    named = (0.1, _("both name %(place)s") % {"place": min(shared)}) if shared else NOTHING
    if one.point is None or other.point is None:
        return named
    apart, reach = distance_km(one.point, other.point), one.radius + other.radius
    if apart > reach:
        return named if shared else (FAR_APART, "")
    words = _("%(km)s km apart, known to %(reach)s km") % {
        "km": f"{apart:.0f}",
        "reach": f"{reach:.0f}",
    }
    return (0.25 if reach <= NEAR_KM else 0.15) + named[0], words


def _category(one: Told, other: Told) -> Part:
    if not (one.group and other.group):
        return 0.05, ""
    if one.group == other.group:
        return 0.15, _("the same kind of event")
    return NOTHING


def _wording(one: Told, other: Told) -> Part:
    shared = (one.words | one.names) & (other.words | other.names)
    alone = shared - (one.names & other.names)
    if not alone:
        return NOTHING
    number = len(alone)
    words = ngettext("%(number)s word in common", "%(number)s words in common", number)
    return min(0.04 * number, 0.16), words % {"number": number}


def _loss(one: Told, other: Told) -> Part:
    if not set(one.losses) & set(other.losses):
        return NOTHING
    outcome, number = min(set(one.losses) & set(other.losses))
    return 0.15, f"{number} {Outcome(outcome).label}"


def _file(one: Told, other: Told) -> Part:
    if not one.files & other.files:
        return NOTHING
    return 0.6, _("the same file came with both")


def same_time(one: Told, other: Told) -> bool:
    """Tell whether two stated times may be one, each as exact as it is known."""
    return _time(one, other)[0] != FAR_APART


def same_place(one: Told, other: Told) -> bool:
    """Tell whether two stated places may be one, each as exact as it is known."""
    if one.point is None or other.point is None:
        return bool(one.names & other.names)
    return _place(one, other)[0] != FAR_APART
