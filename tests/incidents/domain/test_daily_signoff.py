"""Sign-off of a day: two people of two parties on one exact revision, beside its content."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction

from incidents.domain.daily_replay import check_revision
from incidents.domain.daily_report import publish_day
from incidents.domain.daily_signoff import sign_report
from incidents.domain.queries.daily_signoff import signable_parties, signing_of
from incidents.models import DailySignOff, JournalEntry
from parties.domain.acting import Actor, actor_of
from tests.incidents.judging import invited, officer_of, with_rule
from tests.incidents.telling import AFTER_DUE, DAY, at_once, tell

pytestmark = pytest.mark.django_db

LATER = AFTER_DUE + timedelta(hours=1)
TOO_LATE = LATER + timedelta(hours=73)


@pytest.fixture
def report(cast):
    tell(cast.north_monitor)
    return publish_day(cast.mission, DAY, AFTER_DUE)


def say(report, user, decision="approve", **fields):
    said = {"actor": actor_of(user), "seen": report.content_hash, "now": LATER}
    return sign_report(report, decision, **said | fields)


def codes_of(refused):
    return {name: [e.code for e in errors] for name, errors in refused.value.error_dict.items()}


def outcome(report, at=LATER):
    signing = signing_of(Actor(), report, at)
    return signing and signing.outcome.value


def test_two_people_of_two_parties_adopt_a_revision(cast, report):
    assert outcome(report) is None
    say(report, cast.north_duty_officer)
    assert outcome(report) == "sign_off"
    say(report, cast.south_duty_officer)
    assert outcome(report) == "adopted"


@pytest.mark.parametrize(
    "rule,first,second,expected",
    [
        ("unanimous", "approve", "dissent", "blocked"),
        ("each_side_once", "approve", "approve_with_reservation", "adopted"),
        ("majority_with_annex", "approve", "dissent", "blocked"),
        ("chair_only_with_notice", "approve", "dissent", "adopted_with_dissent"),
    ],
)
def test_the_missions_rule_decides(cast, report, rule, first, second, expected):
    report.mission = with_rule(cast, rule, cast.north)
    say(report, cast.north_duty_officer, first)
    say(report, cast.south_duty_officer, second, text="One burst is missing.")
    assert outcome(report) == expected


def test_who_lets_the_time_pass_has_not_consented(cast, report):
    say(report, cast.north_duty_officer)
    assert outcome(report, TOO_LATE) == "blocked"
    with pytest.raises(ValidationError) as refused:
        say(report, cast.south_duty_officer, now=TOO_LATE)
    assert codes_of(refused) == {"party": ["not_called"]}


def test_the_rule_is_fixed_by_the_first_signature(cast, report):
    say(report, cast.north_duty_officer)
    report.mission = with_rule(cast, "chair_only_with_notice", cast.north)
    say(report, cast.south_duty_officer, "dissent", text="No.")
    assert outcome(report) == "blocked"


REFUSED = {
    "no reason for a dissent": ({"decision": "dissent"}, {"text": ["required"]}),
    "no decision": ({"decision": "perhaps"}, {"decision": ["invalid_choice"]}),
    "silence is not said": ({"decision": "no_reply"}, {"decision": ["invalid_choice"]}),
    "NUL": ({"decision": "dissent", "text": "a\0b"}, {"text": ["characters"]}),
    "half a pair": ({"decision": "dissent", "text": "\ud800"}, {"text": ["characters"]}),
    "too long": ({"decision": "dissent", "text": "x" * 100_001}, {"text": ["max_length"]}),
    "another content": ({"seen": "0" * 64}, {"decision": ["superseded"]}),
    "another's party": ({"party": "south"}, {"party": ["not_called"]}),
    "a party of a strange name": ({"party": "' OR 1=1"}, {"party": ["not_called"]}),
}


@pytest.mark.parametrize("case", REFUSED)
def test_bad_words_are_refused_and_nothing_is_kept(cast, report, case):
    fields, expected = REFUSED[case]
    with pytest.raises(ValidationError) as refused:
        say(report, cast.north_duty_officer, **fields)
    assert codes_of(refused) == expected
    assert (outcome(report), DailySignOff.objects.count()) == (None, 0)


def test_a_party_and_a_person_sign_once(cast, report):
    say(report, cast.north_duty_officer)
    for again in (cast.north_duty_officer, officer_of(cast.north, cast.mission)):
        with pytest.raises(ValidationError):
            say(report, again)
    assert DailySignOff.objects.count() == 1


@pytest.mark.parametrize("who", ["north_monitor", "analyst", "administrator", "observer", "public"])
def test_others_do_not_sign(cast, report, who):
    with pytest.raises(PermissionDenied):
        say(report, cast.everybody[who])
    assert signable_parties(actor_of(cast.everybody[who]), report, LATER) == []


def test_an_officer_of_a_party_that_does_not_operate_is_not_asked(cast, report):
    with pytest.raises(ValidationError) as refused:
        say(report, officer_of(cast.west, cast.mission))
    assert codes_of(refused) == {"party": ["not_called"]}


def test_who_is_invited_after_the_first_signature_signs_the_next_revision(cast, report):
    say(report, cast.north_duty_officer)
    newcomer = invited(cast)
    with pytest.raises(ValidationError):
        say(report, newcomer)
    say(next_revision(cast), newcomer)


def next_revision(cast):
    tell(cast.south_monitor, post="S-1")
    return publish_day(cast.mission, DAY, LATER)


def test_a_superseded_revision_is_not_signed_any_more_and_keeps_what_was_said(cast, report):
    say(report, cast.north_duty_officer)
    second = next_revision(cast)
    with pytest.raises(ValidationError) as refused:
        say(report, cast.south_duty_officer)
    assert codes_of(refused) == {"decision": ["superseded"]}
    assert [one.decision for one in report.sign_offs.all()] == ["approve"]
    assert outcome(second) is None


def test_the_content_is_made_again_byte_for_byte_whoever_signed(cast, report):
    say(report, cast.north_duty_officer)
    say(report, cast.south_duty_officer, "approve_with_reservation", text="But.")
    assert check_revision(report).is_same
    assert publish_day(cast.mission, DAY, LATER) == report


def test_it_is_journalled_with_hashes_and_without_words(cast, report):
    say(report, cast.north_duty_officer, "dissent", text="A secret reason.")
    rows = JournalEntry.objects.filter(subject_type="daily_report").order_by("seq")
    assert [row.action for row in rows] == ["day_published", "sign_off_called", "signed_off"]
    assert {row.subject_id for row in rows} == {"2021-03-10/1"}
    assert rows[2].actor == cast.north_duty_officer
    assert b"secret" not in bytes(rows[2].body)


FORGED = {
    "another content": "snapshot_hash = repeat('0', 64)",
    "other terms": "terms_hash = repeat('0', 64)",
    "another decision": "decision = 'dissent'",
}


@pytest.mark.parametrize("change", FORGED.values(), ids=FORGED)
def test_the_database_refuses_to_change_what_was_signed(cast, report, change):
    say(report, cast.north_duty_officer)
    for statement in (f"UPDATE incidents_dailysignoff SET {change}", "DELETE FROM %s"):
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement.replace("%s", "incidents_dailysignoff"))


def test_the_database_refuses_a_signature_of_another_content(cast, report):
    say(report, cast.north_duty_officer)
    row = report.sign_offs.get()
    row.pk, row.party, row.signed_by = None, cast.south, cast.south_duty_officer
    row.snapshot_hash = "0" * 64
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_two_who_sign_at_once_call_once(cast, report):
    users = [cast.north_duty_officer, cast.south_duty_officer]
    at_once(2, lambda number: say(report, users[number]))
    assert outcome(report) == "adopted"
    assert JournalEntry.objects.filter(action="sign_off_called").count() == 1
