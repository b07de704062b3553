"""Taking turns: transactions about the same id wait for each other."""

from uuid import UUID

from django.db import connection


def serialise_by_id(client_id: UUID) -> None:
    """Make transactions that file the same id wait for each other."""
    number = (client_id.int >> 64 ^ client_id.int) & (2**63 - 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
