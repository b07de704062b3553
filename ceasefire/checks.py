"""Settings that would break a promise are refused before they can."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Info
from django.db import DatabaseError

from ceasefire.postgresql.raising import is_raised
from ceasefire.postgresql.roles import by_hand, lacking
from incidents.domain.queries.ledger_health import ELSEWHERE, FAULTS, memory_fault

AppConfigs = Sequence[AppConfig] | None


def check_settings(app_configs: AppConfigs, **_kwargs: Any) -> list[CheckMessage]:
    """What holds in every mode."""
    database = settings.DATABASES["default"]
    production = not settings.EMBEDDED
    return [
        Error(message, hint=hint, id=f"ceasefire.{code}")
        for wrong, code, message, hint in (
            (
                not database["ENGINE"].endswith(".postgresql"),
                "E001",
                "The database must be PostgreSQL.",
                "Triggers, locks and upserts rely on it. Give DATABASE_URL=postgres://...",
            ),
            (
                settings.DEBUG and production,
                "E002",
                "DEBUG shows settings and rows to everybody.",
                "Unset DEBUG where a DATABASE_URL is given.",
            ),
            (
                settings.DEMO_ACCOUNTS and production,
                "E003",
                "Demo accounts have known passwords.",
                "They belong to the embedded mode only.",
            ),
            (
                settings.DJANGO_STRUCTLOG_IP_LOGGING_ENABLED,
                "E004",
                "Client addresses must not be logged.",
                "Leave DJANGO_STRUCTLOG_IP_LOGGING_ENABLED off.",
            ),
            (
                settings.CELERY_ACCEPT_CONTENT != ["json"],
                "E005",
                "Celery must read nothing but JSON.",
                "Whoever can write to Redis could run code otherwise.",
            ),
        )
        if wrong
    ]


def check_deployment(app_configs: AppConfigs, **_kwargs: Any) -> list[CheckMessage]:
    """What production needs on top, for `check --deploy`."""
    needed = {
        "DATABASE_URL": not settings.EMBEDDED,
        "REDIS_URL": settings.REDIS_URL,
        "ALLOWED_HOSTS": set(settings.ALLOWED_HOSTS) - set(settings.LOCAL_HOSTS),
    }
    return [
        Error(f"{name} is not set.", hint="Give it in the environment.", id="ceasefire.E006")
        for name, given in needed.items()
        if not given
    ]


def check_ledger(app_configs: AppConfigs, **_kwargs: Any) -> list[CheckMessage]:
    """Whether this process could sign the log, for `check --deploy`."""
    try:
        fault = memory_fault()
    except DatabaseError:  # not there yet, or not migrated: other checks say so
        return []
    if fault == ELSEWHERE:
        hint = "Give LEDGER_KEY_FILE to the worker; the web needs it only to sign receipts."
        return [Info("This process signs no checkpoints.", hint=hint, id="ceasefire.I007")]
    hint = "See docs/ledger.md, “When the signer refuses”."
    return [Error(FAULTS[fault], hint=hint, id="ceasefire.E008")] if fault else []


def check_wall(app_configs: AppConfigs, **_kwargs: Any) -> list[CheckMessage]:
    """Whether requests stand behind the second wall, for `check --deploy`."""
    if not settings.SECOND_WALL:
        hint = "Unset SECOND_WALL: docs/second-wall.md."
        return [Error("The second wall is off.", hint=hint, id="ceasefire.E009")]
    try:
        missing, raised = lacking(), is_raised()
    except DatabaseError:  # no database to ask: others say so
        return []
    if missing:
        said = f"The account of DATABASE_URL cannot act as {', '.join(missing)}."
        return [Error(said, hint=f"A superuser runs once:\n{by_hand()}", id="ceasefire.E010")]
    if not raised:
        said = "Grants and policies of the second wall are not up to date."
        return [Error(said, hint="Run manage.py migrate.", id="ceasefire.E011")]
    return []
