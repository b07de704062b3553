"""Taking turns: transactions about the same id wait for each other."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

# First half of the key of a lock; the second is the revision.
_SIGNED_DAY = 6
TAKE_TURNS = "SELECT pg_advisory_xact_lock(turn) FROM unnest(%s) AS turn"
# A statement of its own: it must see what others did until the turn came.
TAKEN = """
SELECT report_id FROM incidents_report WHERE report_id = ANY(%s::uuid[])
UNION ALL SELECT report_id FROM incidents_upload
WHERE report_id = ANY(%s::uuid[]) AND received_at IS NOT NULL
"""


def serialise_by_id(client_id: UUID) -> None:
    """Make transactions that file the same id wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE_TURNS, [_turns([client_id])])


def serialise_reports(client_ids: Sequence[UUID]) -> set[UUID]:
    """Make transactions that file any of the same ids wait for each other.

    All take their turns in the same order, so that no two wait for each other at once.
    Returns those ids under which a report or a whole file is here already.
    """
    ids = list(client_ids)
    with connection.cursor() as cursor:
        cursor.execute(f"{TAKE_TURNS}; {TAKEN}", [_turns(ids), ids, ids])
        return {row[0] for row in cursor.fetchall()}


def _turns(client_ids: Sequence[UUID]) -> list[int]:
    return sorted({(one.int >> 64 ^ one.int) & (2**63 - 1) for one in client_ids})


def serialise_by_daily_report(key: int) -> None:
    """Make transactions that sign the same revision of a daily report wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_SIGNED_DAY, key])
