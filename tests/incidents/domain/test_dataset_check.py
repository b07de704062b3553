"""Checking imports: whatever somebody with the database changes in one is found and named."""

import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from incidents.domain.dataset import Origin, withdraw_batch
from incidents.domain.dataset_check import MOST_NAMED, check_imports, leaf_now
from incidents.domain.sequencing import sequence
from incidents.exchange.dataset_rows import Manner
from incidents.ledger.canonical import canonical_bytes, parsed
from incidents.ledger.merkle import tree_root
from incidents.models import DatasetBatch, JournalEntry
from parties.domain.acting import actor_of
from tests.incidents.domain.test_dataset import REAL, take, take_hostile

pytestmark = pytest.mark.django_db

SMALL = b"".join(REAL.splitlines(keepends=True)[:31])
BATCH, RECORD = "incidents_datasetbatch", "incidents_datasetrecord"
JOURNAL = "incidents_journalentry"
OTHER = "(SELECT id FROM parties_user WHERE username = 'observer')"
FIRST = f"WHERE id = (SELECT min(id) FROM {RECORD})"


def sql(*statements):
    """Do what somebody can whom no trigger stops."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("SET LOCAL session_replication_role = origin")


def faults(cast):
    return [fault for one in check_imports(cast.mission) for fault in one.faults]


def test_an_import_commits_to_its_rows_by_external_id(cast):
    batch = take(cast).batch
    records = sorted(batch.records.all(), key=lambda record: record.external_id)
    root = tree_root(bytes(record.leaf) for record in records)
    assert bytes(batch.root) == root
    assert parsed(bytes(JournalEntry.objects.get().body))["root"] == root.hex()
    assert faults(cast) == []


def test_the_order_of_the_file_is_no_matter(cast):
    lines = SMALL.splitlines(keepends=True)
    root = take(cast, SMALL).batch.root
    withdraw_batch(DatasetBatch.objects.get(), actor=actor_of(cast.analyst), reason="Again.")
    assert take(cast, b"".join([lines[0], *reversed(lines[1:])])).batch.root == root
    assert faults(cast) == []


def test_ids_are_ordered_by_code_points_in_every_database(cast):
    ids = ["b", "B", "a", "Z", "é", "z", "\U0001f54a", "\uffee", "10", "9"]
    rows = "".join(f"{name},2020-01-02\n" for name in ids)
    manner = Manner({"external_id": "id", "day_from": "day"})
    batch = take(cast, f"id,day\n{rows}".encode(), manner=manner).batch
    leaves = dict(batch.records.values_list("external_id", "leaf"))
    assert bytes(batch.root) == tree_root(bytes(leaves[name]) for name in sorted(ids))
    assert faults(cast) == []


def test_whatever_is_in_a_row_an_honest_import_is_not_accused(cast):
    take_hostile(cast)
    manner = Manner({"day_from": "day", "lat": "n", "lon": "e", "killed_best": "k", "place": "p"})
    rows = (
        "day;n;e;k;p;x\n"
        "2020-01;-0.0000001;+1e1;007;e\u0301;100%\n"
        f"1.2.0987;40,1234565;-180;0.0;{'A' * 600};{'x' * 100_000}\n"
        "2020-01-03;;;;;\u212b\n"
    )
    assert take(cast, rows.encode(), manner=manner).added == 3
    assert faults(cast) == []


def test_a_later_import_commits_to_what_it_added(cast):
    take(cast, SMALL)
    found = take(cast)
    assert (found.added, found.batch.records.count()) == (410, 410)
    assert faults(cast) == []


def test_a_withdrawn_import_is_checked_as_well(cast):
    batch = take(cast, SMALL).batch
    withdraw_batch(batch, actor=actor_of(cast.analyst), reason="An older edition.")
    assert faults(cast) == []
    sql(f"UPDATE {RECORD} SET side_a = '' {FIRST}")
    assert len(faults(cast)) == 2


CHANGES = {
    f"UPDATE {RECORD} SET killed_best = killed_best + 1 {FIRST}": "changed: ",
    f"UPDATE {RECORD} SET killed_low = NULL {FIRST}": "changed: ",
    f"UPDATE {RECORD} SET lat = lat + 0.000001 {FIRST}": "changed: ",
    f"UPDATE {RECORD} SET day_until = day_until + 1 {FIRST}": "changed: ",
    f'UPDATE {RECORD} SET row = row || \'{{"country": "X"}}\' {FIRST}': "changed: ",
    f"UPDATE {RECORD} SET row = row - 'country' {FIRST}": "changed: ",
    f"UPDATE {RECORD} SET row = '1.5' {FIRST}": "changed: ",
    f"UPDATE {RECORD} SET row = '{{\"a\": [1.5, null]}}' {FIRST}": "changed: ",
    f"UPDATE {RECORD} SET external_id = 'another' {FIRST}": "changed: another",
    f"UPDATE {RECORD} SET withdrawn_at = now() {FIRST}": "changed: ",
    f"UPDATE {RECORD} SET dataset = 'Another' {FIRST}": "changed: ",
    f"UPDATE {RECORD} SET leaf = NULL {FIRST}": "changed: ",
    f"UPDATE {RECORD} SET leaf = sha256('x') {FIRST}": "changed: ",
    f"DELETE FROM {RECORD} {FIRST}": "29 rows, and 30 were imported",
    f"UPDATE {BATCH} SET root = sha256('x')": "its rows have another root",
    f"UPDATE {BATCH} SET root = NULL": "the journal says another root",
    f"UPDATE {BATCH} SET added = 29": "the journal says another rows",
    f"UPDATE {BATCH} SET licence = 'CC0'": "the journal says another licence",
    f"UPDATE {BATCH} SET withdrawn_at = now()": "its withdrawal is not that of the journal",
    f"DELETE FROM {BATCH}": "it is in the journal, but gone",
    f"UPDATE {BATCH} SET kind = 'acled'": "the journal says another kind",
    f"UPDATE {BATCH} SET dataset = 'Another'": "the journal says another dataset",
    f"UPDATE {BATCH} SET sha256 = ''": "the journal says another sha256",
    f"UPDATE {BATCH} SET imported_by_id = {OTHER}": "the journal says another person",
    f"UPDATE {BATCH} SET imported_at = now()": "the journal says another time",
    f"UPDATE {JOURNAL} SET actor_id = {OTHER}": "the journal says another person",
    f"UPDATE {JOURNAL} SET actor_id = NULL": "the journal says another person",
    f"UPDATE {JOURNAL} SET at = now()": "the journal says another time",
    f"DELETE FROM {JOURNAL}": "its import is not in the journal",
    f"UPDATE {JOURNAL} SET body = '{{}}'": "its entry in the journal is changed",
    f"UPDATE {JOURNAL} SET body = '[]'": "its entry in the journal is changed",
    f"UPDATE {JOURNAL} SET body = '\\xff'": "its entry in the journal is changed",
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_changed_in_an_import_is_found(cast, change):
    take(cast, SMALL)
    sql(change)
    assert any(CHANGES[change] in fault for fault in faults(cast)), faults(cast)


WITHDRAWAL = f"UPDATE {JOURNAL} SET %s WHERE action = 'dataset_withdrawn'"
NOTHING = "body = '{}', body_hash = encode(sha256('{}'), 'hex')"
CHANGES_AFTER = {
    f"UPDATE {BATCH} SET withdrawn_at = now()": "its withdrawal is not that of the journal",
    f"UPDATE {BATCH} SET withdrawn_at = NULL": "its withdrawal is not that of the journal",
    f"UPDATE {RECORD} SET withdrawn_at = NULL {FIRST}": "changed: ",
    WITHDRAWAL % "at = now()": "its withdrawal is not that of the journal",
    WITHDRAWAL % "body = '{}'": "the entry of its withdrawal is changed",
    WITHDRAWAL % NOTHING: "the entry of its withdrawal is changed",
}


@pytest.mark.parametrize("change", CHANGES_AFTER)
def test_what_is_changed_in_a_withdrawn_import_is_found(cast, change):
    withdraw_batch(take(cast, SMALL).batch, actor=actor_of(cast.analyst), reason="Old.")
    sql(change)
    assert any(CHANGES_AFTER[change] in fault for fault in faults(cast)), faults(cast)


@pytest.mark.parametrize("change", ["reason = 'Wrong.'", f"actor_id = {OTHER}", NOTHING])
@pytest.mark.parametrize("action", ["dataset_imported", "dataset_withdrawn"])
def test_once_it_is_logged_nothing_of_an_entry_changes_unseen(cast, change, action):
    withdraw_batch(take(cast, SMALL).batch, actor=actor_of(cast.analyst), reason="Old.")
    sequence()
    assert faults(cast) == []
    sql(f"UPDATE {JOURNAL} SET {change} WHERE action = '{action}'")
    assert any("entry" in fault and "changed" in fault for fault in faults(cast)), faults(cast)


@pytest.mark.parametrize("spoilt", ["DELETE FROM %ssalts", "UPDATE %sentry SET leaf = '{}'"])
def test_an_entry_that_nothing_opens_any_more_is_changed(cast, spoilt):
    take(cast, SMALL)
    sequence()
    sql(spoilt % "incidents_ledger")
    assert faults(cast) == ["its entry in the journal is changed"]


def test_rows_without_an_import_are_found(cast):
    take(cast, SMALL)
    sql(f"DELETE FROM {BATCH}", f"DELETE FROM {JOURNAL}")
    assert faults(cast) == ["it is not there, and 30 rows are"]


def test_a_name_is_no_other_in_another_normal_form(cast):
    """The journal composes what an import keeps as it was said."""
    origin = Origin("Cafe\u0301", "No\u0308e")
    withdraw_batch(
        take(cast, SMALL, origin=origin).batch, actor=actor_of(cast.analyst), reason="Old."
    )
    assert take(cast, SMALL, origin=origin).batch.dataset == origin.dataset
    assert faults(cast) == []


@pytest.mark.django_db(transaction=True)
def test_who_withdraws_an_import_during_the_check_is_not_accused(cast):
    first, second = take(cast, SMALL).batch, take(cast).batch
    checked = check_imports(cast.mission)
    assert next(checked).name == str(first)
    apart(lambda: withdraw_batch(second, actor=actor_of(cast.analyst), reason="Old."))
    assert [one.faults for one in checked] == [[]]
    assert faults(cast) == []


def apart(act):
    """Do something in another connection, and wait until it is done."""

    def run():
        try:
            act()
        finally:
            connection.close()

    other = threading.Thread(target=run)
    other.start()
    other.join()


def test_a_row_that_is_changed_with_its_leaf_leads_to_another_root(cast):
    batch = take(cast, SMALL).batch
    sql(f"UPDATE {RECORD} SET side_a = 'Nobody' {FIRST}")
    leaf = leaf_now(batch.records.earliest("pk"))
    sql(f"UPDATE {RECORD} SET leaf = '\\x{leaf.hex()}' {FIRST}")
    assert faults(cast) == ["its rows have another root"]


def test_a_row_that_is_added_later_is_found(cast):
    take(cast, SMALL)
    columns = "batch_id, mission_id, dataset, day_from, day_until, time_precision,"
    columns += " position_precision, event_type, side_a, side_b, place, country, source, row, leaf"
    sql(
        f"INSERT INTO {RECORD} (external_id, {columns}) SELECT 'another', {columns}"
        f" FROM {RECORD} {FIRST}"
    )
    found = faults(cast)
    assert found[0] == "changed: another"
    assert found[1:] == ["31 rows, and 30 were imported", "its rows have another root"]


def test_of_many_changed_rows_some_are_named(cast):
    take(cast, SMALL)
    sql(f"UPDATE {RECORD} SET side_a = ''")
    assert len(faults(cast)) == MOST_NAMED + 2
    assert "changed: 10 more" in faults(cast)


def test_of_an_import_without_leaves_it_is_said_that_it_has_none(cast, capsys):
    """As it was imported before there were any: nothing of it was committed to."""
    take(cast, SMALL)
    entry = JournalEntry.objects.get()
    said = parsed(bytes(entry.body))
    body = canonical_bytes({name: said[name] for name in said.keys() - {"kind", "root"}})
    sql(
        f"UPDATE {RECORD} SET leaf = NULL",
        f"UPDATE {BATCH} SET root = NULL",
        f"UPDATE incidents_journalentry SET body = '\\x{body.hex()}',"
        f" body_hash = encode(sha256('\\x{body.hex()}'), 'hex')",
    )
    (checked,) = check_imports(cast.mission)
    assert (checked.faults, checked.has_root) == ([], False)
    call_command("check_datasets")
    assert "imported before rows had leaves" in capsys.readouterr().out


def test_the_command_names_what_is_changed_and_fails(cast, capsys):
    take(cast, SMALL)
    call_command("check_datasets", mission=cast.mission.code)
    assert "1 imports checked, none changed" in capsys.readouterr().out
    sql(f"UPDATE {RECORD} SET side_a = '' {FIRST}")
    with pytest.raises(CommandError, match="1 of 1 imports"):
        call_command("check_datasets")
    assert "its rows have another root" in capsys.readouterr().err
