"""Settings that would break a promise are refused."""

import pytest
from django.db import connection

from ceasefire.checks import check_deployment, check_settings, check_wall
from ceasefire.postgresql.roles import ROLES


def found(check):
    return [message.id for message in check(None)]


def test_the_settings_as_they_are_pass():
    assert found(check_settings) == []


@pytest.mark.parametrize(
    "name,value,code",
    [
        ("DEBUG", True, "ceasefire.E002"),
        ("DEMO_ACCOUNTS", True, "ceasefire.E003"),
        ("DJANGO_STRUCTLOG_IP_LOGGING_ENABLED", True, "ceasefire.E004"),
        ("CELERY_ACCEPT_CONTENT", ["json", "pickle"], "ceasefire.E005"),
    ],
)
def test_a_setting_that_breaks_a_promise_is_an_error(settings, name, value, code):
    settings.EMBEDDED = settings.DEMO_ACCOUNTS = False
    setattr(settings, name, value)
    assert found(check_settings) == [code]


def test_another_database_is_an_error(settings, monkeypatch):
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.sqlite3")
    assert found(check_settings) == ["ceasefire.E001"]


def test_a_deployment_says_all_that_it_lacks(settings):
    settings.ALLOWED_HOSTS, settings.REDIS_URL = settings.LOCAL_HOSTS, ""
    assert [message.msg.split()[0] for message in check_deployment(None)] == [
        "DATABASE_URL",
        "REDIS_URL",
        "ALLOWED_HOSTS",
    ]


@pytest.fixture
def account(db):
    """The account of a database without superusers, as another shop may give it to us."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE some_account LOGIN")
        cursor.execute("SET SESSION AUTHORIZATION some_account")
        yield cursor
        cursor.execute("RESET SESSION AUTHORIZATION")


def test_a_database_as_migrated_stands_behind_the_second_wall(db):
    assert found(check_wall) == []


def test_the_second_wall_is_not_off_in_a_deployment(settings):
    settings.SECOND_WALL = False
    assert found(check_wall) == ["ceasefire.E009"]


def test_an_account_that_may_not_take_the_roles_is_told_what_a_superuser_runs(account):
    (message,) = check_wall(None)
    assert message.id == "ceasefire.E010"
    assert message.msg.endswith("ceasefire_web, ceasefire_writer, ceasefire_admin, ceasefire_gate.")
    assert "GRANT ceasefire_web TO " in message.hint
    account.execute("RESET SESSION AUTHORIZATION")
    for role in ROLES:
        account.execute(f"GRANT {role} TO some_account")
    account.execute("SET SESSION AUTHORIZATION some_account")
    assert found(check_wall) == []


def test_a_wall_that_is_not_up_to_date_is_an_error(db):
    with connection.cursor() as cursor:
        cursor.execute("COMMENT ON FUNCTION ceasefire_stand IS 'older'")
    assert found(check_wall) == ["ceasefire.E011"]
