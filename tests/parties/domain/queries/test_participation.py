"""Which parties operate a mission on a day, and who acts for them."""

from datetime import date, timedelta

import pytest

from parties.domain.acting import actor_of
from parties.domain.queries.participation import acts_for_operator, operators_on, parties_of
from tests.factories import ParticipationFactory

pytestmark = pytest.mark.django_db

DAY = date(2021, 3, 10)


def codes_on(cast, day=DAY):
    return [party.code for party in operators_on(cast.mission, day)]


def test_operators_are_those_of_the_day(cast):
    ParticipationFactory(party=cast.west, mission=cast.mission, since=DAY, until=DAY)
    assert codes_on(cast) == ["north", "south", "west"]
    for day in (DAY - timedelta(days=1), DAY + timedelta(days=1)):
        assert codes_on(cast, day) == ["north", "south"]


def test_a_role_without_a_first_day_is_old(cast):
    ParticipationFactory(party=cast.west, mission=cast.mission, since=None)
    assert "west" in codes_on(cast, date(1990, 1, 1))


def test_another_role_operates_nothing(cast):
    assert "west" not in codes_on(cast)


@pytest.mark.parametrize(
    "name,acts",
    [
        ("north_duty_officer", True),
        ("south_monitor", True),
        ("analyst", True),
        ("administrator", False),
        ("observer", False),
        ("stranger", False),
        ("public", False),
    ],
)
def test_who_acts_for_an_operator(cast, name, acts):
    actor = actor_of(cast.everybody[name])
    assert acts_for_operator(actor, cast.mission, DAY) is acts


def test_parties_of_a_person_are_those_of_the_roles_asked_for(cast):
    actor = actor_of(cast.north_duty_officer)
    assert parties_of(actor, cast.mission.pk, {"duty_officer"}) == {cast.north.pk}
    assert parties_of(actor, cast.mission.pk, {"monitor"}) == set()
