"""Datasets: what others say lands beside our own record, once, and can be taken back whole."""

from importlib import import_module
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction

from incidents.domain.dataset import Origin, import_dataset, withdraw_batch
from incidents.domain.queries.access import visible_batches, visible_datasets
from incidents.exchange import dataset_reading
from incidents.exchange.dataset_rows import Manner
from incidents.models import DatasetBatch, DatasetRecord, Incident, JournalEntry, Report
from parties.domain.acting import actor_of
from tests.ceasefire.postgresql.test_base import kill_connection

pytestmark = pytest.mark.django_db

REAL = (Path(__file__).parents[1] / "datasets" / "ucdp_ged_south_caucasus.csv").read_bytes()
UCDP = Origin("UCDP GED 21.1", "CC BY 4.0, Uppsala Conflict Data Program")


def take(cast, content=REAL, who="analyst", origin=UCDP, **more):
    return import_dataset(content, origin, cast.mission, actor=actor_of(getattr(cast, who)), **more)


def test_a_real_file_lands_as_records_and_as_no_incident(cast):
    found = take(cast)
    assert (found.added, found.known, found.wrong) == (440, 0, [])
    assert DatasetRecord.objects.count() == found.batch.added == 440
    assert not Incident.objects.exists()
    assert not Report.objects.exists()
    record = DatasetRecord.objects.get(external_id="190516")
    assert (record.killed_low, record.killed_high, record.batch.licence) == (0, 88, UCDP.licence)
    assert record.row["conflict_name"] == "Armenian - Azeri"


def test_a_second_import_adds_nothing(cast):
    take(cast)
    again = take(cast, who="north_duty_officer")
    assert (again.added, again.known, again.batch) == (0, 440, None)
    assert DatasetBatch.objects.count() == 1


def test_a_dry_run_tells_the_same_and_keeps_nothing(cast):
    spoilt = REAL + b"9,2020,99,1,X,1,c,a,b,40,10,1,1,1\n" + REAL.splitlines()[1]
    told = take(cast, spoilt, dry_run=True)
    assert not DatasetRecord.objects.exists()
    assert not JournalEntry.objects.exists()
    found = take(cast, spoilt)
    assert (told.added, told.known, len(told.wrong)) == (440, 1, 1)
    assert (found.added, found.known, len(found.wrong)) == (440, 1, 1)


def test_a_file_that_is_not_read_to_its_end_leaves_nothing(cast, monkeypatch):
    monkeypatch.setattr(dataset_reading, "MOST_WRONG", 0)
    many = REAL + b"".join(REAL.splitlines(keepends=True)[1:] * 10)
    with pytest.raises(ValidationError):
        take(cast, many + b"9,2020,99,1,X,1,c,a,b,40,10,1,1,1\n")
    assert not DatasetRecord.objects.exists()
    assert not DatasetBatch.objects.exists()
    assert take(cast).added == 440


def test_of_rows_with_one_number_the_first_is_kept(cast):
    first = REAL.splitlines(keepends=True)[1]
    again = first.replace(first.split(b",")[7], b"Somebody else", 1)
    assert again != first
    found = take(cast, REAL + again + again)
    assert (found.added, found.known) == (440, 2)
    number = first.split(b",")[0].decode()
    assert DatasetRecord.objects.get(external_id=number).side_a != "Somebody else"


def test_rows_that_are_new_are_added_to_those_that_were_there(cast):
    lines = REAL.splitlines(keepends=True)
    take(cast, b"".join(lines[:101]))
    found = take(cast)
    assert (found.added, found.known, found.batch.added) == (340, 100, 340)
    assert found.batch.records.count() == 340


def test_an_import_and_its_withdrawal_stand_in_the_journal(cast):
    found = take(cast)
    withdraw_batch(found.batch, actor=actor_of(cast.analyst), reason="An older edition.")
    told = JournalEntry.objects.order_by("seq").values_list("action", "reason")
    assert list(told) == [("dataset_imported", ""), ("dataset_withdrawn", "An older edition.")]


def test_a_withdrawn_batch_is_read_by_nobody_and_may_come_again(cast):
    batch = take(cast).batch
    actor = actor_of(cast.analyst)
    withdraw_batch(batch, actor=actor, reason="An older edition.")
    assert not visible_datasets(actor).exists()
    assert DatasetRecord.objects.count() == 440
    with pytest.raises(ValidationError):
        withdraw_batch(batch, actor=actor, reason="Again.")
    assert take(cast).added == 440
    assert visible_datasets(actor).count() == 440


@pytest.mark.parametrize("who", ["north_monitor", "observer", "administrator", "stranger"])
def test_others_import_and_withdraw_nothing(cast, who):
    batch = take(cast).batch
    actor = actor_of(getattr(cast, who))
    with pytest.raises(PermissionDenied):
        take(cast, who=who)
    with pytest.raises(PermissionDenied):
        withdraw_batch(batch, actor=actor, reason="x")
    assert not visible_batches(actor).exists()


@pytest.mark.parametrize(
    "origin", [Origin("", "x"), Origin("x", " "), Origin("x" * 81, "x"), Origin("a\0", "x")]
)
def test_nothing_comes_without_its_name_and_licence(cast, origin):
    with pytest.raises(ValidationError):
        take(cast, origin=origin)


def test_totals_are_refused_with_advice(cast):
    with pytest.raises(ValidationError, match="totals") as refused:
        take(cast, b"country,year,month,events,fatalities\nX,2020,1,3,4\n")
    assert set(refused.value.message_dict) == {"file"}


def test_a_withdrawal_needs_a_reason(cast):
    with pytest.raises(ValidationError):
        withdraw_batch(take(cast).batch, actor=actor_of(cast.analyst), reason=" ")


FROM = "FROM incidents_datasetrecord"


@pytest.mark.parametrize(
    "change",
    [
        "SELECT 0, mission_id, dataset",
        "SELECT batch_id, mission_id + 1, dataset",
        "SELECT batch_id, mission_id, 'Another'",
        f"SELECT batch_id, mission_id, dataset {FROM} UNION ALL SELECT batch_id + 1, 0, dataset",
    ],
)
def test_no_record_is_without_its_batch(cast, change):
    take(cast)
    others = "day_from, day_until, time_precision, position_precision, event_type, side_a, side_b"
    row = "now(), now(), 'T5', 'P0', '', '', '', '', '', '', '{}'"
    named = "md5(random()::text)"
    with (
        pytest.raises(IntegrityError, match="belongs to a batch"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            f"INSERT INTO incidents_datasetrecord (batch_id, mission_id, dataset, external_id,"
            f" {others}, place, country, source, row) SELECT m.*, {named}, {row} FROM"
            f" ({change} {FROM} LIMIT 500) m"
        )


@pytest.mark.parametrize(
    "change",
    [
        "incidents_datasetbatch SET id = id + 1",
        "incidents_datasetbatch SET mission_id = mission_id + 1",
        "incidents_datasetbatch SET licence = 'CC0'",
        "incidents_datasetrecord SET batch_id = batch_id + 1",
        "incidents_datasetrecord SET killed_best = 0",
        "incidents_datasetrecord SET withdrawn_at = now(), row = '{}'",
    ],
)
def test_nothing_of_an_import_is_rewritten(cast, change):
    take(cast)
    with (
        pytest.raises(DatabaseError, match="refused: it only grows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE {change}")


WITHDRAWN = (
    "UPDATE incidents_datasetbatch SET withdrawn_at = now()",
    "UPDATE incidents_datasetrecord SET withdrawn_at = now()",
)
LAST = "id = (SELECT max(id) FROM incidents_datasetrecord)"


@pytest.mark.parametrize(
    "done,refused,why",
    [
        (0, f"{WITHDRAWN[1]} WHERE {LAST}", "whole batch"),
        (0, WITHDRAWN[1], "whole batch"),
        (1, f"{WITHDRAWN[1]} WHERE {LAST}", "whole batch"),
        (1, f"{WITHDRAWN[1]} - interval '1 day'", "whole batch"),
        (1, WITHDRAWN[0], "only grows"),
        (2, "UPDATE incidents_datasetbatch SET withdrawn_at = NULL", "only grows"),
        (2, "UPDATE incidents_datasetrecord SET withdrawn_at = NULL", "only grows"),
        (2, f"UPDATE incidents_datasetrecord SET withdrawn_at = NULL WHERE {LAST}", "only grows"),
        (2, WITHDRAWN[1], "only grows"),
    ],
)
def test_an_import_is_withdrawn_whole_and_once(cast, done, refused, why):
    take(cast)
    with connection.cursor() as cursor:
        for step in WITHDRAWN[:done]:
            cursor.execute(step)
        with pytest.raises(DatabaseError, match=why), transaction.atomic():
            cursor.execute(refused)


def test_roots_that_the_journal_names_are_not_migrated_away(cast):
    back = import_module("incidents.migrations.0047_leaves_of_datasets").Migration.operations[-1]
    with connection.cursor() as cursor:
        cursor.execute(back.reverse_sql)
        take(cast)
        with pytest.raises(DatabaseError, match="roots of datasets"), transaction.atomic():
            cursor.execute(back.reverse_sql)


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_dies_while_a_file_is_read_says_so(cast):
    many = REAL + b"".join(REAL.splitlines(keepends=True)[1:] * 10)
    with pytest.raises(OperationalError, match="closed the connection"):
        take(cast, many, watch=lambda _percent: kill_connection())
    connection.close()
    assert take(cast).added == 440


@pytest.mark.parametrize("table", ["incidents_datasetbatch", "incidents_datasetrecord"])
def test_no_row_is_erased(cast, table):
    take(cast)
    with (
        pytest.raises(DatabaseError, match="nothing is erased"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"DELETE FROM {table}")


HOSTILE = (
    '100% "a";%s;\\N;wann;ü\u0301\n'
    'a\\b;%s%%;\\.;2020-12-01;"tab\there"\n'
    '\\N;"two\nlines";{1};2020-12-02;\u212b "quoted"\n'
    'None;null;\\x00;2020-12-03;"\U0001f54a\r\n"\n'
)


def take_hostile(cast):
    manner = Manner({"event_type": "ü\u0301", "day_from": "wann"}, separator=";")
    return take(cast, HOSTILE.encode(), manner=manner)


def test_a_row_is_kept_as_it_came_whatever_is_in_it(cast):
    found = take_hostile(cast)
    assert (found.added, found.wrong) == (3, [])
    rows = [record.row for record in found.batch.records.order_by("day_from")]
    assert list(rows[0].items()) == [
        ("%s", "%s%%"), ("\\n", "\\."), ("wann", "2020-12-01"), ("ü\u0301", "tab\there"),
        ('100% "a"', "a\\b"),
    ]  # fmt: skip
    assert rows[1]["%s"] == "two\nlines"
    assert rows[1]["ü\u0301"] == '\u212b "quoted"'
    assert rows[2]['100% "a"'] == "None"
