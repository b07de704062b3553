"""An obligation is late when its day has passed where the mission is, and nobody disposed of it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from incidents.domain.compliance import say_compliance
from incidents.domain.lateness import impose_late_obligations, late_obligations
from incidents.enums import DutyKind
from incidents.models import Duty
from parties.models import Provision
from tests.factories import ProvisionFactory
from tests.incidents.judging import acting
from tests.incidents.telling import DAY, NOW

pytestmark = pytest.mark.django_db

# The tenth of March ends at 20:00 UTC in the cast's mission.
PASSED = datetime(2021, 3, 10, 20, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def obligation(cast):
    return ProvisionFactory(
        agreement=cast.agreement,
        code="TR-2",
        number=2,
        kind=Provision.Kind.DATED_OBLIGATION,
        due_on=DAY,
    )


def late(cast, now=PASSED):
    return [one.code for one in late_obligations(cast.mission, now)]


def duties():
    return Duty.objects.filter(kind=DutyKind.LATE_OBLIGATION)


def test_its_whole_day_is_left_to_it_where_the_mission_is(cast, obligation):
    assert late(cast, PASSED - SECOND) == []
    assert late(cast) == ["TR-2"]


def test_a_day_that_was_moved_by_agreement_counts(cast, obligation):
    Provision.objects.filter(pk=obligation.pk).update(amended_due_on=DAY + timedelta(days=1))
    assert late(cast) == []
    assert late(cast, PASSED + timedelta(days=1)) == ["TR-2"]


@pytest.mark.parametrize(
    "states, is_late",
    [
        (("met",), False),
        (("met", "met"), False),
        (("met_late",), False),
        (("lapsed",), False),
        (("amended",), False),
        (("partly_met",), True),
        (("on_track",), True),
        (("not_met",), True),
        (("met", "not_met"), True),
    ],
)
def test_it_is_late_unless_all_who_spoke_say_it_is_not(cast, obligation, states, is_late):
    for state, user in zip(
        states, (cast.north_duty_officer, cast.south_duty_officer), strict=False
    ):
        said = {"state": state, "since": DAY, "actor": acting(user), "now": NOW}
        say_compliance(obligation, cast.mission, **said)
    assert bool(late(cast)) == is_late


def test_each_day_on_which_it_was_due_makes_one_duty_however_often_it_is_looked(cast, obligation):
    assert [impose_late_obligations(PASSED + n * SECOND) for n in range(3)] == [1, 1, 1]
    [duty] = duties()
    assert (duty.subject, duty.due_at) == (f"{obligation.pk}/2021-03-10", PASSED)
    Provision.objects.filter(pk=obligation.pk).update(amended_due_on=date(2021, 3, 12))
    assert impose_late_obligations(PASSED) == 0
    impose_late_obligations(PASSED + timedelta(days=2))
    assert duties().count() == 2


def test_a_closed_mission_and_one_without_agreement_are_left_in_peace(cast, obligation):
    type(cast.mission).objects.filter(pk=cast.mission.pk).update(closed_on=DAY - timedelta(days=3))
    assert impose_late_obligations(PASSED) == 0
