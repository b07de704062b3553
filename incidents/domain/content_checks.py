"""Checks on the content of a report: each names its field and says what to do."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from incidents import enums
from incidents.categories import Category
from incidents.damage import Damage
from incidents.domain.content import CasualtyContent, ReportContent
from incidents.geo.position import on_earth, seem_swapped
from incidents.ledger.canonical import is_text
from incidents.ledger.uuid7 import is_uuid7
from incidents.models import Casualty, Report
from parties.models import Mission

CLOCK_SKEW = timedelta(minutes=10)
EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
LONGEST_NARRATIVE = 20_000
LARGEST_COUNT = 1_000_000
MOST_CASUALTY_LINES = 50

CODE_LISTS: dict[str, frozenset[str]] = {
    "kind": frozenset(enums.ReportKind.values),
    "scope": frozenset(enums.Scope.values),
    "stance": frozenset(enums.Stance.values),
    "source_kind": frozenset(enums.SourceKind.values),
    "time_precision": frozenset(enums.TimePrecision.values),
    "date_basis": frozenset(enums.DateBasis.values),
    "position_precision": frozenset(enums.PositionPrecision.values),
    "category": frozenset(Category.values),
    "signature": frozenset(enums.Signature.values) | {""},
    "means": frozenset(enums.Means.values) | {""},
    "direction": frozenset(enums.Direction.values) | {""},
    "weapon": frozenset(enums.Weapon.values) | {""},
    "damage": frozenset(Damage.values) | {""},
    "count_qualifier": frozenset(enums.CountQualifier.values),
    "count_unit": frozenset(enums.CountUnit.values) | {""},
    "outcome": frozenset(enums.Outcome.values),
    "person_kind": frozenset(enums.PersonKind.values),
}


class Problem(NamedTuple):
    """One thing wrong with a field: what, and a stable code for it."""

    field: str
    message: str
    code: str


def refuse(problems: Iterable[Problem]) -> None:
    """Raise a ValidationError that names each field, if there is any problem."""
    by_field: dict[str, list[ValidationError]] = defaultdict(list)
    for problem in problems:
        by_field[problem.field].append(ValidationError(problem.message, problem.code))
    if by_field:
        raise ValidationError(dict(by_field))


def problems_of(content: ReportContent, mission: Mission, now: datetime) -> Iterator[Problem]:
    """Yield what is wrong with the content itself, references aside."""
    if not is_uuid7(content.report_id):
        yield Problem("report_id", _("The report id must be a UUID of version 7."), "uuid7")
    yield from text_problems(content, Report)
    yield from address_problems(content.source_url)
    yield from code_problems(content)
    yield from time_problems(content, now)
    yield from position_problems(content, mission)
    yield from sighting_problems(content)
    yield from count_problems(content)
    yield from casualty_problems(content.casualties)
    yield from observation_problems(content)


def text_problems(
    content: object, model: type[Report | Casualty], prefix: str = ""
) -> Iterator[Problem]:
    """Yield texts that cannot be stored: too long, or with impossible characters."""
    for name, longest in _longest(model, type(content)):  # type: ignore[arg-type]
        value = getattr(content, name)
        if not isinstance(value, str):
            continue
        if not is_text(value):
            yield Problem(prefix + name, no_text_message(), "characters")
        if len(value) > longest:
            message = _("Shorten this to %(longest)s characters.") % {"longest": longest}
            yield Problem(prefix + name, message, "max_length")


def no_text_message() -> str:
    """Return what to say of a string with impossible characters."""
    return _("Remove the characters that are no text (NUL or half a character).")


def problems_of_reason(reason: str, longest: int) -> list[Problem]:
    """Return what is wrong with a reason that must be given."""
    if not reason.strip():
        return [Problem("reason", _("Give a reason."), "required")]
    if not is_text(reason):
        return [Problem("reason", no_text_message(), "characters")]
    if len(reason) > longest:
        return [Problem("reason", _("Shorten the reason."), "max_length")]
    return []


def address_problems(url: str) -> Iterator[Problem]:
    """Yield an address that is none of a web page; it will be shown as a link."""
    try:
        if url:
            URLValidator(schemes=["http", "https"])(url)
    except ValidationError:
        message = _("Give a complete address that begins with https:// or http://.")
        yield Problem("source_url", message, "invalid")


@cache
def _longest(model: type[Report | Casualty], content: type) -> list[tuple[str, int]]:
    """Return the names of what may be a text, each with the length that can be stored."""
    texts = [field.name for field in fields(content) if field.type is str]
    longest = [getattr(model._meta.get_field(name), "max_length", None) for name in texts]
    return [(name, most or LONGEST_NARRATIVE) for name, most in zip(texts, longest, strict=True)]


def code_problems(content: object, prefix: str = "") -> Iterator[Problem]:
    """Yield codes that are in no code list."""
    for name in _coded(type(content)):  # type: ignore[arg-type]
        if getattr(content, name) not in CODE_LISTS[name]:
            yield Problem(prefix + name, _("Choose one of the listed values."), "choice")


@cache
def _coded(content: type) -> list[str]:
    return [field.name for field in fields(content) if field.name in CODE_LISTS]


def time_problems(content: ReportContent, now: datetime) -> Iterator[Problem]:
    """Yield times that cannot be: in the future, before 1900, or backwards."""
    for name in ("occurred_from", "occurred_until"):
        moment = getattr(content, name)
        if moment is None:
            continue
        if moment.tzinfo is None:
            yield Problem(name, _("Give this time with its zone."), "zone")
            return
        if moment > now + CLOCK_SKEW:
            yield Problem(name, _("This time is in the future; check date and time."), "future")
        if moment < EARLIEST:
            yield Problem(name, _("This time is before 1900; check the year."), "too_early")
    begins, ends = content.occurred_from, content.occurred_until
    if ends is not None and (begins is None or ends < begins):
        yield Problem("occurred_until", _("The end must not be before the beginning."), "order")
    if begins is None and content.time_precision != enums.TimePrecision.T0:
        message = _("Give a time, or say that the time is not known.")
        yield Problem("occurred_from", message, "required")


def position_problems(content: ReportContent, mission: Mission) -> Iterator[Problem]:
    """Yield positions that are half given, off the earth or probably exchanged."""
    lat, lon = content.lat, content.lon
    if (lat is None) != (lon is None):
        missing = "lat" if lat is None else "lon"
        message = _("Give both latitude and longitude, or neither.")
        yield Problem(missing, message, "required")
        return
    if lat is None or lon is None:
        return
    yield from _bounds_problems(lat, lon)
    if on_earth(lat, lon) and seem_swapped(lat, lon, mission.centre_lat, mission.centre_lon):
        message = _("Latitude and longitude seem to be exchanged.")
        yield Problem("lat", message, "swapped")
    if content.position_precision == enums.PositionPrecision.P0:
        message = _("Say how well the position is known.")
        yield Problem("position_precision", message, "required")


def sighting_problems(content: ReportContent) -> Iterator[Problem]:
    """Yield bearings and ranges that no compass and no ear gives."""
    for name, most in (("bearing", 360), ("bearing_spread", 180)):
        degrees = getattr(content, name)
        if degrees is not None and not (degrees.is_finite() and 0 <= degrees <= most):
            message = _("This lies between 0 and %(most)s degrees.") % {"most": most}
            yield Problem(name, message, "range")
    for name in ("range_from_m", "range_to_m"):
        yield from _number_problems(name, getattr(content, name))
    low, high = content.range_from_m, content.range_to_m
    if low is not None and high is not None and high < low:
        yield Problem("range_to_m", _("The upper end must not be below the lower."), "order")


def _bounds_problems(lat: Decimal, lon: Decimal) -> Iterator[Problem]:
    if not on_earth(lat, Decimal(0)):
        yield Problem("lat", _("Latitude lies between -90 and 90 degrees."), "range")
    if not on_earth(Decimal(0), lon):
        yield Problem("lon", _("Longitude lies between -180 and 180 degrees."), "range")


def count_problems(content: ReportContent) -> Iterator[Problem]:
    """Yield counts without unit or qualifier, negative, huge or backwards."""
    for name in ("count_low", "count_high", "posts_watching"):
        yield from _number_problems(name, getattr(content, name))
    low, high = content.count_low, content.count_high
    if high is not None and (low is None or high < low):
        yield Problem("count_high", _("The upper end must not be below the count."), "order")
    if content.count_qualifier == enums.CountQualifier.RANGE and high is None:
        yield Problem("count_high", _("A range needs its upper end."), "required")
    if low is None:
        return
    if not content.count_unit:
        yield Problem("count_unit", _("Say what was counted."), "required")
    if content.count_qualifier in ("unknown", "multiple"):
        yield Problem("count_qualifier", _("Say how exact the count is."), "required")


def _number_problems(name: str, number: int | None) -> Iterator[Problem]:
    if number is None:
        return
    if number < 0:
        yield Problem(name, _("This must not be negative."), "min_value")
    if number > LARGEST_COUNT:
        yield Problem(name, _("This is more than can be counted here."), "max_value")


def casualty_problems(lines: tuple[CasualtyContent, ...]) -> Iterator[Problem]:
    """Yield what is wrong with the casualty lines, named by line."""
    if len(lines) > MOST_CASUALTY_LINES:
        yield Problem("casualties", _("There are too many casualty lines."), "max_length")
        return
    for index, line in enumerate(lines):
        prefix = f"casualties.{index}."
        yield from text_problems(line, Casualty, prefix)
        yield from code_problems(line, prefix)
        for name in ("low", "best", "high"):
            yield from _number_problems(prefix + name, getattr(line, name))
        numbers = [n for n in (line.low, line.best, line.high) if n is not None]
        if numbers != sorted(numbers):
            message = _("“At least” must not exceed the number, nor the number “at most”.")
            yield Problem(prefix + "low", message, "order")


def observation_problems(content: ReportContent) -> Iterator[Problem]:
    """Yield what an observation by a post lacks."""
    if content.kind != enums.ReportKind.OBSERVATION:
        return
    if content.source_kind == enums.SourceKind.OWN_POST and not content.post:
        yield Problem("post", _("Choose the post that observed it."), "required")
