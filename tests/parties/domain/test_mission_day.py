"""A dated change of cut-off or zone: from a day on that has not begun, one after the other."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from parties.domain.mission_day import NOT_BEGUN, ONE_DAY, earlier_days_with
from tests.parties.admin.conftest import address, desk, filled

__all__ = ["desk"]

pytestmark = pytest.mark.django_db
BAKU, LIMA = "Asia/Baku", "America/Lima"


def soon(days=0):
    return timezone.localdate() + NOT_BEGUN + (1 + days) * ONE_DAY


@pytest.fixture
def mission(cast):
    cast.mission.time_zone = BAKU
    cast.mission.save()
    return cast.mission


def test_what_held_is_kept_up_to_the_day_before(mission):
    [held] = earlier_days_with(mission, soon(), BAKU, time(7, 0))
    until = (soon() - ONE_DAY).isoformat()
    assert held == {"until": until, "time_zone": BAKU, "cut_off": "19:30"}
    mission.earlier_days = [held]
    again = earlier_days_with(mission, soon(2), LIMA, time(7, 0))
    assert [row["until"] for row in again] == [until, (soon(2) - ONE_DAY).isoformat()]


@pytest.mark.parametrize(
    "since,zone,cut_off,code",
    [
        (None, BAKU, time(7), "begun"),
        (date(2021, 3, 10), BAKU, time(7), "begun"),
        ("today", BAKU, time(7), "begun"),
        ("soon", BAKU, time(19, 30), "unchanged"),
        ("soon", "Pacific/Kiritimati", time(0, 1), "too_short"),
    ],
)
def test_a_day_that_has_begun_or_would_vanish_is_refused(mission, since, zone, cut_off, code):
    days = {"today": timezone.localdate(), "soon": soon()}
    with pytest.raises(ValidationError) as refused:
        earlier_days_with(mission, days.get(since, since), zone, cut_off)
    assert refused.value.code == code


def test_a_change_before_an_earlier_one_is_refused(mission):
    mission.earlier_days = earlier_days_with(mission, soon(5), BAKU, time(7))
    with pytest.raises(ValidationError):
        earlier_days_with(mission, soon(5), BAKU, time(8))


def test_a_mission_that_has_not_begun_changes_without_a_date(mission):
    mission.opened_on = soon(10)
    assert earlier_days_with(mission, None, LIMA, time(7)) == []


def test_an_administrator_changes_the_cut_off_from_a_day_on(desk, cast):
    page = address("mission", "change", cast.mission.pk)
    form = desk.get(page)
    refused = desk.post(page, filled(form, zone="", cut_off="07:00"))
    assert "Give the first day on which it holds" in refused.content.decode()
    cast.mission.refresh_from_db()
    assert (cast.mission.cut_off, cast.mission.earlier_days) == (time(19, 30), [])
    sent = filled(form, zone="", cut_off="07:00", day_changes_on=soon().isoformat())
    assert desk.post(page, sent).status_code == 302
    cast.mission.refresh_from_db()
    assert cast.mission.cut_off == time(7, 0)
    assert [row["cut_off"] for row in cast.mission.earlier_days] == ["19:30"]
    assert "until" in desk.get(page).content.decode()
