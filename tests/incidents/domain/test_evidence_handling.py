"""Evidence is marked, released and handed out, each time with who and why."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from incidents.custody import CustodyStep
from incidents.domain.evidence_handling import hand_out_original, mark_evidence, show_copy
from incidents.domain.queries.access import visible_evidence
from incidents.domain.queries.evidence import evidence_named
from incidents.models import CustodyEntry
from parties.domain.acting import actor_of
from tests.incidents.samples import MP4
from tests.incidents.sending import PHOTO, attach, inspect_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo(cast):
    kept = attach(cast.north_monitor)
    inspect_all()
    return kept


@pytest.fixture
def seen_by(cast, photo):
    """A person of the cast as an actor, with the evidence as they find it."""

    def look(name):
        actor = actor_of(cast.everybody[name])
        return actor, visible_evidence(actor).get(pk=photo.pk)

    return look


def last_entry():
    return CustodyEntry.objects.values_list("step", "actor__username", "reason").last()


def test_an_original_is_handed_out_with_a_reason_that_stays(seen_by):
    actor, evidence = seen_by("south_duty_officer")
    path = hand_out_original(evidence, actor=actor, reason="Compare the shadows.")
    assert path.read_bytes() == PHOTO
    assert last_entry() == ("exported", "south-duty", "Compare the shadows.")


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501, "a\0b"], ids=range(4))
def test_without_a_reason_nothing_is_handed_out(seen_by, reason):
    actor, evidence = seen_by("north_monitor")
    with pytest.raises(ValidationError):
        hand_out_original(evidence, actor=actor, reason=reason)
    assert last_entry()[0] != "exported"


def test_an_analyst_gets_no_original(seen_by):
    actor, evidence = seen_by("analyst")
    with pytest.raises(PermissionDenied):
        hand_out_original(evidence, actor=actor, reason="Curious.")


def test_the_newest_mark_counts(seen_by, photo):
    actor, evidence = seen_by("north_duty_officer")
    graphic = []
    for step in (CustodyStep.MARKED_GRAPHIC, CustodyStep.UNMARKED_GRAPHIC):
        mark_evidence(evidence, step, actor=actor, reason="Wounded people.")
        graphic.append(evidence_named(actor, photo.pk).graphic)
    assert graphic == [True, False]


def test_who_sent_a_file_may_only_say_that_it_is_graphic(seen_by):
    actor, evidence = seen_by("north_monitor")
    mark_evidence(evidence, CustodyStep.MARKED_GRAPHIC, actor=actor, reason="Blood.")
    for step in (CustodyStep.UNMARKED_GRAPHIC, CustodyStep.RELEASED, CustodyStep.WITHHELD):
        with pytest.raises(PermissionDenied):
            mark_evidence(evidence, step, actor=actor, reason="No.")


def test_a_step_that_is_no_mark_is_refused(seen_by):
    actor, evidence = seen_by("north_duty_officer")
    with pytest.raises(PermissionDenied):
        mark_evidence(evidence, CustodyStep.RECEIVED, actor=actor, reason="Again.")


def test_what_has_no_copy_cannot_be_released(cast):
    kept = attach(cast.north_monitor, MP4)
    inspect_all()
    actor = actor_of(cast.north_duty_officer)
    evidence = visible_evidence(actor).get(pk=kept.pk)
    with pytest.raises(ValidationError):
        mark_evidence(evidence, CustodyStep.RELEASED, actor=actor, reason="For all.")


def test_who_looks_at_a_working_copy_is_noted(seen_by):
    actor, evidence = seen_by("analyst")
    copy, path = show_copy(evidence, "working", actor=actor)
    assert path.stat().st_size == copy.size
    assert last_entry() == ("viewed", "analyst", "")
    assert show_copy(evidence, "no such", actor=actor) is None
