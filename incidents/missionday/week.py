"""Weeks of mission days: which days a week has, and what its report says.

A week's report is made from the reports of its days and of the days before it, and from
nothing else: sums of what they say, in the same shape. What any of those days does not
say, because it was published in an earlier form, the week does not say either.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from incidents.ledger.canonical import Canonical
from incidents.missionday.tally import per_hundred_post_hours
from incidents.missionday.window import ONE_DAY

Content = Mapping[str, Any]
FORM = 1
_BREAKDOWNS = ("category", "area", "post", "status", "severity", "weapon", "provision")
_SUMMED = ("totals", "profiles")


@dataclass(frozen=True, slots=True)
class Week:
    """Some mission days in a row, at most seven, with its number in the year of its last day."""

    first: date
    last: date
    number: int

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1


def weeks_from(first: date, until: date, ends_on: int) -> Iterator[tuple[date, date]]:
    """Yield first and last day of each week, without gap or overlap, up to ``until``.

    Args:
        first: where the first week begins; it is shorter if that is within a week.
        until: the last day that a week may have.
        ends_on: day of the week on which weeks end, 1 for Monday to 7 for Sunday.

    """
    while (last := first + (ends_on - first.isoweekday()) % 7 * ONE_DAY) <= until:
        yield first, last
        first = last + ONE_DAY


def week_content(
    week: Week, days: Sequence[Content], before: Sequence[Content], cited: Sequence[Content]
) -> dict[str, Canonical]:
    """Return what a week's report says.

    Args:
        week: which days.
        days: the content of the report of each day, in order; at least one.
        before: those of as many days before it, as far as there are any.
        cited: revision, number and hash of each of the days' reports.

    """
    newest = days[-1]
    said = set.intersection(*(set(one) for one in (*days, *before)))
    told = {
        "v": FORM,
        "kind": "week",
        "mission": newest["mission"],
        "first_day": week.first.isoformat(),
        "mission_day": week.last.isoformat(),
        "number": week.number,
        "year": week.last.year,
        "window": {**newest["window"], "begins": days[0]["window"]["begins"]},
        "days": [_day(one, source) for one, source in zip(days, cited, strict=True)],
        "totals": _summed(days, "totals"),
        "previous": _summed(before, "totals", like=newest),
        "profiles": _summed(days, "profiles"),
        "previous_profiles": _summed(before, "profiles", like=newest),
        "units": _units(_rows(days, "units")),
        **{f"by_{name}": _ranked(_rows(days, f"by_{name}")) for name in _BREAKDOWNS},
        "coverage": _coverage([one["coverage"] for one in days]),
        "incidents": [
            {**row, "mission_day": one["mission_day"]} for one in days for row in one["incidents"]
        ],
        **{name: _parties(_rows(days, name)) for name in ("alleged", "ruled")},
        **{name: _rows(days, name) for name in ("findings", "dissent")},
        "notified": _notified(_rows(days, "notified")),
        "counters": _counters(_rows(days, "counters"), newest.get("counters", ())),
        "method": newest.get("method"),
    }
    own = {"kind", "first_day", "days"}
    return {name: value for name, value in told.items() if name in said | own}


def _day(content: Content, cited: Content) -> dict[str, Canonical]:
    return {
        **cited,
        "mission_day": content["mission_day"],
        "begins": content["window"]["begins"],
        "ends": content["window"]["ends"],
        "incidents": content["totals"]["incidents"],
    }


def _rows(contents: Iterable[Content], name: str) -> list[Any]:
    return [row for one in contents for row in one.get(name, ())]


def _summed(contents: Iterable[Content], name: str, like: Content | None = None) -> dict[str, int]:
    """Return a record whose numbers are sums; zeros, named like another one, if there is none."""
    told = [one.get(name, {}) for one in contents]
    names = told[0] if told else (like or {}).get(name, {})
    return {key: sum(one.get(key, 0) for one in told) for key in names}


def _ranked(rows: Iterable[Content]) -> list[dict[str, str | int]]:
    numbers = _counted(rows, "code", "incidents")
    ordered = sorted(numbers.items(), key=lambda row: (-row[1], row[0]))
    return [{"code": code, "incidents": number} for code, number in ordered]


def _parties(rows: Iterable[Content]) -> list[dict[str, str | int]]:
    numbers = _counted(rows, "party", "incidents")
    return [{"party": code, "incidents": numbers[code]} for code in sorted(numbers)]


def _notified(rows: Iterable[Content]) -> list[dict[str, str | int]]:
    numbers = _counted(rows, "kind", "lines")
    return [{"kind": kind, "lines": numbers[kind]} for kind in sorted(numbers)]


def _counted(rows: Iterable[Content], name: str, number: str) -> Counter[str]:
    numbers: Counter[str] = Counter()
    for row in rows:
        numbers[row[name]] += row[number]
    return numbers


def _units(rows: Sequence[Content]) -> list[dict[str, str | int | None]]:
    return [
        {
            "unit": unit,
            **{name: sum(row[name] for row in told) for name in ("incidents", "at_least")},
            "at_most": _if_all(row["at_most"] for row in told),
            "unknown": sum(row["unknown"] for row in told),
        }
        for unit, told in _by(rows, "unit")
    ]


def _counters(rows: Sequence[Content], newest: Sequence[Content]) -> list[dict[str, Any]]:
    """Return each counter with its sum of the week; so far is what the last day says."""
    so_far = {row["kind"]: row for row in newest}
    return [
        {
            "kind": kind,
            "number": _of_known(row["number"] for row in told),
            "unknown": sum(row["unknown"] for row in told),
            "so_far": so_far[kind]["so_far"],
            "so_far_unknown": so_far[kind]["so_far_unknown"],
        }
        for kind, told in _by(rows, "kind")
        if kind in so_far
    ]


def _by(rows: Iterable[Content], name: str) -> list[tuple[str, list[Content]]]:
    groups: dict[str, list[Content]] = {}
    for row in rows:
        groups.setdefault(row[name], []).append(row)
    return sorted(groups.items())


def _if_all(numbers: Iterable[int | None]) -> int | None:
    """Return a sum; None as soon as one is not known."""
    told = list(numbers)
    known = [number for number in told if number is not None]
    return sum(known) if len(known) == len(told) else None


def _of_known(numbers: Iterable[int | None]) -> int | None:
    """Return the sum of what is known; None if nothing is."""
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None


def _coverage(days: Sequence[Content]) -> dict[str, Canonical]:
    expected, reported = (_every(days, name) for name in ("expected", "reported"))
    watching = [one["posts_watching"] for one in days if one["posts_watching"] is not None]
    told: dict[str, Any] = {
        "expected": expected,
        "reported": reported,
        "silent": [code for code in expected if code not in reported],
        "observed_minutes": _of_known(one["observed_minutes"] for one in days),
        "posts_watching": max(watching) if watching else None,
        **{name: sum(one.get(name, 0) for one in days) for name in _COVERAGE_SUMS},
        "with_hours": _every(days, "with_hours"),
        **{
            name: _lines(one.get(name) for one in days) for name in ("outage_lines", "denied_lines")
        },
        "per_100_post_hours": _rate(days),
        "posts": _posts(days),
    }
    said = set.intersection(*map(set, days))
    return {name: value for name, value in told.items() if name in said}


_COVERAGE_SUMS = (
    *("nil_returns", "outages", "denied_access", "returns"),
    *("post_minutes", "seen_by_posts_with_hours"),
)


def _every(days: Iterable[Content], name: str) -> list[str]:
    return sorted({code for one in days for code in one.get(name, ())})


def _lines(records: Iterable[Content | None]) -> dict[str, int]:
    told = [one for one in records if one]
    return {name: sum(one[name] for one in told) for name in ("lines", "minutes", "unknown")}


def _rate(days: Sequence[Content]) -> str | None:
    """Return incidents for 100 hours of one post; None if a day does not say the posts' hours."""
    if not all("post_minutes" in one for one in days):
        return None
    seen = sum(one["seen_by_posts_with_hours"] for one in days)
    return per_hundred_post_hours(seen, sum(one["post_minutes"] for one in days))


# What a post said in a week is the most that it said on any of the days.
_SAID = ("silent", "nil", "reports")


def _posts(days: Iterable[Content]) -> list[dict[str, Any]]:
    rows = [row for one in days for row in one.get("posts", ())]
    return [
        {
            "post": post,
            "expected": any(row["expected"] for row in told),
            "says": max((row["says"] for row in told), key=_SAID.index),
            "incidents": _of_known(row["incidents"] for row in told),
        }
        for post, told in _by(rows, "post")
    ]
