"""Which missions are open on a day."""

from datetime import date

import pytest

from parties.domain.queries.mission import missions_open_on
from tests.factories import MissionFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "day, is_open",
    [("2021-01-31", False), ("2021-02-01", True), ("2021-03-01", True), ("2021-03-02", False)],
)
def test_a_mission_is_open_from_its_first_day_to_its_last(day, is_open):
    mission = MissionFactory(opened_on=date(2021, 2, 1), closed_on=date(2021, 3, 1))
    found = missions_open_on(date.fromisoformat(day))
    assert found.filter(pk=mission.pk).exists() == is_open


def test_a_mission_without_an_end_stays_open():
    mission = MissionFactory(opened_on=date(2021, 2, 1), closed_on=None)
    assert missions_open_on(date(2199, 1, 1)).get() == mission
