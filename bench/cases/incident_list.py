"""The list: a hundred incidents with a token, ours against a plain ModelViewSet."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from bench.bare_list import BareList
from bench.caller import Answer, Caller
from bench.cases import Case, Options
from bench.fill import MISSION, filled
from bench.turns import Comparison, Side, timed_side

OURS, PLAIN, LEAN = "/api/v1/incidents/", "/api/plain/incidents/", "/api/plain/lean-incidents/"
YEAR = ("2022-01-01", "2022-12-31")
OUR_FILTER = f"mission={MISSION}&category=FIR&day_after={YEAR[0]}&day_before={YEAR[1]}"
PLAIN_FILTER = (
    f"mission__code={MISSION}&category__startswith=FIR"
    f"&mission_day__gte={YEAR[0]}&mission_day__lte={YEAR[1]}"
)
PAGE_SIZE, LONGEST_PAGE = 100, 1000
DEEP = {100_000: 500, 10_000_000: 10_000}  # page by rows of the table
RATIO_AIMS = {100_000: 6, 10_000_000: 10}
DEEP_AIM = 1 / 1.3
BARE_AIM = 0.6


class DifferentAnswersError(AssertionError):
    """The two sides do not answer the same, so that comparing their speed means nothing."""


def comparisons(options: Options) -> list[Comparison]:
    """First page and deep page against the plain one, and our deep page against our first."""
    caller = Caller(filled().analyst_token)
    page = min(_by_size(DEEP, options.size), options.size // PAGE_SIZE)
    cursor = cursor_of_page(caller, page)
    ours_first, ours_deep = f"mission={MISSION}", f"mission={MISSION}&cursor={cursor}"
    plain_deep = f"mission__code={MISSION}&page={page}"
    agree(caller, OUR_FILTER, PLAIN_FILTER)
    agree(caller, ours_deep, plain_deep)
    bare = bare_caller(caller)
    same_rows(_parsed(caller.get(OURS, OUR_FILTER)), _parsed(bare.get(OURS, OUR_FILTER)))

    def side(name: str, path: str, query: str) -> Side:
        return timed_side(name, _getter(caller, path, query))

    def against(title: str, ours: str, name: str, path: str, query: str) -> Comparison:
        return Comparison(
            title,
            "ms",
            side("ours", OURS, ours),
            side(name, path, query),
            options.rounds,
            ratio_aim=_by_size(RATIO_AIMS, options.size),
            notes={"rows in the table": f"{options.size:,}"},
        )

    return [
        against("Filtered list, first page", OUR_FILTER, "plain", PLAIN, PLAIN_FILTER),
        against("Filtered list, less in it", OUR_FILTER, "lean, no relations", LEAN, PLAIN_FILTER),
        Comparison(
            "Filtered list, bare",
            "ms",
            side("ours", OURS, OUR_FILTER),
            timed_side("WSGI and psycopg2", _getter(bare, OURS, OUR_FILTER)),
            options.rounds,
            ratio_aim=BARE_AIM,
        ),
        against(f"Whole mission, page {page}", ours_deep, "plain", PLAIN, plain_deep),
        Comparison(
            f"Our page {page} against our page 1",
            "ms",
            side(f"page {page}", OURS, ours_deep),
            side("page 1", OURS, ours_first),
            options.rounds,
            ratio_aim=DEEP_AIM,
        ),
    ]


def _by_size(figures: dict[int, int], size: int) -> int:
    """The figure of the largest table that is no larger than this one."""
    return figures[max((rows for rows in figures if rows <= size), default=min(figures))]


def cursor_of_page(caller: Caller, page: int) -> str:
    """Follow “next” as a reader does, in long pages as far as they reach; return a page's cursor.

    A cursor says behind which row a page begins, however long it is.
    """
    long, short = divmod((page - 1) * PAGE_SIZE, LONGEST_PAGE)
    cursor = ""
    for limit in (LONGEST_PAGE,) * long + (PAGE_SIZE,) * (short // PAGE_SIZE):
        query = f"mission={MISSION}&limit={limit}" + (f"&cursor={cursor}" if cursor else "")
        following = urlsplit(_parsed(caller.get(OURS, query))["next"]).query
        cursor = quote(parse_qs(following)["cursor"][0])
    return cursor


def agree(caller: Caller, our_query: str, plain_query: str) -> int:
    """Raise unless both give the same rows in the same order with the same values."""
    ours = _parsed(caller.get(OURS, our_query))
    return same_rows(ours, _parsed(caller.get(PLAIN, plain_query)))


def bare_caller(caller: Caller, cursor: Callable[[], Any] | None = None) -> Caller:
    """The same client at the bare rival."""
    bare = Caller(caller.token)
    bare.application = BareList(cursor)
    return bare


def same_rows(our_page: dict[str, Any], plain_page: dict[str, Any]) -> int:
    """Raise unless two pages hold the same rows in the same order with the same values."""
    ours, plain = our_page["results"], plain_page["results"]
    if not ours or [row["id"] for row in ours] != [row["id"] for row in plain]:
        raise DifferentAnswersError(f"{len(ours)} and {len(plain)} rows, and not the same ones")
    for mine, theirs in zip(ours, plain, strict=True):
        if _normal(mine) != _normal(theirs):
            raise DifferentAnswersError(f"{mine}\n{theirs}")
    return len(ours)


def _getter(caller: Caller, path: str, query: str) -> Callable[[], object]:
    def get() -> None:
        if caller.get(path, query).status != 200:
            raise DifferentAnswersError(f"{path}?{query} fails")

    return get


def _parsed(answer: Answer) -> dict[str, Any]:
    if answer.status != 200:
        raise DifferentAnswersError(answer.body.decode())
    return json.loads(answer.body)


def _normal(row: dict[str, Any]) -> dict[str, Any]:
    """A row with degrees as numbers and instants to the second, however they are spelt."""
    return {name: _plain_value(name, value) for name, value in row.items()}


def _plain_value(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name.endswith(("lat", "lon")):
        return float(value)
    if name.endswith(("_at", "_from", "_until")):
        return value[:19]
    return value


CASE = Case("list", 100_000, 11, comparisons)
