"""Appointments of a day, and the missions that somebody looks after."""

from datetime import date

import pytest

from parties.domain.queries.appointment import administered_missions, appointments_on
from tests.factories import AppointmentFactory, UserFactory

TODAY = date(2021, 6, 15)


@pytest.mark.parametrize(
    "since,until,held",
    [
        (date(2021, 6, 15), None, True),
        (date(2021, 6, 16), None, False),
        (date(2021, 1, 1), date(2021, 6, 15), True),
        (date(2021, 1, 1), date(2021, 6, 14), False),
    ],
)
def test_an_appointment_holds_from_its_first_to_its_last_day(db, since, until, held):
    appointment = AppointmentFactory(since=since, until=until)

    assert appointments_on(appointment.user, TODAY).exists() is held


@pytest.mark.parametrize("name", ["north_monitor", "north_duty_officer", "analyst", "observer"])
def test_only_administrators_look_after_a_mission(cast, name):
    assert not administered_missions(getattr(cast, name), TODAY).exists()


def test_an_administrator_looks_after_their_own_mission_only(cast):
    assert list(administered_missions(cast.administrator, TODAY)) == [cast.mission]


def test_a_former_administrator_looks_after_nothing(cast):
    cast.administrator.appointments.update(until=date(2021, 6, 14))

    assert not administered_missions(cast.administrator, TODAY).exists()


def test_a_superuser_looks_after_every_mission(cast):
    root = UserFactory(is_superuser=True)

    assert set(administered_missions(root, TODAY)) == {cast.mission, cast.other_mission}
