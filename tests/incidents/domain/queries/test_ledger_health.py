"""The ledger's health: what waits, and every way in which key and memory can be wrong."""

import base64
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from ceasefire.checks import check_ledger
from incidents.domain.ledger_key import log_signer, make_key
from incidents.domain.queries.ledger_health import ledger_health
from incidents.domain.sequencing import sequence
from tests.incidents.telling import NOW, tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def key(settings, tmp_path):
    path = tmp_path / "log.pem"
    make_key(path)
    settings.LEDGER_KEY_FILE = str(path)
    return path


def grow(cast):
    tell(cast.north_monitor, now=timezone.now())
    sequence()


def remember(key, size, root=bytes(32)):
    said = f"{log_signer().origin} {size} {base64.b64encode(root).decode()}\n"
    key.with_name("log.pem.state").write_text(said)


def ready(client):
    answer = client.get("/readyz")
    assert answer.status_code == 200  # filing works all the same
    return answer.json()["checks"]["ledger"]


def test_a_log_that_keeps_up_is_well(client, cast, key):
    grow(cast)
    assert ready(client) == {"status": "ok", "waiting_seconds": 0, "unsigned_seconds": 0}
    assert check_ledger(None) == []


def test_what_waits_for_a_place_is_told_with_its_age(client, cast, key):
    tell(cast.north_monitor, now=timezone.now() - timedelta(minutes=5))
    told = ready(client)
    assert told["status"] == "degraded"
    assert 300 <= told["waiting_seconds"] < 600


def test_a_tail_without_signature_is_told_with_its_age(cast, key, settings):
    settings.LEDGER_KEY_FILE = str(key) + ".gone"
    tell(cast.north_monitor)
    with pytest.raises(RuntimeError):
        sequence(NOW)
    found = ledger_health(NOW + timedelta(minutes=5))
    assert (found.unsigned, found.fault, found.keeps_up) == (timedelta(minutes=5), "no_key", False)


FAULTS = {
    "no_key": lambda key: key.write_text("rubbish"),
    "memory_unreadable": lambda key: key.with_name("log.pem.state").write_text("rubbish"),
    "memory_older": lambda key: key.with_name("log.pem.state").unlink(),
    "database_older": lambda key: remember(key, 99),
    "another_log": lambda key: remember(key, 3),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_wrong_with_key_and_memory_is_said(client, cast, key, fault):
    grow(cast)
    FAULTS[fault](key)
    told = ready(client)
    assert (told["status"], told["key"]) == ("degraded", fault)
    assert [message.id for message in check_ledger(None)] == ["ceasefire.E008"]


def test_production_without_a_key_is_warned(client, cast, settings):
    settings.EMBEDDED, settings.LEDGER_KEY_FILE = False, ""
    assert ready(client)["key"] == "elsewhere"
    assert [message.id for message in check_ledger(None)] == ["ceasefire.I007"]


def test_who_does_not_see_the_journal_does_not_say_that_all_is_well(cast, key):
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE ledger_health_blind")
        cursor.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO ledger_health_blind")
        cursor.execute("ALTER TABLE incidents_journalentry ENABLE ROW LEVEL SECURITY")
        cursor.execute("SET LOCAL ROLE ledger_health_blind")
    found = ledger_health(timezone.now())
    assert (found.fault, found.keeps_up) == ("hidden", False)
