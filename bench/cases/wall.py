"""The second wall: what it costs that PostgreSQL, too, asks who reads each row."""

import json
from collections.abc import Callable

from django.test import override_settings

from bench.caller import Caller
from bench.cases import Case, Options
from bench.cases.incident_list import OUR_FILTER, OURS, DifferentAnswersError
from bench.fill import MISSION, filled
from bench.turns import Comparison, timed_side

QUERIES = {"Newest 100": f"mission={MISSION}", "Filtered list": OUR_FILTER}
RATIO_AIM = 1 / 1.5


def comparisons(options: Options) -> list[Comparison]:
    """An analyst's lists and a monitor's, with the second wall and without it."""
    known = filled()
    found = []
    for role, token in (("analyst", known.analyst_token), ("monitor", known.monitor_token)):
        both, first = caller(token, second_wall=True), caller(token, second_wall=False)
        for title, query in QUERIES.items():
            agree(both, first, query)
            found.append(
                Comparison(
                    f"{title} as {role}",
                    "ms",
                    timed_side("both walls", _getter(both, query)),
                    timed_side("the first wall", _getter(first, query)),
                    options.rounds,
                    ratio_aim=RATIO_AIM,
                    notes={"rows in the table": f"{options.size:,}"},
                )
            )
    return found


def caller(token: str, *, second_wall: bool) -> Caller:
    """Somebody whose requests stand behind the second wall, or not."""
    with override_settings(SECOND_WALL=second_wall):
        return Caller(token)


def agree(both: Caller, first: Caller, query: str) -> int:
    """Raise unless the second wall shows what the first one shows, and that is something."""
    rows, others = (json.loads(c.get(OURS, query).body)["results"] for c in (both, first))
    if not rows or rows != others:
        raise DifferentAnswersError(f"{len(rows)} and {len(others)} rows, and not the same ones")
    return len(rows)


def _getter(asking: Caller, query: str) -> Callable[[], object]:
    def get() -> None:
        if asking.get(OURS, query).status != 200:
            raise DifferentAnswersError(f"{OURS}?{query} fails")

    return get


CASE = Case("wall", 100_000, 11, comparisons)
