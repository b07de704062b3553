"""Who did something: role and party of that day, and a name to nobody."""

from datetime import timedelta

from incidents.domain.queries.who import appointments_among, who_was
from parties.domain.acting import actor_of
from parties.models import Appointment
from tests.incidents.telling import DAY


def told(cast, user, reader, day=DAY):
    among = appointments_among([user.pk], [cast.mission.pk])
    return who_was(user.pk, cast.mission.pk, day, reader=actor_of(reader), among=among)


def test_somebody_is_a_role_and_a_party(cast):
    [held] = told(cast, cast.observer, cast.analyst).appointments
    assert (held.role, held.party) == ("observer", cast.west)


def test_what_held_on_another_day_does_not_count(cast):
    Appointment.objects.filter(user=cast.observer).update(until=DAY)
    assert told(cast, cast.observer, cast.analyst, DAY + timedelta(days=1)).appointments == ()
    assert told(cast, cast.observer, cast.analyst, DAY).appointments


def test_only_oneself_is_told_that_it_was_oneself(cast):
    assert told(cast, cast.observer, cast.observer).is_you
    assert not told(cast, cast.observer, cast.analyst).is_you
    assert not told(cast, cast.observer, cast.public).is_you
