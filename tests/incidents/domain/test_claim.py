"""Claims: one at a time, shown to the second, free when they run out."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction

from incidents.domain import linking, merging
from incidents.domain.claim import (
    ASSIGNED_LASTS,
    LASTS,
    assign_incident,
    claim_incident,
    colleagues_of,
    release_incident,
    remind_of,
)
from incidents.enums import DutyKind, Status
from incidents.models import Claim, Duty, JournalEntry
from incidents.steps import OPEN
from parties.domain.acting import actor_of
from tests.incidents.judging import officer_of
from tests.incidents.telling import NOW, at_once, incident_of, tell
from tests.people import PEOPLE

OFFICERS = {"north_duty_officer", "south_duty_officer"}


@pytest.fixture
def incident(cast):
    return incident_of(tell(cast.north_monitor))


def claimed(incident, person, at=NOW):
    return claim_incident(incident, actor=actor_of(person), now=at)


def colleague_of(cast):
    return officer_of(cast.north, cast.mission)


@pytest.mark.parametrize("status", sorted(set(Status) - set(OPEN)))
def test_nobody_is_on_a_closed_incident(cast, incident, status):
    linking.move_status(incident, status, NOW)
    with pytest.raises(ValidationError, match="closed"):
        claimed(incident, cast.north_duty_officer)
    with pytest.raises(ValidationError, match="closed"):
        assign_incident(
            incident, colleague_of(cast).pk, actor=actor_of(cast.north_duty_officer), now=NOW
        )
    assert not Claim.objects.exists()


def test_nobody_is_on_a_merged_incident(cast, incident):
    officer, other = actor_of(cast.north_duty_officer), incident_of(tell(cast.north_monitor))
    merging.merge(incident, other, actor=officer, reason="One.", now=NOW)
    with pytest.raises(ValidationError, match="closed"):
        claimed(incident, cast.north_duty_officer)


def test_what_was_closed_meanwhile_can_still_be_released(cast, incident):
    claimed(incident, cast.north_duty_officer)
    linking.move_status(incident, Status.NOT_A_VIOLATION, NOW)
    assert release_incident(incident, actor=actor_of(cast.north_duty_officer), now=NOW)


@pytest.mark.parametrize("who", PEOPLE)
def test_duty_officers_claim_and_nobody_else(cast, incident, who):
    if who in OFFICERS:
        assert claimed(incident, cast.everybody[who]).taken
        return
    with pytest.raises(PermissionDenied):
        claimed(incident, cast.everybody[who])


def test_the_second_learns_who_is_on_it(cast, incident):
    claimed(incident, cast.north_duty_officer)
    second = claimed(incident, cast.south_duty_officer)
    assert (second.taken, second.claim.holder) == (False, cast.north_duty_officer)
    assert Claim.objects.count() == 1


def test_ones_own_claim_is_prolonged(cast, incident):
    claimed(incident, cast.north_duty_officer)
    again = claimed(incident, cast.north_duty_officer, NOW + timedelta(hours=1))
    assert (again.taken, again.claim.until) == (True, NOW + timedelta(hours=1) + LASTS)


def test_a_claim_that_ran_out_is_free(cast, incident):
    claimed(incident, cast.north_duty_officer)
    assert claimed(incident, cast.south_duty_officer, NOW + LASTS).taken
    assert [c.released_at for c in Claim.objects.all()] == [NOW + LASTS, None]


def test_only_the_holder_releases(cast, incident):
    claimed(incident, cast.north_duty_officer)
    later = NOW + timedelta(minutes=1)
    assert not release_incident(incident, actor=actor_of(cast.south_duty_officer), now=later)
    assert release_incident(incident, actor=actor_of(cast.north_duty_officer), now=later)
    assert claimed(incident, cast.south_duty_officer, later).taken


def test_an_incident_is_assigned_to_a_colleague_of_ones_own_party(cast, incident):
    colleague = officer_of(cast.north, cast.mission)
    actor = actor_of(cast.north_duty_officer)
    assert colleagues_of(actor, cast.mission, NOW) == [colleague]
    claim = assign_incident(incident, colleague.pk, actor=actor, now=NOW)
    assert (claim.holder, claim.until) == (colleague, NOW + ASSIGNED_LASTS)


def test_it_is_assigned_to_nobody_of_another_party(cast, incident):
    with pytest.raises(ValidationError, match="own party"):
        assign_incident(
            incident, cast.south_duty_officer.pk, actor=actor_of(cast.north_duty_officer), now=NOW
        )


def test_every_act_is_in_the_journal(cast, incident):
    claimed(incident, cast.north_duty_officer)
    remind_of(incident, 4, actor=actor_of(cast.north_duty_officer), now=NOW)
    release_incident(incident, actor=actor_of(cast.north_duty_officer), now=NOW)
    acts = JournalEntry.objects.order_by("-seq").values_list("action", flat=True)[:3]
    assert list(acts) == ["claim_released", "reminder_set", "claimed"]


def test_a_reminder_is_a_duty(cast, incident):
    remind_of(incident, 4, actor=actor_of(cast.north_duty_officer), now=NOW)
    duty = Duty.objects.get(kind=DutyKind.REMIND)
    assert (duty.subject, duty.due_at) == (str(incident.pk), NOW + timedelta(hours=4))


def test_a_time_that_is_not_offered_is_refused(cast, incident):
    with pytest.raises(ValidationError, match="times offered"):
        remind_of(incident, 5, actor=actor_of(cast.north_duty_officer), now=NOW)


@pytest.mark.parametrize("sql", ["UPDATE {} SET until = now()", "DELETE FROM {}", "TRUNCATE {}"])
def test_a_claim_only_ends(cast, incident, sql):
    claimed(incident, cast.north_duty_officer)
    connection.check_constraints()
    with (
        pytest.raises(DatabaseError, match="it only grows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql.format("incidents_claim"))


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_is_on_it(cast, incident):
    people = [cast.north_duty_officer, cast.south_duty_officer] * 3
    results = at_once(6, lambda n: claimed(incident, people[n]))
    assert len({one.claim.holder_id for one in results}) == 1
    assert Claim.objects.filter(released_at__isnull=True).count() == 1
