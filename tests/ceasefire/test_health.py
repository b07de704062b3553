"""Health answers say what suffers, and only what stops filing makes a server unready."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from ceasefire import health
from incidents.domain.ledger_key import make_key
from incidents.models import Duty

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def log_key(settings, tmp_path):
    """A signer that remembers nothing of other tests' logs."""
    settings.LEDGER_KEY_FILE = str(tmp_path / "log.pem")
    make_key(tmp_path / "log.pem")


def ready(client):
    response = client.get("/readyz")
    return response.status_code, response.json()


def test_the_process_says_that_it_lives(client):
    assert client.get("/livez").json() == {"status": "alive"}


def test_a_whole_server_is_ready(client):
    status, body = ready(client)
    assert (status, body["status"]) == (200, "ready"), body
    assert set(body["checks"]) == {"database", "migrations", "disk", "duties", "ledger", "redis"}


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_health_is_never_stored(client, path):
    assert client.get(path)["Cache-Control"] == "no-store"


def test_the_write_probe_leaves_nothing_behind(client):
    client.get("/readyz")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session")
        assert cursor.fetchone() == (0,)


def test_a_read_only_database_is_not_ready(client):
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
    status, body = ready(client)
    assert (status, body["checks"]["database"]["status"]) == (503, "failed")


def test_a_missing_migration_is_not_ready(client):
    MigrationRecorder(connection).record_unapplied("parties", "0001_people")
    status, body = ready(client)
    assert status == 503
    assert body["checks"]["migrations"] == {"status": "failed", "missing": 1}


def test_a_full_disk_is_not_ready(client, monkeypatch):
    monkeypatch.setattr(health, "LEAST_FREE_BYTES", 10**18)
    status, body = ready(client)
    assert (status, body["checks"]["disk"]["status"]) == (503, "failed")


def test_redis_away_is_degraded_and_still_ready(client, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    status, body = ready(client)
    assert (status, body["status"], body["checks"]["redis"]["status"]) == (
        200,
        "degraded",
        "degraded",
    )


def test_an_old_duty_is_degraded_and_its_age_is_told(client, cast):
    long_ago = timezone.now() - timedelta(hours=1)
    Duty.objects.create(
        kind="recompute_day", key="k", mission=cast.mission, created_at=long_ago, due_at=long_ago
    )
    status, body = ready(client)
    assert (status, body["status"]) == (200, "degraded")
    assert body["checks"]["duties"]["oldest_seconds"] >= 3600
