"""Inserting rows of several tables in one trip: nothing of a row is lost on the way."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from incidents.models import Duty, JournalEntry
from incidents.models.insert_once import insert_together
from tests.incidents.telling import NOW

pytestmark = pytest.mark.django_db


def duty(cast, key, **fields):
    common = {"kind": "recount_day", "mission": cast.mission, "created_at": NOW, "due_at": NOW}
    return Duty(key=key, subject="2021-03-01", **common | fields)


def entry(cast, subject):
    return JournalEntry(
        at=NOW,
        mission=cast.mission,
        action="report_filed",
        subject_type="report",
        subject_id=subject,
        body=b"{}",
        body_hash="0" * 64,
    )


def test_rows_of_two_tables_come_in_with_one_trip_and_the_last_know_their_keys(cast):
    duties, entries = [duty(cast, "a"), duty(cast, "b")], [entry(cast, "x"), entry(cast, "y")]
    with CaptureQueriesContext(connection) as asked:
        insert_together(duties, entries)
    assert len(asked) == 1
    assert list(Duty.objects.order_by("key").values_list("key", flat=True)) == ["a", "b"]
    kept = JournalEntry.objects.in_bulk([row.pk for row in entries])
    assert [kept[row.pk].subject_id for row in entries] == ["x", "y"]


@pytest.mark.parametrize("done", [(None, None), (None, NOW), (NOW, None), (NOW, NOW)])
def test_what_is_empty_in_some_rows_only_is_told_row_by_row(cast, done):
    insert_together(
        [duty(cast, f"{place}", done_at=at, last_error="e") for place, at in enumerate(done)]
    )
    rows = Duty.objects.order_by("key")
    assert tuple(rows.values_list("done_at", flat=True)) == done
    assert set(rows.values_list("lease_until", "attempts", "last_error")) == {(None, 0, "e")}


@pytest.mark.parametrize("tables", [(), ([],), ([], [])])
def test_of_nothing_nothing_is_inserted(tables, django_assert_num_queries):
    with django_assert_num_queries(0):
        insert_together(*tables)


def test_an_empty_last_table_gives_no_keys(cast):
    insert_together([duty(cast, "a")], [])
    assert Duty.objects.get().key == "a"


def test_one_row_that_is_refused_refuses_all(cast):
    insert_together([duty(cast, "a")])
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_together([duty(cast, "b")], [duty(cast, "a")])
    assert Duty.objects.get().key == "a"
