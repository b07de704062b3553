"""Whether the process is alive, and whether it is fit to serve."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import DatabaseError, InterfaceError, transaction
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from ceasefire.migration_state import missing_migrations
from incidents.domain.duty import oldest_open
from incidents.domain.queries.ledger_health import ledger_health

NO_STORE = {"Cache-Control": "no-store"}
LEAST_FREE_BYTES = 200_000_000
OLDEST_DUTY_SECONDS = 300
OK, DEGRADED, FAILED = "ok", "degraded", "failed"
Finding = tuple[str, dict[str, Any]]


def livez(_request: HttpRequest) -> JsonResponse:
    """Say that the process answers; nothing else is looked at."""
    return JsonResponse({"status": "alive"}, headers=NO_STORE)


def readyz(_request: HttpRequest) -> JsonResponse:
    """Say whether filing would work: 503 when not, 200 also when only something else suffers."""
    findings = {name: check() for name, check in CHECKS.items()}
    states = {state for state, _facts in findings.values()}
    status = FAILED if FAILED in states else DEGRADED if DEGRADED in states else "ready"
    body = {
        "status": status,
        "checks": {name: {"status": state} | facts for name, (state, facts) in findings.items()},
    }
    if status == FAILED:
        return JsonResponse(body, status=503, headers=NO_STORE | {"Retry-After": "5"})
    return JsonResponse(body, headers=NO_STORE)


def _database() -> Finding:
    """Write a row and take it back: a full disk or a read-only database fails here."""
    try:
        with transaction.atomic():
            Session(session_key="readiness", session_data="", expire_date=timezone.now()).save()
            transaction.set_rollback(True)
    except (DatabaseError, InterfaceError):
        return FAILED, {}
    return OK, {}


def _migrations() -> Finding:
    try:
        missing = missing_migrations()
    except (DatabaseError, InterfaceError):
        return FAILED, {}
    return (FAILED if missing else OK), {"missing": len(missing)}


def _disk() -> Finding:
    place = next(p for p in (settings.DATA_DIR, *settings.DATA_DIR.parents) if Path(p).exists())
    free = shutil.disk_usage(place).free
    return (OK if free >= LEAST_FREE_BYTES else FAILED), {"free_megabytes": free // 1_000_000}


def _duties() -> Finding:
    """How long the oldest duty that is due has waited: filing works, counts are behind."""
    try:
        waiting = int(oldest_open(timezone.now()).total_seconds())
    except (DatabaseError, InterfaceError):
        return FAILED, {}
    return (OK if waiting <= OLDEST_DUTY_SECONDS else DEGRADED), {"oldest_seconds": waiting}


def _ledger() -> Finding:
    """Whether the ledger keeps up: filing works without it, and says nothing of it."""
    try:
        found = ledger_health(timezone.now())
    except (DatabaseError, InterfaceError):
        return FAILED, {}
    facts: dict[str, Any] = {
        "waiting_seconds": int(found.waiting.total_seconds()),
        "unsigned_seconds": int(found.unsigned.total_seconds()),
    }
    if found.fault:
        facts["key"] = found.fault
    return (OK if found.keeps_up else DEGRADED), facts


def _redis() -> Finding:
    """The doorbell: without it the work is only found later."""
    if not settings.REDIS_URL:
        return OK, {"used": False}
    import redis  # noqa: PLC0415 - only production has it

    try:
        redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1).ping()
    except (redis.RedisError, OSError):
        return DEGRADED, {}
    return OK, {}


CHECKS: dict[str, Callable[[], Finding]] = {
    "database": _database,
    "migrations": _migrations,
    "disk": _disk,
    "duties": _duties,
    "ledger": _ledger,
    "redis": _redis,
}
