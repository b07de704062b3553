"""Exports: a worker writes the list for who asked, signs what it is, and removes it in time."""

import base64
import csv
import hashlib
import json
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from incidents.domain.exporting import (
    LIFE,
    MOST_WAITING,
    ReusedKeyError,
    ask_for_export,
    end_export,
    file_of,
)
from incidents.domain.ledger_receipt import receipt_signature
from incidents.domain.pump import run_due
from incidents.ledger.uuid7 import uuid7
from incidents.models import Duty, Export, Incident, ReadLog
from parties.domain.acting import actor_of
from parties.models import Appointment
from tests.calls import observation, released

pytestmark = pytest.mark.django_db

SITE = "https://monitors.example"
NOW = timezone.now().replace(microsecond=0)
QUERY = "format=csv&category=FIR&fields=reference,lat"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.EXPORT_DIR = tmp_path / "exports"
    return settings.EXPORT_DIR


@pytest.fixture
def filed(cast):
    return [released(observation(cast.north_monitor)) for _one in range(3)]


def ask(person, query=QUERY, key=None):
    return ask_for_export(actor_of(person), key or uuid7(), query, address=SITE, now=NOW)[0]


def made(row):
    run_due(NOW)
    row.refresh_from_db()
    return row


def test_a_worker_writes_the_file_and_its_manifest_says_what_it_is(cast, filed):
    row = made(ask(cast.analyst))
    written = file_of(row).read_bytes()
    told = json.loads(bytes(row.manifest))
    assert {r["reference"] for r in csv.DictReader(written.decode().splitlines())} == {
        one.reference for one in filed
    }
    assert (told["rows"], told["size"]) == (3, len(written))
    assert told["sha256"] == hashlib.sha256(written).hexdigest()
    assert (told["query"], told["licences"]["ridge"], told["ledger_size"]) == (
        QUERY,
        "CC-BY-4.0",
        0,
    )
    assert (row.progress, row.made_at, row.expires_at) == (100, NOW, NOW + LIFE)
    assert list(file_of(row).parent.iterdir()) == [file_of(row)]


def test_the_signature_is_the_logs_over_the_manifest_and_no_receipts(cast, filed):
    row = made(ask(cast.analyst))
    manifest = bytes(row.manifest)
    digest = base64.b64encode(hashlib.sha256(manifest).digest()).decode()
    assert row.signature == receipt_signature(manifest, "manifest")
    assert row.signature.splitlines()[0].endswith("/manifest")
    assert row.signature.splitlines()[1] == digest
    assert row.signature != receipt_signature(manifest)


def test_it_holds_what_its_person_reads_when_it_is_made(cast, filed):
    Incident.objects.filter(pk=filed[0].pk).update(release="mission")
    mine, theirs = ask(cast.analyst), ask(cast.observer)
    run_due(NOW)
    assert file_of(mine).read_text().splitlines()[0] == "id,reference,lat"
    assert len(file_of(mine).read_text().splitlines()) == 4
    assert file_of(theirs).read_text().splitlines()[0] == "id,reference"
    assert len(file_of(theirs).read_text().splitlines()) == 3
    left = ask(cast.analyst)
    Appointment.objects.filter(user=cast.analyst).update(until=NOW.date() - timedelta(days=3))
    assert len(file_of(made(left)).read_text().splitlines()) == 3


def test_every_export_is_noted_with_its_rows(cast, filed):
    made(ask(cast.analyst))
    noted = ReadLog.objects.order_by("-id").first()
    assert (noted.reader, noted.rows, "format=csv" in noted.query) == (cast.analyst, 3, True)


def test_asking_again_makes_nothing_new_and_another_query_is_refused(cast):
    key = uuid7()
    assert ask(cast.analyst, key=key) == ask(cast.analyst, key=key)
    assert Export.objects.count() == Duty.objects.filter(kind="make_export").count() == 1
    with pytest.raises(ReusedKeyError):
        ask(cast.analyst, "format=xlsx", key)
    assert ask(cast.observer, key=key) != ask(cast.analyst, key=key)


def test_what_is_made_is_not_made_again_and_goes_when_its_time_is_over(cast, filed):
    row = made(ask(cast.analyst))
    before = bytes(row.manifest)
    Duty.objects.filter(kind="make_export").update(done_at=None)
    run_due(NOW + timedelta(hours=1))
    row.refresh_from_db()
    assert bytes(row.manifest) == before
    end_export(str(row.pk), NOW + timedelta(days=6))
    assert file_of(row).exists()
    run_due(NOW + LIFE)
    assert not file_of(row).exists()
    assert Export.objects.filter(pk=row.pk, manifest__isnull=False).exists()


def test_a_list_that_is_refused_fails_once_and_says_why(cast):
    row = made(ask(cast.analyst, "format=csv&profile=nonsense"))
    assert (row.made_at, row.progress < 100) == (None, True)
    assert "profile" in row.failure
    assert Duty.objects.get(kind="make_export").done_at == NOW
    assert not list(file_of(row).parent.iterdir())


def test_what_cannot_be_written_is_tried_again(cast, settings, tmp_path):
    settings.EXPORT_DIR = tmp_path / "a file"
    (tmp_path / "a file").write_text("in the way")
    row = made(ask(cast.analyst))
    assert (row.made_at, row.failure) == (None, "")
    assert Duty.objects.get(kind="make_export").attempts == 1


def test_nobody_keeps_the_workers_busy_alone(cast):
    for _one in range(MOST_WAITING):
        ask(cast.analyst)
    with pytest.raises(ValidationError):
        ask(cast.analyst)
    ask(cast.observer)
