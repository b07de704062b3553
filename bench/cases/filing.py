"""Filing: a report through its one door against a bare insert."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from bench.caller import Caller
from bench.cases import Case, Options
from bench.fill import MISSION, filled
from bench.plain_report import create_table
from bench.turns import Comparison, timed_side
from incidents.ledger.uuid7 import uuid7

OURS, PLAIN = "/api/v1/reports/", "/api/plain/reports/"
FACTS: dict[str, Any] = {
    "mission": MISSION,
    "post": "OP-0",
    "category": "FIR-SAL",
    "occurred_from": datetime(2023, 5, 4, 3, 2, tzinfo=UTC).isoformat(),
    "lat": "40.100000",
    "lon": "46.200000",
    "count_low": 12,
    "narrative": "Twelve shots from the north-east, small arms, no return of fire.",
}


class RefusedError(AssertionError):
    """A report was not taken, so that there is nothing to measure."""


def comparisons(options: Options) -> list[Comparison]:
    """The same facts, posted with the same token."""
    create_table()
    caller = Caller(filled().monitor_token)
    return [
        Comparison(
            "Filing one report",
            "ms",
            timed_side("ours", _poster(caller, OURS, our_body)),
            timed_side("plain insert", _poster(caller, PLAIN, plain_body)),
            options.rounds,
        )
    ]


def our_body() -> dict[str, Any]:
    """A new report each time."""
    return {
        **FACTS,
        "report_id": str(uuid7()),
        "position_precision": "P2",
        "count_unit": "shot",
        "count_qualifier": "exact",
    }


def plain_body() -> dict[str, Any]:
    """The same facts for a table without an identity."""
    return {**FACTS, "title": "Shots"}


def _poster(caller: Caller, path: str, body: Callable[[], dict[str, Any]]) -> Callable[[], object]:
    def post() -> None:
        answer = caller.post(path, json.dumps(body()).encode())
        if answer.status != 201:
            raise RefusedError(answer.body.decode())

    return post


CASE = Case("filing", 10_000, 9, comparisons)
