"""Escalation watch: whether the last days saw more, for the hours watched, than those before.

The rule: of all incidents of two periods, as many fall into the later one as its share of the
watch says, if nothing rose. The chance of at least as many is the exact binomial tail, which
compares two Poisson counts (Przyborowski and Wilenski, Biometrika 31, 1940). Incidents are
taken for independent: where they come in bouts, chance does more than the tail says, and so
a rise must also be twofold, and of five incidents.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from math import exp, fsum, lgamma, log
from typing import Literal

from incidents.missionday.span import Span
from incidents.missionday.window import ONE_DAY

State = Literal["raised", "not_raised", "not_known"]
RULE = "binomial-7-28"
RECENT = 7  # mission days, the day itself among them
BASELINE = 28  # watched days, the latest before those
REACH = 84  # mission days before the recent ones in which the baseline is looked for
LEAST_RECENT, LEAST_BASELINE = 4, 14  # watched days; with fewer nothing is told
LEAST_NUMBER = 5  # incidents
LEAST_RATIO = 2.0
MOST_CHANCE = 0.001
NEGLIGIBLE = 1e-20


@dataclass(frozen=True, slots=True)
class Part:
    """Watched days of a period: their incidents, and how much they weigh."""

    days: int
    number: int
    weight: float

    @property
    def rate(self) -> float | None:
        """Incidents for each unit of weight; None if nobody watched."""
        return self.number / self.weight if self.weight else None


@dataclass(frozen=True, slots=True)
class Escalation:
    """What the watch says of a day, and what it says it from."""

    day: date
    state: State
    recent: Part
    baseline: Part
    gaps: tuple[date, ...]  # recent days without watch
    left_out: int  # incidents of these
    chance: float | None  # of at least as many, if nothing rose

    @property
    def ratio(self) -> float | None:
        """How many times the baseline's rate; None if either is not known, or it is zero."""
        recent, before = self.recent.rate, self.baseline.rate
        return None if recent is None or not before else recent / before


def span_of(day: date) -> Span:
    """Return the days that the watch of a day looks at."""
    return Span.ending(day, RECENT + REACH)


def escalation_of(
    day: date, counts: Mapping[date, int], exposure: Mapping[date, float]
) -> Escalation:
    """Return what the watch says at the end of a day.

    Args:
        day: a mission day that is over.
        counts: incidents on each day of ``span_of(day)``; none if left out.
        exposure: how much each day was watched; a day that is left out, or weighs nothing,
            is a gap and not a day without incidents.

    """
    recent = Span.ending(day, RECENT)
    before = (recent.first - ONE_DAY * n for n in range(1, REACH + 1))
    baseline = islice((one for one in before if exposure.get(one, 0.0) > 0), BASELINE)
    gaps = tuple(one for one in recent if not exposure.get(one, 0.0) > 0)
    now = _part((one for one in recent if one not in gaps), counts, exposure)
    then = _part(baseline, counts, exposure)
    left_out = sum(counts.get(one, 0) for one in gaps)
    state = _state(now, then, left_out)
    return Escalation(day, state, now, then, gaps, left_out, _chance(now, then))


def _part(days: Iterable[date], counts: Mapping[date, int], exposure: Mapping[date, float]) -> Part:
    watched = list(days)
    number = sum(counts.get(day, 0) for day in watched)
    return Part(len(watched), number, fsum(exposure[day] for day in watched))


def _state(recent: Part, baseline: Part, left_out: int) -> State:
    """Tell what is known; incidents of gaps raise nothing, but may keep us from saying calm."""
    if recent.days < LEAST_RECENT or baseline.days < LEAST_BASELINE:
        return "not_known"
    if _rose(recent, baseline):
        return "raised"
    at_most = Part(recent.days, recent.number + left_out, recent.weight)
    if left_out and _rose(at_most, baseline):
        return "not_known"
    return "not_raised"


def _rose(recent: Part, baseline: Part) -> bool:
    if recent.number < LEAST_NUMBER:
        return False
    twofold = recent.number * baseline.weight >= LEAST_RATIO * baseline.number * recent.weight
    chance = _chance(recent, baseline)
    return twofold and chance is not None and chance < MOST_CHANCE


def _chance(recent: Part, baseline: Part) -> float | None:
    """Return the chance of at least as many recent incidents; None if nobody watched."""
    if not recent.weight or not baseline.weight:
        return None
    share = recent.weight / (recent.weight + baseline.weight)
    return min(1.0, fsum(_tail(recent.number, recent.number + baseline.number, share)))


def _tail(least: int, of: int, share: float) -> Iterator[float]:
    """Yield the chances of ``least`` and more of so many, until they no longer matter."""
    for number in range(least, of + 1):
        ways = lgamma(of + 1) - lgamma(number + 1) - lgamma(of - number + 1)
        chance = exp(ways + number * log(share) + (of - number) * log(1 - share))
        yield chance
        if chance < NEGLIGIBLE and number > of * share:
            return
