"""Statements that PostgreSQL broke off, as they took longer than a request may keep it busy."""

from psycopg2.errors import QueryCanceled


def took_too_long(error: BaseException | None) -> bool:
    """Tell whether this error of Django's came of a statement that was broken off."""
    return isinstance(error, Exception) and isinstance(error.__cause__, QueryCanceled)
