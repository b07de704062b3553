"""The database itself refuses to change or erase what was acknowledged."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from incidents.domain.daily_report import publish_day
from incidents.domain.daily_return import file_daily_return
from incidents.domain.daily_signoff import sign_report
from incidents.domain.proposal import decide_proposal
from incidents.models import (
    AttributedSide,
    BreachOf,
    Casualty,
    ComplianceWord,
    CustodyEntry,
    DailyCount,
    DailyReport,
    DailyReturn,
    DailySignOff,
    DailySignOffCall,
    DailyTally,
    Derivative,
    Duty,
    Evidence,
    Incident,
    Inspection,
    JournalEntry,
    PrintedReport,
    ProposalDecision,
    Reply,
    Report,
    SameEventLink,
    SignOff,
    SignOffCall,
    StaleDay,
    StoredFile,
    Upload,
)
from parties.domain.acting import actor_of
from tests.incidents.judging import concluded, correct, proposal_of
from tests.incidents.sending import attach, inspect_all
from tests.incidents.telling import AFTER_DUE, DAY, NOW, killed, return_content, tell

pytestmark = pytest.mark.django_db

# Each table with a column whose change would matter.
APPEND_ONLY = {
    JournalEntry: "reason",
    Report: "narrative",
    Casualty: "side_text",
    DailyReturn: "note",
    DailyReport: "content_hash",
    BreachOf: "note",
    AttributedSide: "responsibility",
    ProposalDecision: "reason",
    Reply: "text",
    SignOffCall: "rule",
    SignOff: "text",
    DailySignOffCall: "terms_hash",
    DailySignOff: "text",
    ComplianceWord: "note",
    StoredFile: "media_type",
    Upload: "name",
    Evidence: "file_id",
    Inspection: "outcome",
    Derivative: "name",
    CustodyEntry: "reason",
}


@pytest.fixture
def record(cast):
    """A row in every table that only grows."""
    tell(cast.north_monitor, casualties=(killed(2, "north"),))
    file_daily_return(return_content(), author=cast.north_monitor, now=NOW)
    day = publish_day(cast.mission, DAY, AFTER_DUE)
    officer = actor_of(cast.north_duty_officer)
    sign_report(day, "approve", actor=officer, seen=day.content_hash, now=AFTER_DUE)
    finding = concluded(cast)
    waiting = correct(cast.north_monitor, finding.incident.links.get().report)
    decide_proposal(proposal_of(waiting), "accepted", actor=officer, reason="Checked.")
    attach(cast.north_monitor)
    inspect_all()
    connection.check_constraints()  # none is left for the end of the transaction


def refuse(sql):
    """Run a statement that must be refused by a trigger."""
    with (
        pytest.raises(DatabaseError, match=r"it only|nothing is erased|salts are only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


@pytest.mark.parametrize("model", APPEND_ONLY)
def test_no_row_is_changed_by_hand(record, model):
    refuse(f"UPDATE {model._meta.db_table} SET {APPEND_ONLY[model]} = 'forged'")


@pytest.mark.parametrize("model", APPEND_ONLY)
def test_no_row_is_erased_by_hand(record, model):
    refuse(f"DELETE FROM {model._meta.db_table}")


@pytest.mark.parametrize("model", APPEND_ONLY)
def test_no_table_is_emptied(record, model):
    refuse(f"TRUNCATE {model._meta.db_table} CASCADE")


@pytest.mark.parametrize("model", APPEND_ONLY)
def test_no_row_is_changed_or_erased_through_its_model(record, model):
    row = model.objects.first()
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save(force_update=True)
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.filter(pk=row.pk)._raw_delete(model.objects.db)


@pytest.mark.parametrize("model", APPEND_ONLY)
def test_what_was_refused_is_still_there_unchanged(record, model):
    before = list(model.objects.order_by("pk").values())
    refuse(f"DELETE FROM {model._meta.db_table}")
    assert list(model.objects.order_by("pk").values()) == before


def test_not_even_the_key_of_a_row_is_changed(record):
    refuse("UPDATE incidents_journalentry SET seq = seq + 100")


# No row of these leaves, whatever may change of it.
# From the revision that it prints, and from the incidents of the day.
MADE_AGAIN = {PrintedReport, DailyTally, StaleDay}
HAPPENED = [m for m in apps.get_app_config("incidents").get_models() if m not in MADE_AGAIN]


@pytest.mark.parametrize("model", HAPPENED)
def test_no_table_of_what_happened_is_emptied(db, model):
    refuse(f"TRUNCATE {model._meta.db_table} CASCADE")


@pytest.mark.parametrize("model", HAPPENED)
def test_every_table_of_what_happened_guards_each_of_its_rows(db, model):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM information_schema.triggers WHERE event_object_table = %s"
            " AND event_manipulation = 'DELETE' AND action_timing = 'BEFORE'"
            " AND action_orientation = 'ROW'",
            [model._meta.db_table],
        )
        assert cursor.fetchone() == (1,)


@pytest.mark.parametrize("model", [Incident, SameEventLink, Duty, DailyCount])
def test_a_row_that_changes_is_not_erased_either(record, model):
    refuse(f"DELETE FROM {model._meta.db_table}")
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.all()._raw_delete(model.objects.db)
    assert model.objects.exists()
