"""Settings that would break a promise are refused."""

import pytest

from ceasefire.checks import check_deployment, check_settings


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
