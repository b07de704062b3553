"""A finding whose evidence is moved: what was signed binds nobody, what is public is marked."""

import pytest
from django.core.exceptions import ValidationError

from incidents.domain import merging
from incidents.domain.finding_content import record_of
from incidents.domain.finding_steps import take_step
from incidents.domain.linking import move_status
from incidents.domain.signoff import is_established
from incidents.domain.voiding import rests_on_what_was_changed
from incidents.models import Finding, JournalEntry
from parties.domain.acting import actor_of
from tests.incidents.judging import (
    AFTER_REPLIES,
    adopted,
    as_is,
    drafted,
    incident_of_id,
    naming,
    opened,
    published,
    say,
    sent,
)
from tests.incidents.telling import NOW, incident_of, tell


@pytest.fixture
def two(cast):
    """A verified incident that two posts told of, and another incident."""
    first = tell(cast.north_monitor)
    tell(cast.south_monitor, post="S-1", same_event_as=first.report.report_id)
    incident = incident_of(first)
    move_status(incident, "verified", NOW)
    return incident_of_id(incident), incident_of(tell(cast.north_monitor))


def officer(cast):
    return actor_of(cast.north_duty_officer)


def moved(cast, two, how):
    incident, other = two
    held = incident.links.filter(unlinked_at=None).order_by("pk")
    said = {"actor": officer(cast), "reason": "Looked again.", "now": AFTER_REPLIES}
    if how == "merge":
        merging.merge(other, incident, **said)
    elif how == "split":
        merging.split(incident, [held[1].report], **said)
    else:
        merging.detach(held[1].report, **said)


MOVES = ("merge", "split", "detach")
STAGES = {"draft": drafted, "with parties": sent, "in sign-off": opened, "adopted": adopted}


@pytest.mark.parametrize("how", MOVES)
@pytest.mark.parametrize("stage", STAGES)
def test_a_move_makes_an_open_version_anew(cast, two, how, stage):
    made = STAGES[stage](cast, incident=two[0])
    moved(cast, two, how)
    anew = Finding.objects.get(version=made.version + 1)
    assert as_is(made).status == "superseded"
    assert (anew.status, anew.text, anew.reason) == ("finding_draft", made.text, "Looked again.")
    assert len(record_of(anew)["evidence"]) == {"merge": 3}.get(how, 1)
    assert not anew.sign_offs.exists()
    assert not is_established(anew)


def test_what_one_party_signed_before_a_move_cannot_be_signed_by_the_other(cast, two):
    made = opened(cast, incident=two[0])
    say(made, cast.north_duty_officer)
    moved(cast, two, "split")
    with pytest.raises(ValidationError, match="not in sign-off"):
        say(as_is(made), cast.south_duty_officer)
    with pytest.raises(ValidationError):
        take_step(as_is(made), "publish", actor=officer(cast), now=AFTER_REPLIES)


def test_an_un_merge_voids_what_was_signed_on_both(cast, two):
    incident, other = two
    said = {"actor": officer(cast), "reason": "One.", "now": NOW}
    merging.merge(other, incident, **said)
    made = adopted(cast, incident=incident)
    merging.un_merge(other, **said | {"now": AFTER_REPLIES})
    assert as_is(made).status == "superseded"
    assert len(record_of(Finding.objects.get(version=2))["evidence"]) == 2


def test_an_un_merge_after_publication_marks_what_is_public_and_changes_no_byte(cast, two):
    incident, other = two
    said = {"actor": officer(cast), "reason": "One.", "now": NOW}
    merging.merge(other, incident, **said)
    made = published(cast, incident=incident)
    before = bytes(as_is(made).snapshot)
    assert not rests_on_what_was_changed(as_is(made))
    merging.un_merge(other, **said | {"now": AFTER_REPLIES})
    assert as_is(made).status == "published"
    assert bytes(as_is(made).snapshot) == before
    assert rests_on_what_was_changed(as_is(made))


def test_a_report_that_joins_beside_the_others_marks_and_voids_nothing(cast, two):
    incident, _other = two
    made = opened(cast, incident=incident)
    first = incident.links.order_by("pk")[0].report
    tell(cast.north_monitor, AFTER_REPLIES, same_event_as=first.report_id)
    assert as_is(made).status == "sign_off"
    assert not rests_on_what_was_changed(as_is(made))


def test_a_gate_that_the_move_shut_stops_the_new_draft(cast, two):
    incident, _other = two
    made = opened(cast, naming(), incident=incident)
    cast.north_post.consent = "disputed"
    cast.north_post.save()
    moved(cast, two, "split")
    anew = Finding.objects.get(version=made.version + 1)
    with pytest.raises(ValidationError, match="does not agree"):
        take_step(anew, "send_to_parties", actor=officer(cast), now=AFTER_REPLIES)


def test_the_journal_names_who_moved_it_and_why(cast, two):
    made = opened(cast, incident=two[0])
    moved(cast, two, "split")
    entry = JournalEntry.objects.filter(
        action="finding_moved", subject_id=str(made.pk), reason="Looked again."
    ).get()
    assert entry.actor == cast.north_duty_officer
    assert b'"action":"void"' in bytes(entry.body)
