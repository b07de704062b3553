"""Tables: whatever role a request works in, what happened is neither changed nor erased."""

import pytest
from django.db import connection

from ceasefire.postgresql.roles import ADMIN, GATE, WEB, WRITER
from ceasefire.postgresql.tables import EVERY_COLUMN, TABLES
from incidents.models import (
    Checkpoint,
    CheckpointSignature,
    Finding,
    Incident,
    JournalEntry,
    StaleDay,
)
from parties.models import ApiToken, Party, Place, User
from tests.ceasefire.postgresql.world import behind
from tests.incidents.telling import DAY, NOW, tell

pytestmark = pytest.mark.django_db

HAPPENED = sorted(table for table in TABLES if table.startswith("incidents_"))
LEDGER = sorted(t for t in HAPPENED if "ledger" in t or "checkpoint" in t)
COSIGNED = "incidents_checkpointsignature"
ROLES = (WEB, WRITER, ADMIN, GATE)


def run(sql):
    """Run one statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql)


def may(role, table, deed):
    """Tell whether a role holds a privilege on a table, or on one of its columns."""
    check = "has_table_privilege" if deed in ("DELETE", "TRUNCATE") else "has_any_column_privilege"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {check}(%s, %s, %s)", [role, table, deed])
        return cursor.fetchone()[0]


@pytest.mark.parametrize("deed", ["DELETE", "TRUNCATE"])
def test_no_role_erases_what_happened(db, deed):
    assert [(r, t) for r in ROLES for t in HAPPENED if may(r, t, deed)] == []


def test_only_the_domain_changes_what_happened_and_only_what_moves(db):
    changes = {t for t in HAPPENED if may(WRITER, t, "UPDATE")}
    assert changes == {t for t, rights in TABLES.items() if rights.changes}
    assert [(r, t) for r in (WEB, ADMIN, GATE) for t in HAPPENED if may(r, t, "UPDATE")] == []


def test_no_request_adds_to_the_signed_log(db):
    assert [(r, t) for r in ROLES for t in LEDGER if may(r, t, "INSERT")] == [(WRITER, COSIGNED)]


def test_a_request_adds_the_lines_of_witnesses_to_a_checkpoint_and_never_the_log_s(cast, refused):
    point = Checkpoint.objects.create(size=1, root=b"r", text="t", created_at=NOW)
    lines = CheckpointSignature.objects

    def add(name, *, is_log):
        lines.create(checkpoint=point, name=name, line=name, is_log=is_log)

    with behind(cast.north_duty_officer, WRITER):
        add("party-north", is_log=False)
        refused(lambda: add("log", is_log=True))
        refused(lambda: lines.update(is_log=True))
    for role in (WEB, ADMIN, GATE):
        with behind(cast.north_duty_officer, role):
            refused(lambda: add("party-south", is_log=False))
    with behind(cast.observer):
        assert [line.name for line in lines.all()] == ["party-north"]


def test_the_journal_is_added_to_by_the_domain_alone(db):
    assert [r for r in ROLES if may(r, "incidents_journalentry", "INSERT")] == [WRITER]
    assert not may(WRITER, "incidents_journalentry", "UPDATE")


def test_the_whole_row_is_changed_of_incidents_only():
    assert [t for t, r in TABLES.items() if r.changes == EVERY_COLUMN] == ["incidents_incident"]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE incidents_journalentry SET reason = 'x'",
        "DELETE FROM incidents_journalentry",
        "TRUNCATE incidents_journalentry CASCADE",
        "UPDATE incidents_ledgerentry SET leaf = 'x'",
        "DELETE FROM incidents_checkpoint",
        "TRUNCATE incidents_ledgernode",
        "INSERT INTO incidents_ledgernode (level, position, hash) VALUES (1, 0, 'x')",
        "UPDATE incidents_report SET received_at = now()",
        "DELETE FROM incidents_incident",
        "UPDATE incidents_finding SET text = 'x'",
        "UPDATE incidents_claim SET until = now()",
        "ALTER TABLE incidents_journalentry DISABLE TRIGGER ALL",
        "ALTER TABLE incidents_incident DISABLE ROW LEVEL SECURITY",
        "DROP TABLE incidents_readlog",
    ],
)
def test_postgresql_refuses_it(cast, refused, role, sql):
    with behind(cast.north_duty_officer, role):
        refused(lambda: run(sql))


def test_a_request_writes_nothing_outside_of_the_domain(cast, refused):
    tell(cast.north_monitor)
    with behind(cast.north_duty_officer):
        refused(lambda: Incident.objects.update(release="public"))
        refused(lambda: JournalEntry.objects.create(at=NOW, mission=cast.mission))
        refused(lambda: Finding.objects.update(status="published"))
        refused(lambda: Party.objects.update(name="x"))


def test_the_triggers_of_tallies_mark_days_for_roles_that_may_not_read_them(cast, refused):
    tell(cast.north_monitor, place=cast.village.code)
    StaleDay.objects.all()._raw_delete(StaleDay.objects.db)
    with behind(cast.administrator, ADMIN):
        Place.objects.filter(pk=cast.village.pk).update(area="Lower valley")
        refused(StaleDay.objects.exists)
    assert StaleDay.objects.get().mission_day == DAY
    with behind(cast.north_duty_officer, WRITER):
        Incident.objects.update(severity=2)
    assert StaleDay.objects.count() == 2


@pytest.mark.parametrize("table", ["incidents_staleday", "incidents_incidentversion"])
def test_the_domain_writes_incidents_while_their_triggers_tables_are_not_granted_yet(cast, table):
    run(f"REVOKE ALL ON {table} FROM {', '.join(ROLES)}")
    with behind(cast.north_monitor, WRITER):
        told = tell(cast.north_monitor)
        Incident.objects.filter(pk=told.incident_id).update(severity=2)
        run("SET CONSTRAINTS ALL IMMEDIATE")
    assert {day.mission_day for day in StaleDay.objects.all()} == {DAY}


def test_which_incidents_changed_is_told_to_readers_alone(db):
    told = "incidents_changed_since(bigint)"
    asked = "SELECT role FROM unnest(%s) role WHERE has_function_privilege(role, %s, 'EXECUTE')"
    with connection.cursor() as cursor:
        cursor.execute(asked, [list(ROLES), told])
        assert {role for (role,) in cursor.fetchall()} == {WEB, WRITER}


def test_who_keeps_the_standing_order_does_not_hear_which_incidents_changed(cast, refused):
    with behind(cast.administrator, ADMIN):
        refused(lambda: run("SELECT * FROM incidents_changed_since(0)"))


def test_password_hashes_are_seen_in_signing_in_alone(cast, refused):
    with behind(cast.analyst):
        refused(lambda: User.objects.get(pk=cast.analyst.pk))
        assert User.objects.defer("password").get(pk=cast.analyst.pk) == cast.analyst
    with behind(cast.analyst, GATE):
        assert User.objects.get(pk=cast.analyst.pk).password


def test_nobody_makes_a_token_for_somebody_else(cast, refused):
    with behind(cast.analyst):
        ApiToken.objects.create(cast.analyst)
        refused(lambda: ApiToken.objects.create(cast.north_duty_officer))
