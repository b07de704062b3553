"""The rule of a sign-off is that of its call: altered afterwards, it changes nothing."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from incidents.domain.signoff import is_established
from incidents.domain.signoff_terms import terms_hash_of, terms_of
from incidents.enums import Action
from incidents.models import JournalEntry, SignOff
from parties.models import MissionStep
from tests.incidents.judging import adopted, as_is, drafted, opened, say, step, with_rule


def forge(sql):
    """Change rows as a superuser who turns the triggers off."""
    connection.check_constraints()  # none is left for the end of the transaction
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL session_replication_role = replica; {sql}")
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def test_every_call_every_sign_off_and_the_journal_carry_one_hash(cast):
    made = adopted(cast)
    calls = set(made.calls.values_list("terms_hash", flat=True))
    signed = set(SignOff.objects.values_list("terms_hash", flat=True))
    assert calls == signed == {terms_hash_of(made)}
    told = JournalEntry.objects.filter(action__in=[Action.SIGN_OFF_CALLED, Action.SIGNED_OFF])
    assert [terms_hash_of(made).encode() in bytes(entry.body) for entry in told] == [True] * 3


def test_the_terms_name_the_version_the_rule_and_the_parties(cast):
    with_rule(cast, "chair_plus_one", cast.north)
    terms = terms_of(opened(cast))
    assert (terms.rule, terms.chair, terms.needed) == ("chair_plus_one", "north", 2)
    assert terms.parties == ("north", "south")
    assert terms.outcomes == ("adopted", "adopted_with_dissent", "blocked")


def test_nobody_asked_there_are_no_terms(cast):
    made = drafted(cast)
    assert (terms_of(made), terms_hash_of(made)) == (None, "")


@pytest.mark.parametrize("rule", ["majority_with_annex", "each_side_once"])
def test_a_rule_altered_between_call_and_count_does_not_count(cast, rule):
    made = opened(cast)
    say(made, cast.north_duty_officer)
    with_rule(cast, rule)
    say(made, cast.south_duty_officer, "dissent", text="No.")
    assert as_is(made).status == "blocked"


def test_a_step_switched_off_between_call_and_count_is_still_taken(cast):
    made = opened(cast)
    say(made, cast.north_duty_officer)
    MissionStep.objects.create(mission=cast.mission, action="adopt", enabled=False)
    say(made, cast.south_duty_officer)
    assert as_is(made).status == "adopted"
    assert is_established(as_is(made))


def test_a_step_switched_off_before_the_call_is_not_taken(cast):
    MissionStep.objects.create(mission=cast.mission, action="adopt", enabled=False)
    assert adopted(cast).status == "blocked"


FORGERIES = {
    "rule": "UPDATE incidents_signoffcall SET rule = 'each_side_once'",
    "approvals": "UPDATE incidents_signoffcall SET needed = 1",
    "chair": "UPDATE incidents_signoffcall SET chairs = NOT chairs",
    "terms": "UPDATE incidents_signoffcall SET terms = '\\x7b7d'",
    "hash": "UPDATE incidents_signoffcall SET terms_hash = repeat('0', 64)",
    "one call": (
        "DELETE FROM incidents_signoff WHERE party_id = {south};"
        " DELETE FROM incidents_signoffcall WHERE party_id = {south}"
    ),
    "sign-off": "UPDATE incidents_signoff SET terms_hash = repeat('0', 64)",
}


@pytest.mark.parametrize("name", FORGERIES)
def test_forged_terms_carry_nothing(cast, name):
    made = adopted(cast)
    assert is_established(made)
    forge(FORGERIES[name].format(south=cast.south.pk))
    assert not is_established(as_is(made))
    with pytest.raises(ValidationError, match="do not carry it"):
        step(as_is(made), "publish", cast.north_duty_officer)


def test_a_rule_forged_between_call_and_count_blocks(cast):
    made = opened(cast)
    say(made, cast.north_duty_officer)
    forge(FORGERIES["rule"])
    say(made, cast.south_duty_officer)
    assert as_is(made).status == "blocked"
