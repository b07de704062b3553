"""Statistics of three years: over the API and from stored days, against DuckDB on Parquet.

DuckDB is no dependency of the project. Where it is installed, it is asked; where not, the case
says so and measures nothing.
"""

import json
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection

from bench.caller import Caller
from bench.cases import Case, Options
from bench.cases.days import EVERY_DAY, LAST_DAY, recount
from bench.cases.incident_list import DifferentAnswersError
from bench.fill import FIRST_DAY, MISSION, filled, vacuum
from bench.turns import Comparison, timed_side
from incidents.domain.daily_tally import tally_stale_days
from incidents.domain.queries.daily import months_of
from incidents.enums import NOT_COUNTED
from incidents.rules import RESTRICTED_CATEGORIES
from parties.domain.acting import actor_of
from parties.models import Appointment, Mission

ADDRESS = "/api/v1/incidents/statistics/"
ASKED = f"mission={MISSION}&day_after={FIRST_DAY}&day_before={LAST_DAY}&by=month,category_class"
RATIO_AIM = 1.0

# What both sides know of a row; the file has them as columns of numbers and short texts.
EXPORTED = """
COPY (SELECT mission_day, category, status, asserted, report_count, killed_low, injured_low
      FROM incidents_incident WHERE merged_into_id IS NULL AND mission_day IS NOT NULL)
TO STDOUT WITH (FORMAT csv, HEADER)
"""
COUNTED = f"asserted AND status NOT IN ({', '.join(repr(str(one)) for one in NOT_COUNTED)})"
CELLS = f"""
SELECT strftime(mission_day, '%Y-%m'), left(category, 3), count(*) FILTER (WHERE {COUNTED}),
       count(*) FILTER (WHERE NOT ({COUNTED})),
       coalesce(sum(report_count) FILTER (WHERE {COUNTED}), 0),
       coalesce(sum(killed_low) FILTER (WHERE {COUNTED}), 0),
       count(*) FILTER (WHERE {COUNTED} AND killed_low IS NULL),
       coalesce(sum(injured_low) FILTER (WHERE {COUNTED}), 0),
       count(*) FILTER (WHERE {COUNTED} AND injured_low IS NULL)
FROM incidents GROUP BY 1, 2 ORDER BY 1, 2
"""
NUMBERS = (
    *("incidents", "not_counted", "reports"),
    *("killed_at_least", "killed_unknown", "injured_at_least", "injured_unknown"),
)
OPEN = ", ".join(repr(str(one)) for one in sorted(RESTRICTED_CATEGORIES))
MONTHS = f"""
SELECT date_trunc('month', mission_day)::date, count(*) FROM incidents
WHERE {COUNTED} AND category NOT IN ({OPEN}) GROUP BY 1 ORDER BY 1
"""


def comparisons(options: Options) -> Iterator[Comparison]:
    """A table of months and classes over HTTP, and the months of stored counts."""
    try:
        import duckdb  # noqa: PLC0415 - the rival is not installed with the project
    except ImportError:
        print("  DuckDB is not installed, so nothing is compared: pip install duckdb")
        return
    there = filled()
    caller, analyst = Caller(there.analyst_token), _analyst(there.mission)
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as rival:
        _load(rival, Path(folder))
        recount(there.mission, EVERY_DAY)
        tally()

        def of_ours() -> list[Any]:
            return cells_of(caller)

        def of_the_counts() -> list[tuple[date, int]]:
            return months_of(analyst, there.mission)

        for title, ours, sql in (
            ("Three years by month and class", of_ours, CELLS),
            ("Three years by month, from daily counts", of_the_counts, MONTHS),
        ):
            agree(ours(), rival.execute(sql).fetchall())
            yield Comparison(
                title,
                "ms",
                timed_side("ours", ours),
                timed_side("DuckDB on Parquet", lambda sql=sql: rival.execute(sql).fetchall()),
                options.rounds,
                ratio_aim=RATIO_AIM,
                notes={"rows in the table": f"{options.size:,}"},
            )


def tally() -> None:
    """Tally every day, as the worker does in time, and do what PostgreSQL does in time."""
    while tally_stale_days():
        pass
    vacuum()


def cells_of(caller: Caller) -> list[Any]:
    """Ask for the table as an analyst does; return its cells as rows."""
    answer = caller.get(ADDRESS, ASKED)
    if answer.status != 200:
        raise DifferentAnswersError(answer.body.decode())
    cells = json.loads(answer.body)["cells"]
    return [(*cell["keys"].values(), *(cell[name] for name in NUMBERS)) for cell in cells]


def agree(ours: list[Any], other: list[Any]) -> None:
    """Raise unless both found the same numbers."""
    if not ours or sorted(map(tuple, ours)) != sorted(map(tuple, other)):
        message = f"{ours[:2]} of {len(ours)}; {other[:2]} of {len(other)}"
        raise DifferentAnswersError(message)


def _analyst(mission: Mission) -> Any:
    return actor_of(Appointment.objects.get(mission=mission, role=Appointment.Role.ANALYST).user)


def _load(rival: Any, folder: Path) -> None:
    """Write the rows to a Parquet file, and let DuckDB know it."""
    rows, file = folder / "rows.csv", folder / "rows.parquet"
    with rows.open("wb") as target, connection.cursor() as cursor:
        cursor.copy_expert(EXPORTED, target)
    rival.execute(f"COPY (FROM read_csv('{rows}')) TO '{file}' (FORMAT parquet)")
    rows.unlink()
    rival.execute(f"CREATE VIEW incidents AS FROM '{file}'")


CASE = Case("statistics", 10_000_000, 7, comparisons)
