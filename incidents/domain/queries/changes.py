"""How often what lists of incidents are made of has changed, as this reader sees it."""

from django.db import connection


def changes_made() -> int:
    """Return a number that is another one after every change that can be seen by now.

    Ask before reading: what is read afterwards is as new as the number, or newer.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT changes_made()")
        return int(cursor.fetchone()[0])
