"""Who sees which copy: whoever sees nothing of a file does not learn that it exists."""

import pytest

from incidents.custody import CustodyStep
from incidents.domain.evidence_handling import mark_evidence
from incidents.domain.queries.access import visible_evidence
from incidents.domain.queries.evidence import custody_of, evidence_named, uploads_waiting
from incidents.models import Incident
from parties.domain.acting import actor_of
from tests.factories import AppointmentFactory, UserFactory
from tests.incidents.sending import attach, inspect_all, send
from tests.incidents.telling import tell

pytestmark = pytest.mark.django_db

ALL, WORKING, NOTHING = {"original", "working"}, {"working"}, None
BEFORE = {
    "north_monitor": ALL,
    "south_monitor": NOTHING,
    "north_duty_officer": ALL,
    "south_duty_officer": ALL,
    "analyst": WORKING,
    "administrator": NOTHING,
    "observer": NOTHING,
    "stranger": NOTHING,
    "public": NOTHING,
}
OTHERS = ("south_monitor", "administrator", "observer", "stranger", "public")
AFTER = BEFORE | dict.fromkeys(OTHERS, WORKING)


def copies(cast, evidence):
    found = {
        name: evidence_named(actor_of(person), evidence.pk)
        for name, person in cast.everybody.items()
    }
    return {name: set(seen.copies) if seen else None for name, seen in found.items()}


def release(cast, evidence, step=CustodyStep.RELEASED):
    """Release evidence of an incident that the public reads."""
    Incident.objects.update(release="public")
    actor = actor_of(cast.north_duty_officer)
    mark_evidence(
        visible_evidence(actor).get(pk=evidence.pk), step, actor=actor, reason="Agreed by both."
    )


@pytest.fixture
def photo(cast):
    kept = attach(cast.north_monitor)
    inspect_all()
    return kept


def test_before_it_is_released_only_those_who_work_with_it_see_it(cast, photo):
    assert copies(cast, photo) == BEFORE


def test_released_everyone_who_reads_the_incident_sees_the_working_copy(cast, photo):
    release(cast, photo)
    assert copies(cast, photo) == AFTER


def test_withheld_again_it_is_as_before(cast, photo):
    release(cast, photo)
    release(cast, photo, CustodyStep.WITHHELD)
    assert copies(cast, photo) == BEFORE


def test_released_evidence_of_a_restricted_category_stays_with_its_readers(cast):
    photo = attach(cast.north_monitor, category="CIV-SGB")
    inspect_all()
    release(cast, photo)
    assert copies(cast, photo) == BEFORE


def test_a_colleague_at_the_same_post_sees_the_original(cast, photo):
    colleague = UserFactory(username="north-monitor-2")
    AppointmentFactory(
        user=colleague,
        mission=cast.mission,
        role="monitor",
        party=cast.north,
        posts=[cast.north_post],
    )
    assert evidence_named(actor_of(colleague), photo.pk).copies == frozenset(ALL)


def test_custody_tells_of_this_evidence_and_not_of_others_with_the_same_file(cast, photo):
    other, reader = attach(cast.south_monitor, post="S-1"), actor_of(cast.analyst)
    told = [(entry.row.step, entry.who) for entry in custody_of(reader, photo)]
    parties = {held.party.code for _step, who in told if who for held in who.appointments}
    assert (photo.file_id, parties) == (other.file_id, {"north"})
    steps = [entry.row.step for entry in custody_of(reader, other)]
    assert steps == ["inspected", "derived", "derived", "received", "attached"]


def test_a_name_that_does_not_go_with_the_bytes_is_noted(cast):
    kept = attach(cast.north_monitor, name="holiday.pdf")
    assert evidence_named(actor_of(cast.north_monitor), kept.pk).misnamed


def test_files_wait_visibly_for_their_own_sender_alone(cast):
    sent = send(cast.north_monitor).upload
    waiting = {
        name: uploads_waiting(actor_of(person), sent.report_id)
        for name, person in cast.everybody.items()
    }
    assert {name for name, rows in waiting.items() if rows} == {"north_monitor"}
    tell(cast.north_monitor, report_id=sent.report_id)
    assert uploads_waiting(actor_of(cast.north_monitor), sent.report_id) == []
