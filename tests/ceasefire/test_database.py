"""How the product talks to PostgreSQL."""

from django.db import connection


def test_queries_are_not_compiled_before_they_run(db):
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)


def test_sessions_say_whose_they_are(db):
    with connection.cursor() as cursor:
        cursor.execute("SHOW application_name")
        assert cursor.fetchone() == ("ceasefire",)
