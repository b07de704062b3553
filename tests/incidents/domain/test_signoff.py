"""Sign-off: two people of two parties on one exact snapshot, by the mission's own rule."""

from datetime import timedelta
from itertools import product

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from incidents.domain.finding import FindingChangedError, Seen, amend_finding
from incidents.domain.pump import run_due
from incidents.domain.signoff import RULES, Vote, is_established, outcome_of, sign
from incidents.judgements import Decision
from incidents.models import JournalEntry, SignOff
from parties.models import MissionStep
from tests.factories import AppointmentFactory
from tests.incidents.judging import (
    AFTER_REPLIES,
    AFTER_SIGN_OFF,
    acting,
    adopted,
    as_is,
    invited,
    naming,
    officer_of,
    opened,
    plain,
    say,
    step,
    with_rule,
)

pytestmark = pytest.mark.django_db


def codes_of(refused):
    return {name: [e.code for e in errors] for name, errors in refused.value.error_dict.items()}


# --- what a rule makes of a vote ------------------------------------------------


@pytest.mark.parametrize(
    "rule,said,outcome",
    [
        ("unanimous", "approve approve", "adopted"),
        ("unanimous", "approve approve_with_reservation", "adopted"),
        ("unanimous", "approve dissent", "blocked"),
        ("unanimous", "approve no_reply", "blocked"),
        ("unanimous", "approve approve abstain", "adopted"),
        ("unanimous", "approve approve no_reply", "blocked"),
        ("unanimous", "approve abstain", "blocked"),
        ("majority_with_annex", "approve approve dissent", "adopted_with_dissent"),
        ("majority_with_annex", "approve dissent", "blocked"),
        ("majority_with_annex", "approve dissent dissent", "blocked"),
        ("majority_with_annex", "approve approve abstain no_reply", "blocked"),
        ("majority_with_annex", "approve approve recuse recuse", "adopted"),
        ("chair_plus_one", "approve approve dissent", "adopted_with_dissent"),
        ("chair_plus_one", "dissent approve approve", "blocked"),
        ("chair_plus_one", "approve dissent", "blocked"),
        ("each_side_once", "approve approve dissent", "adopted_with_dissent"),
        ("each_side_once", "approve approve no_reply", "blocked"),
        ("chair_only_with_notice", "approve approve", "adopted"),
        ("chair_only_with_notice", "dissent approve approve", "blocked"),
    ],
)
def test_what_a_rule_makes_of_a_vote(rule, said, outcome):
    decisions = {f"party-{n}": code for n, code in enumerate(said.split())}
    assert outcome_of(rule, Vote(decisions, "party-0"), 2) == outcome


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule != "chair_only_with_notice"])
def test_no_rule_adopts_with_fewer_than_two_parties(rule):
    for said in product(Decision.values, repeat=3):
        vote = Vote({f"party-{n}": code for n, code in enumerate(said)}, "party-0")
        if len(vote.approving) < 2:
            assert outcome_of(rule, vote, 2) == "blocked"


def test_every_rule_of_a_mission_is_known(cast):
    assert set(RULES) == {c for c, _ in cast.mission._meta.get_field("sign_off_rule").choices}


# --- signing -------------------------------------------------------------------


def test_two_people_of_two_parties_adopt_a_finding(cast):
    made = opened(cast)
    say(made, cast.north_duty_officer)
    assert as_is(made).status == "sign_off"
    say(made, cast.south_duty_officer)
    assert as_is(made).status == "adopted"
    assert is_established(as_is(made))


def test_one_approval_establishes_nothing(cast):
    made = opened(cast)
    say(made, cast.north_duty_officer)
    assert not is_established(as_is(made))


def test_a_sign_off_is_bound_to_the_snapshot_that_was_seen(cast):
    made = opened(cast)
    for seen in (Seen("0" * 64), Seen(made.snapshot_hash, "finding_draft")):
        with pytest.raises(FindingChangedError):
            say(made, cast.north_duty_officer, seen=seen)
    signed = say(made, cast.north_duty_officer)
    assert signed.snapshot_hash == made.snapshot_hash


def test_an_amended_version_cannot_be_signed_any_more(cast):
    made = opened(cast)
    say(made, cast.north_duty_officer)
    officer = acting(cast.north_duty_officer)
    amend_finding(made, plain(text="Four."), actor=officer, reason="New.", now=AFTER_REPLIES)
    with pytest.raises(ValidationError) as refused:
        say(made, cast.south_duty_officer)
    assert codes_of(refused) == {"decision": ["not_in_sign_off"]}


def test_a_party_signs_once(cast):
    made = opened(cast)
    say(made, cast.north_duty_officer)
    for user in (cast.north_duty_officer, officer_of(cast.north, cast.mission)):
        with pytest.raises(ValidationError) as refused:
            say(made, user)
        assert codes_of(refused) == {"party": ["not_called"]}


def test_a_person_signs_for_one_party(cast):
    AppointmentFactory(
        user=cast.north_duty_officer, mission=cast.mission, party=cast.south, role="duty_officer"
    )
    made = opened(cast)
    say(made, cast.north_duty_officer, party="north")
    with pytest.raises(ValidationError) as refused:
        say(made, cast.north_duty_officer, party="south")
    assert codes_of(refused) == {"party": ["not_called"]}


@pytest.mark.parametrize(
    "name", ["north_monitor", "analyst", "administrator", "observer", "stranger", "public"]
)
def test_nobody_else_signs(cast, name):
    with pytest.raises(PermissionDenied):
        say(opened(cast), cast.everybody[name])


@pytest.mark.parametrize(
    "decision,text,codes",
    [
        ("perhaps", "", {"decision": ["invalid_choice"]}),
        ("no_reply", "", {"decision": ["invalid_choice"]}),
        ("dissent", " ", {"text": ["required"]}),
        ("approve_with_reservation", "", {"text": ["required"]}),
        ("approve", "a\x00", {"text": ["characters"]}),
        ("approve", "x" * 20_001, {"text": ["max_length"]}),
    ],
)
def test_a_decision_that_cannot_be_is_refused(cast, decision, text, codes):
    with pytest.raises(ValidationError) as refused:
        say(opened(cast), cast.north_duty_officer, decision, text=text)
    assert codes_of(refused) == codes
    assert not SignOff.objects.exists()


def test_the_journal_holds_the_decision_and_its_hash_but_not_its_words(cast):
    say(opened(cast), cast.north_duty_officer, "dissent", text="We saw no shots.")
    entry = JournalEntry.objects.get(action="signed_off")
    assert b'"decision":"dissent"' in bytes(entry.body)
    assert b"no shots" not in bytes(entry.body)


# --- the database itself ---------------------------------------------------------


def forge(finding, **fields):
    row = {
        "finding": finding,
        "snapshot_hash": finding.snapshot_hash,
        "decision": "approve",
        "signed_at": AFTER_REPLIES,
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        SignOff.objects.create(**row | fields)


def test_the_database_holds_one_for_each_party_and_person(cast):
    made = opened(cast)
    say(made, cast.north_duty_officer)
    forge(made, party=cast.north, signed_by=cast.south_duty_officer)
    forge(made, party=cast.south, signed_by=cast.north_duty_officer)


def test_the_database_binds_a_sign_off_to_its_findings_snapshot_and_called_party(cast):
    made = opened(cast)
    person = cast.south_duty_officer
    forge(made, party=cast.south, signed_by=person, snapshot_hash="0" * 64)
    forge(made, party=cast.west, signed_by=person)
    forge(made, party=cast.south, signed_by=None)


def test_a_sign_off_is_never_changed(cast):
    say(opened(cast), cast.north_duty_officer)
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        SignOff.objects.update(decision="dissent")


# --- deadlines and stories ---------------------------------------------------------


def test_who_lets_the_time_pass_has_given_no_reply(cast):
    made = opened(cast)
    say(made, cast.north_duty_officer)
    run_due(AFTER_REPLIES + timedelta(hours=71))
    assert as_is(made).status == "sign_off"
    run_due(AFTER_SIGN_OFF)
    silent = SignOff.objects.get(party=cast.south)
    assert (silent.decision, silent.signed_by) == ("no_reply", None)
    assert as_is(made).status == "blocked"


def test_a_settled_sign_off_is_not_closed_again(cast):
    made = adopted(cast)
    run_due(AFTER_SIGN_OFF)
    assert as_is(made).status == "adopted"
    assert SignOff.objects.count() == 2


def test_a_party_dissents_and_its_words_are_annexed(cast):
    with_rule(cast, "majority_with_annex")
    west = invited(cast, since="2021-03-01")
    made = opened(cast)
    say(made, west, "dissent", text="We saw no shots.")
    say(made, cast.north_duty_officer)
    say(made, cast.south_duty_officer)
    assert as_is(made).status == "adopted_with_dissent"
    step(made, "publish", cast.north_duty_officer)
    assert as_is(made).sign_offs.get(party=cast.west).text == "We saw no shots."


def test_an_invited_party_signs_what_is_opened_from_its_first_day_on(cast):
    west = invited(cast, since=AFTER_REPLIES.date() + timedelta(days=1))
    made = opened(cast)
    assert {call.party for call in made.calls.all()} == {cast.north, cast.south}
    with pytest.raises(ValidationError):
        say(made, west, now=AFTER_SIGN_OFF)


def test_one_that_left_is_not_asked(cast):
    cast.mission.participations.filter(party=cast.south).update(until="2021-03-09")
    with pytest.raises(ValidationError) as refused:
        opened(cast)
    assert codes_of(refused) == {"action": ["too_few_parties"]}


def test_a_mission_may_ask_for_more_approvals(cast):
    MissionStep.objects.create(mission=cast.mission, action="adopt", sign_offs=3)
    west = invited(cast, since="2021-03-01")
    with_rule(cast, "majority_with_annex")
    made = opened(cast)
    say(made, west, "abstain")
    say(made, cast.north_duty_officer)
    say(made, cast.south_duty_officer)
    assert as_is(made).status == "blocked"


def test_a_chair_alone_adopts_with_notice_what_names_nobody(cast):
    with_rule(cast, "chair_only_with_notice", cast.north)
    made = opened(cast)
    say(made, cast.north_duty_officer)
    assert as_is(made).status == "sign_off"
    run_due(AFTER_SIGN_OFF)
    assert as_is(made).status == "adopted"


def test_a_chair_alone_names_no_side(cast):
    with_rule(cast, "chair_only_with_notice", cast.north)
    made = opened(cast, naming())
    say(made, cast.north_duty_officer)
    run_due(AFTER_SIGN_OFF)
    assert as_is(made).status == "blocked"


def test_a_rule_that_needs_a_chair_needs_one(cast):
    with_rule(cast, "chair_plus_one", cast.west)
    with pytest.raises(ValidationError) as refused:
        opened(cast)
    assert codes_of(refused) == {"action": ["no_chair"]}


def test_a_rule_changed_later_does_not_undo_what_was_signed(cast):
    made = adopted(cast)
    with_rule(cast, "chair_plus_one", cast.west)
    assert is_established(as_is(made))


def test_signing_needs_no_present_rule_to_be_told(cast):
    made = opened(cast)
    sign(
        made,
        "recuse",
        actor=acting(cast.north_duty_officer),
        seen=Seen(made.snapshot_hash, "sign_off"),
        now=AFTER_REPLIES,
    )
    assert SignOff.objects.get().decision == "recuse"


def test_established_is_computed_and_nowhere_stored(cast):
    """No column of any table holds it, and it falls with what it rests on."""
    columns = {
        field.name
        for model in apps.get_app_config("incidents").get_models()
        for field in model._meta.get_fields()
    }
    assert not {name for name in columns if "establish" in name}
    made = adopted(cast)
    assert is_established(made)
    signed = made.sign_offs.filter(party=cast.south)
    connection.check_constraints()  # none is left for the end of the transaction
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        signed.update(decision="dissent", text="No.")
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    assert as_is(made).status == "adopted"
    assert not is_established(as_is(made))
