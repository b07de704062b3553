"""An outbox drained: boxes in batches against the same reports filed one by one."""

import json
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

from bench.caller import Caller
from bench.cases import Case, Options
from bench.cases.filing import OURS, RefusedError, our_body
from bench.fill import MISSION, filled
from bench.turns import Comparison, Side
from incidents.domain.outbox import outbox_key
from incidents.exchange.outbox import VERSION, sealed_box
from incidents.ledger.uuid7 import uuid7
from parties.models import User

QUEUED = 10_000
AT_ONCE = 100
A_TURN = 200  # reports; what they cost does not depend on how many are behind them
SLOW_LINE = 0.3  # seconds there and back, as on slow 3G
Item = Callable[[], dict[str, Any]]
TYPED = {
    "mission": MISSION,
    "post": "OP-0",
    "occurred_date": "2023-05-04",
    "occurred_time": "07:02",
    "time_precision": "T1",
    "category": "FIR-SAL",
    "kind": "observation",
    "source_kind": "own_post",
    "stance": "recorded",
    "lat": "40.1",
    "lon": "46.2",
    "position_precision": "P2",
    "count_low": "12",
    "count_unit": "shot",
    "count_qualifier": "exact",
    "narrative": "Twelve shots from the north-east, small arms, no return of fire.",
    "casualties-TOTAL_FORMS": "1",
    "casualties-INITIAL_FORMS": "0",
    "casualties-0-person_kind": "unknown",
}


def comparisons(options: Options) -> list[Comparison]:
    """Boxes and reports of the API, beside the server; boxes over a line that waits, too."""
    caller = Caller(filled().monitor_token)
    author = User.objects.get(username="bench-monitor")
    key = outbox_key(author.pk)

    def a_box() -> dict[str, Any]:
        return _box(author.pk, key)

    def compare(title: str, make: Item, other: Side, wait: float = 0.0) -> Comparison:
        return Comparison(
            title,
            "ms",
            Side("in batches", lambda: _sent(caller, make, AT_ONCE, wait)),
            other,
            options.rounds,
            ratio_aim=10,
            notes={"queued": QUEUED, "counted in a turn": A_TURN, "seconds of line": wait},
        )

    alone = Side("one by one", lambda: _singles(caller, 0.0))
    return [
        compare("A report of the outbox", a_box, alone),
        compare(
            "A report of the outbox, slow line",
            a_box,
            Side("one by one", lambda: _singles(caller, SLOW_LINE)),
            SLOW_LINE,
        ),
        compare(
            "A box of the outbox",
            a_box,
            Side("the same boxes, one a request", lambda: _sent(caller, a_box, 1, 0.0)),
        ),
        compare("A report of the API", our_body, alone),
    ]


def _sent(caller: Caller, make: Item, at_once: int, wait: float) -> float:
    """Milliseconds an item; the items are made before the clock runs."""
    requests = A_TURN // AT_ONCE if at_once == AT_ONCE else A_TURN // 10
    bodies = [
        json.dumps({"items": [make() for _ in range(at_once)]}).encode() for _ in range(requests)
    ]
    spent = _spent(lambda: [_send(caller, body, at_once) for body in bodies], requests * wait)
    return spent / (requests * at_once)


def _singles(caller: Caller, wait: float) -> float:
    few = A_TURN // 10
    bodies = [json.dumps(our_body()).encode() for _ in range(few)]
    return _spent(lambda: [_file(caller, body) for body in bodies], few * wait) / few


def _spent(action: Callable[[], object], on_the_line: float) -> float:
    begun = time.perf_counter()
    action()
    return (time.perf_counter() - begun + on_the_line) * 1000


def _box(author: int, key: bytes) -> dict[str, Any]:
    named = str(uuid7())
    values = [["report_id", named], *TYPED.items()]
    typed = {"v": VERSION, "report_id": named, "author": author, "values": values}
    box = sealed_box(json.dumps(typed).encode(), key, author, UUID(named))
    return {"v": 1, "report_id": named, "author": author, "box": box}


def _send(caller: Caller, body: bytes, at_once: int) -> None:
    answer = caller.post(f"{OURS}batch/", body)
    results = json.loads(answer.body).get("results", [])
    if len(results) != at_once or {result["status"] for result in results} != {201}:
        raise RefusedError(answer.body.decode()[:2000])


def _file(caller: Caller, body: bytes) -> None:
    answer = caller.post(OURS, body)
    if answer.status != 201:
        raise RefusedError(answer.body.decode())


CASE = Case("batch", 10_000, 5, comparisons)
