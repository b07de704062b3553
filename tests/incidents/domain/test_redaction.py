"""Redaction: two people of two parties, a reason, and nothing left of the value."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from incidents.domain.redaction import (
    REDACTABLE,
    consent_to_redaction,
    decline_redaction,
    propose_redaction,
    redactable_fields,
)
from incidents.enums import Action
from incidents.ledger.canonical import parsed
from incidents.models import Casualty, ContentSalts, JournalEntry, Redaction, Report
from parties.domain.acting import actor_of
from parties.models import Appointment
from tests import factories
from tests.incidents.telling import NOW, at_once, incident_of, killed, tell

pytestmark = pytest.mark.django_db
CANARY = "Anna of the mill"


def propose(cast, report, fields=("narrative",), officer=None, reason="a witness is in danger"):
    actor = actor_of(officer or cast.north_duty_officer)
    return propose_redaction(report, fields, actor=actor, reason=reason, now=NOW)


def consent(cast, redaction, officer=None):
    actor = actor_of(officer or cast.south_duty_officer)
    return consent_to_redaction(redaction, actor=actor, now=NOW)


def redact(cast, report, fields=("narrative",)):
    return consent(cast, propose(cast, report, fields))


def told(cast, **fields):
    return tell(cast.north_monitor, narrative=f"{CANARY} saw it.", **fields).report


def second_officer(cast):
    user = factories.UserFactory(username="north_second")
    factories.AppointmentFactory(
        user=user, mission=cast.mission, party=cast.north, role=Appointment.Role.DUTY_OFFICER
    )
    return user


def codes_of(error):
    return {field: [e.code for e in errors] for field, errors in error.value.error_dict.items()}


def everything():
    """All rows of the product's tables, as text."""
    with connection.cursor() as cursor:
        tables = [t for t in connection.introspection.table_names(cursor) if "incidents_" in t]
        for table in tables:
            cursor.execute(f"SELECT row_to_json(t)::text FROM {table} t")
            yield table, "\n".join(row[0] for row in cursor.fetchall())


def test_with_the_consent_of_two_parties_the_value_is_gone_from_everywhere(cast):
    report = told(cast)
    redact(cast, report)
    hexed = CANARY.encode().hex()
    assert [t for t, rows in everything() if CANARY in rows or hexed in rows] == []


def test_everything_else_stays_as_it_was(cast):
    before = told(cast, weapon="mortar", weapon_text="a tube")
    redact(cast, before)
    after = Report.objects.get(pk=before.pk)
    assert (after.narrative, after.weapon_text) == ("", "a tube")
    assert after.content_hash == before.content_hash
    assert bytes(after.receipt) == bytes(before.receipt)
    left = parsed(bytes(after.content))
    assert left == {k: v for k, v in parsed(bytes(before.content)).items() if k != "narrative"}


def test_the_secret_is_forgotten_and_only_the_bare_commitment_stays(cast):
    report = told(cast)
    redact(cast, report)
    salts = ContentSalts.objects.get()
    assert salts.secret is None
    assert "narrative" not in salts.kept
    assert list(salts.hidden[report.content_hash]) == ["narrative"]


def test_variants_lose_the_value_too(cast):
    report = told(cast)
    tell(cast.north_monitor, report_id=report.report_id, narrative=f"{CANARY} fled.")
    redact(cast, report)
    assert set(Report.objects.values_list("narrative", flat=True)) == {""}


def test_words_for_a_side_go_and_its_numbers_stay(cast):
    filed = tell(cast.north_monitor, casualties=(killed(2, side_text=CANARY),))
    redact(cast, filed.report, ["side_text"])
    line = Casualty.objects.get()
    assert (line.side_text, line.best) == ("", 2)
    assert incident_of(filed).killed_high == 2


def test_the_journal_says_who_agreed_and_why(cast):
    report = told(cast)
    redact(cast, report)
    asked, done = JournalEntry.objects.filter(subject_id=str(report.report_id)).order_by("seq")[1:]
    assert (asked.action, asked.actor) == (Action.REDACTION_PROPOSED, cast.north_duty_officer)
    assert (done.action, done.actor) == (Action.REPORT_REDACTED, cast.south_duty_officer)
    body = parsed(bytes(done.body))
    assert (body["proposed_for"], body["party"]) == ("north", "south")
    assert done.reason == "a witness is in danger"


def test_the_same_report_sent_again_gets_its_first_receipt_and_brings_nothing_back(cast):
    first = tell(cast.north_monitor, narrative=CANARY)
    redact(cast, first.report)
    again = tell(cast.north_monitor, report_id=first.report.report_id, narrative=CANARY)
    assert (again.outcome, again.receipt) == ("replayed", first.receipt)
    assert Report.objects.get().narrative == ""


def test_a_variant_that_comes_later_is_kept_without_what_was_redacted(cast):
    report = told(cast)
    redact(cast, report)
    late = tell(
        cast.north_monitor, report_id=report.report_id, narrative=CANARY, weapon_text="a gun"
    )
    assert late.outcome == "variant"
    assert (late.report.narrative, late.report.weapon_text) == ("", "a gun")


def test_another_field_can_be_redacted_later(cast):
    report = told(cast, weapon_text="a tube")
    redact(cast, report)
    redact(cast, report, ["weapon_text"])
    hidden = ContentSalts.objects.get().hidden[report.content_hash]
    assert sorted(hidden) == ["narrative", "weapon_text"]


def test_the_same_person_cannot_consent(cast):
    redaction = propose(cast, told(cast))
    with pytest.raises(ValidationError) as error:
        consent(cast, redaction, cast.north_duty_officer)
    assert codes_of(error) == {"redaction": ["same_person"]}


def test_another_person_of_the_same_party_cannot_consent(cast):
    redaction = propose(cast, told(cast))
    with pytest.raises(ValidationError) as error:
        consent(cast, redaction, second_officer(cast))
    assert codes_of(error) == {"redaction": ["same_party"]}


def test_one_person_of_both_parties_cannot_consent_to_their_own(cast):
    factories.AppointmentFactory(
        user=cast.north_duty_officer,
        mission=cast.mission,
        party=cast.south,
        role=Appointment.Role.DUTY_OFFICER,
    )
    redaction = propose(cast, told(cast))
    with pytest.raises(ValidationError) as error:
        consent(cast, redaction, cast.north_duty_officer)
    assert codes_of(error) == {"redaction": ["same_person"]}


@pytest.mark.parametrize("who", ["north_monitor", "analyst", "administrator", "observer"])
def test_only_duty_officers_of_operating_parties_redact(cast, who):
    report = told(cast)
    with pytest.raises(PermissionDenied):
        propose(cast, report, officer=getattr(cast, who))
    redaction = propose(cast, report)
    with pytest.raises(PermissionDenied):
        consent(cast, redaction, getattr(cast, who))


def test_nobody_of_another_mission_redacts(cast):
    redaction = propose(cast, told(cast))
    with pytest.raises(PermissionDenied):
        consent(cast, redaction, cast.stranger)


@pytest.mark.parametrize(
    "fields, code",
    [
        ((), "required"),
        (("category",), "invalid_choice"),
        (("content_hash",), "invalid_choice"),
        (("narrative; DROP",), "invalid_choice"),
        (("weapon_text",), "empty"),
    ],
)
def test_only_words_that_are_there_can_be_redacted(cast, fields, code):
    with pytest.raises(ValidationError) as error:
        propose(cast, told(cast), fields)
    assert codes_of(error) == {"fields": [code]}


@pytest.mark.parametrize(
    "reason, code",
    [("", "required"), ("  ", "required"), ("\x00", "characters"), ("x" * 1001, "max_length")],
    ids=["none", "blank", "nul", "long"],
)
def test_there_is_a_reason(cast, reason, code):
    with pytest.raises(ValidationError) as error:
        propose(cast, told(cast), reason=reason)
    assert codes_of(error) == {"reason": [code]}


def test_one_redaction_of_a_report_waits_at_a_time(cast):
    report = told(cast)
    propose(cast, report)
    with pytest.raises(ValidationError) as error:
        propose(cast, report, officer=cast.south_duty_officer)
    assert codes_of(error) == {"fields": ["open"]}


def test_what_was_declined_is_not_destroyed_and_cannot_be_consented_to(cast):
    redaction = propose(cast, told(cast))
    actor = actor_of(cast.south_duty_officer)
    decline_redaction(redaction, actor=actor, reason="it is evidence", now=NOW)
    with pytest.raises(ValidationError) as error:
        consent(cast, redaction)
    assert codes_of(error) == {"redaction": ["answered"]}
    assert CANARY in Report.objects.get().narrative


def test_a_redaction_is_answered_once(cast):
    redaction = redact(cast, told(cast))
    with pytest.raises(ValidationError):
        consent(cast, redaction)
    assert JournalEntry.objects.filter(action=Action.REPORT_REDACTED).count() == 1


def test_what_was_redacted_is_not_redacted_again(cast):
    report = told(cast)
    redact(cast, report)
    with pytest.raises(ValidationError) as error:
        propose(cast, report)
    assert codes_of(error) == {"fields": ["redacted"]}


def test_the_fields_that_hold_something_are_offered(cast):
    report = told(cast, weapon_text="a tube", casualties=(killed(1, side_text="them"),))
    assert redactable_fields(report) == ["narrative", "weapon_text", "side_text"]
    assert set(redactable_fields(report)) <= set(REDACTABLE)


REFUSED_SQL = {
    "blank without consent": "UPDATE incidents_report SET narrative = ''",
    "replace": "UPDATE incidents_report SET narrative = 'calm'",
    "forget the secret": "UPDATE incidents_contentsalts SET secret = NULL",
    "delete the salts": "DELETE FROM incidents_contentsalts",
    "delete the redaction": "DELETE FROM incidents_redaction",
    "other fields": "UPDATE incidents_redaction SET fields = '{weapon_text}'",
    "done without consent": "UPDATE incidents_redaction SET done_at = now()",
    "own consent": "UPDATE incidents_redaction SET consented = true, answered_at = now(),"
    " answered_by_id = proposed_by_id, answered_for_id = proposed_for_id",
}


@pytest.mark.parametrize("sql", REFUSED_SQL.values(), ids=REFUSED_SQL)
def test_the_database_refuses_what_two_parties_did_not_agree(cast, sql):
    propose(cast, told(cast))
    refused = pytest.raises((DatabaseError, IntegrityError))
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE incidents_report SET narrative = 'calm'",
        "UPDATE incidents_report SET weapon_text = ''",
        "UPDATE incidents_report SET lat = 1",
        "UPDATE incidents_report SET content = '{}'",
    ],
)
def test_the_door_is_as_narrow_as_the_consent(cast, sql):
    redaction = propose(cast, told(cast, weapon_text="a tube"))
    agreed = "consented = true, answered_at = now(), answered_by_id = %s, answered_for_id = %s"
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE incidents_redaction SET {agreed} WHERE id = %s",
            [cast.south_duty_officer.pk, cast.south.pk, redaction.pk],
        )
        with pytest.raises(DatabaseError, match="is refused"), transaction.atomic():
            cursor.execute(sql)


@pytest.mark.django_db(transaction=True)
def test_ten_consents_at_once_redact_once(cast):
    redaction = propose(cast, told(cast))
    results = at_once(10, lambda _: consent(cast, redaction))
    assert sum(isinstance(result, Redaction) for result in results) == 1
    assert JournalEntry.objects.filter(action=Action.REPORT_REDACTED).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_consent_and_the_same_report_sent_again_at_once_leave_nothing(cast):
    report = told(cast)
    redaction = propose(cast, report)

    def work(number):
        if number:
            return tell(
                cast.north_monitor, report_id=report.report_id, narrative=f"{CANARY} saw it."
            )
        return consent(cast, redaction)

    results = at_once(6, work)
    assert [r for r in results if isinstance(r, Exception)] == []
    assert set(Report.objects.values_list("narrative", flat=True)) == {""}
