"""A list as of a size of the log, against the same list of today."""

import json
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction

from bench.caller import Caller
from bench.cases import Case, Options
from bench.cases.incident_list import OUR_FILTER, OURS, DifferentAnswersError
from bench.fill import filled
from bench.turns import Comparison, timed_side
from incidents.domain.queries.ledger import log_size

# Each incident is opened, and changed twice within the week: three entries, three versions.
HISTORY = """
SET LOCAL session_replication_role = replica;
INSERT INTO incidents_journalentry
    (seq, at, mission_id, action, subject_type, subject_id, reason, body, body_hash)
SELECT row_number() OVER (ORDER BY at, turn, id), at, mission_id,
       CASE turn WHEN 0 THEN 'opened' ELSE 'status_set' END, 'incident', id, '', '{}', turn::text
FROM incidents_incident, generate_series(0, 2) turn,
     LATERAL (SELECT opened_at + turn * interval '3 days' AS at) told;
INSERT INTO incidents_ledgerentry (seq, journal_id, leaf, leaf_hash)
SELECT seq - 1, seq, '', '' FROM incidents_journalentry;
INSERT INTO incidents_incidentversion (incident_id, journal_number, place, facts, found)
SELECT i.id, j.seq, j.seq - 1, to_jsonb(i)
       || CASE j.body_hash WHEN '2' THEN '{}' ELSE '{"status": "submitted"}'::jsonb END, false
FROM incidents_journalentry j JOIN incidents_incident i ON i.id = j.subject_id::uuid
ORDER BY j.seq;
"""
TABLES = ("journalentry", "ledgerentry", "incidentversion")


def comparisons(options: Options) -> list[Comparison]:
    """A page as of now and as of half of the log, and one incident, for an analyst."""
    if not log_size():
        _tell_history()
    caller = Caller(filled().analyst_token)
    now = log_size()
    page, then = f"{OUR_FILTER}&limit=100", f"{OUR_FILTER}&limit=100&as_of="
    rows = _rows(caller, page)
    if not rows or _rows(caller, f"{then}{now}") != rows:
        raise DifferentAnswersError(f"{len(rows)} rows, and not those as of now")
    one = f"{OURS}{rows[0]['id']}/"

    notes = {"rows in the table": f"{options.size:,}", "versions": f"{now:,}"}

    def against(title: str, size: int, **aim: float) -> Comparison:
        return Comparison(
            title,
            "ms",
            timed_side("as of then", _getter(caller, OURS, f"{then}{size}")),
            timed_side("today", _getter(caller, OURS, page)),
            options.rounds,
            notes=notes,
            **aim,
        )

    return [
        against("A page of 100 as of now", now, ratio_aim=0.33),
        against("A page of 100 as of half of the log", now // 2, ceiling=500),
        Comparison(
            "One incident as of now",
            "ms",
            timed_side("as of then", _getter(caller, one, f"as_of={now}")),
            None,
            options.rounds,
            notes=notes,
        ),
    ]


def _tell_history() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(HISTORY)
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"VACUUM ANALYZE incidents_{table}")


def _rows(caller: Caller, query: str) -> list[dict[str, Any]]:
    """The rows of a page; labels of places are of today."""
    rows = json.loads(caller.get(OURS, query).body)["results"]
    return [{name: row[name] for name in row if name != "place_label"} for row in rows]


def _getter(caller: Caller, path: str, query: str) -> Callable[[], object]:
    def get() -> None:
        answer = caller.get(path, query)
        if answer.status != 200:
            raise DifferentAnswersError(answer.body.decode())

    return get


CASE = Case("as-of", 100_000, 9, comparisons)
