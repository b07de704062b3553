"""Rows as PostgreSQL writes them with COPY: as fast as a table can be read, in flat memory."""

from typing import IO, Any

from django.db import connection
from django.db.models import QuerySet

from incidents.domain.queries.as_of import standing_then

# COPY quotes what holds one of these; JSON text holds neither.
_RAW = r"FORMAT csv, DELIMITER E'\x01', QUOTE E'\x02'"


def copy_csv(rows: QuerySet[Any], target: IO[bytes]) -> None:
    """Write the values of rows as lines of CSV in UTF-8, without a header; null is empty."""
    _copy(rows, target, "FORMAT csv")


def copy_texts(rows: QuerySet[Any], target: IO[bytes]) -> None:
    """Write the one value of each row, a text without control characters, as a line in UTF-8."""
    _copy(rows, target, _RAW)


def _copy(rows: QuerySet[Any], target: IO[bytes], options: str) -> None:
    sql, parameters = standing_then(*rows.query.sql_with_params())
    # Django wraps the errors of what it knows alone, and of COPY it knows nothing.
    with connection.cursor() as cursor, connection.wrap_database_errors:
        query = cursor.mogrify(sql, parameters).decode()
        cursor.copy_expert(f"COPY ({query}) TO STDOUT WITH ({options}, ENCODING 'utf8')", target)
