"""The import: a dataset's file with validation and journal, against COPY, and against POST."""

import io
import json
import time
from collections.abc import Callable, Iterator
from itertools import count

from django.db import connection

from bench.caller import Caller
from bench.cases import Case, Options
from bench.cases.filing import OURS, RefusedError, our_body
from bench.fill import MISSION, filled
from bench.turns import Comparison, Side
from incidents.domain.dataset import Origin, import_dataset
from parties.domain.acting import actor_of
from parties.models import Mission, User

INCIDENTS = 1_000  # what else the database holds
ROWS = 200_000
POSTED = 30  # reports in a turn; each costs the same
PLAIN = "bench_plain_import"
COLUMNS = (
    *("id", "year", "month", "day", "country", "type_of_violence", "conflict_name"),
    *("side_a", "side_b", "latitude", "longitude", "low_death", "best_death", "high_death"),
)
_TYPES = ("bigint", *["int"] * 3, *["text"] * 5, *["numeric"] * 2, *["int"] * 3)
_turns = count(1)


def comparisons(options: Options) -> list[Comparison]:
    """Seconds for the whole file; the reports that are posted stand for as many rows."""
    content = file_of(ROWS)
    make_plain_table()
    agree(content)
    ours = Side("import_dataset", lambda: _spent(lambda: by_us(content)))
    size = {"rows": f"{ROWS:,}", "MB": round(len(content) / 1e6)}
    caller = Caller(filled().monitor_token)
    posts = Side("POST one by one", lambda: posting(caller) * ROWS)
    return [
        Comparison(
            "A dataset's file; raw COPY into an indexed table",
            "s",
            ours,
            Side("COPY", lambda: _spent(lambda: by_copy(content))),
            options.rounds,
            ratio_aim=0.2,
            notes=size,
        ),
        Comparison(
            "A dataset's file; its rows as reports",
            "s",
            ours,
            posts,
            options.rounds,
            ratio_aim=100,
            notes=size | {"posted in a turn": POSTED},
        ),
    ]


def file_of(rows: int) -> bytes:
    """A short export of UCDP GED: the same rows each time."""
    lines = [",".join(COLUMNS)]
    for n in range(rows):
        day = f"{1990 + n % 30},{1 + n % 12},{1 + n % 28}"
        where = f"{38 + n % 4000 / 1000},{44 + n % 5000 / 1000}"
        sides = f"Government of {n % 50},Group {n % 300}"
        dead = f"{n % 3},{n % 5},{n % 9}"
        kind = "State-based violence"
        lines.append(f"{n},{day},Country {n % 40},{kind},Dispute {n % 60},{sides},{where},{dead}")
    return ("\n".join(lines) + "\n").encode()


def by_us(content: bytes) -> int:
    """Import the file as another dataset, through the one door."""
    actor = actor_of(User.objects.get(username="bench-analyst"))
    origin = Origin(f"Bench {next(_turns)}", "CC0")
    mission = Mission.objects.get(code=MISSION)
    return import_dataset(content, origin, mission, actor=actor).added


def make_plain_table() -> None:
    """A table of the file's columns with as many indexes as ours has."""
    columns = ", ".join(f"{name} {kind}" for name, kind in zip(COLUMNS, _TYPES, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE IF NOT EXISTS {PLAIN} (key bigserial PRIMARY KEY, {columns});"
            f"CREATE INDEX ON {PLAIN} (id); CREATE INDEX ON {PLAIN} (year, month, day);"
            f"CREATE INDEX ON {PLAIN} (country); CREATE INDEX ON {PLAIN} (side_a)"
        )


def by_copy(content: bytes) -> int:
    """Copy the file into the plain table."""
    names = ", ".join(COLUMNS)
    with connection.cursor() as cursor:
        cursor.copy_expert(
            f"COPY {PLAIN} ({names}) FROM STDIN WITH (FORMAT csv, HEADER)", io.BytesIO(content)
        )
        return int(cursor.rowcount)


def agree(content: bytes) -> None:
    """Raise unless both keep every row."""
    kept = by_us(content), by_copy(content)
    if len(set(kept)) != 1:
        raise AssertionError(f"{kept} rows")


def posting(caller: Caller) -> float:
    """Seconds of a report."""
    bodies: Iterator[bytes] = iter([json.dumps(our_body()).encode() for _ in range(POSTED)])
    return _spent(lambda: [_post(caller, body) for body in bodies]) / POSTED


def _post(caller: Caller, body: bytes) -> None:
    answer = caller.post(OURS, body)
    if answer.status != 201:
        raise RefusedError(answer.body.decode())


def _spent(action: Callable[[], object]) -> float:
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


CASE = Case("import", INCIDENTS, 3, comparisons)
