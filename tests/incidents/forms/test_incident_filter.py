"""Filters of incidents find all that they name, in a way that an index serves."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest

from incidents.api.filters import IncidentApiFilter
from incidents.domain.projection import mission_day_of
from incidents.forms.incident_filter import IncidentFilter
from incidents.models import Incident
from parties.domain.acting import Actor, actor_of

DAY = date(2021, 6, 15)
NOON = datetime(2021, 6, 15, 12, tzinfo=UTC)


def incident(mission, at, precision="T1", **facts):
    made = Incident(
        id=uuid4(),
        reference=f"I-{uuid4()}",
        mission=mission,
        occurred_from=at,
        sort_at=at,
        time_precision=precision,
        opened_at=at,
        updated_at=at,
        **facts,
    )
    made.mission_day = mission_day_of(made)
    made.save()
    return made


def found(**asked):
    return set(IncidentFilter(asked, Incident.objects.all(), actor=Actor()).qs)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Paris"])
@pytest.mark.parametrize("cut_off", [time(0, 0), time(0, 1), time(23, 59)])
def test_no_zone_and_no_cut_off_moves_an_incident_out_of_its_day(cast, zone, cut_off):
    cast.mission.time_zone, cast.mission.cut_off = zone, cut_off
    hours = [NOON + timedelta(hours=hours) for hours in range(-60, 61, 3)]
    made = [incident(cast.mission, at, p) for at in hours for p in ("T1", "T5")]
    of_the_day = {i for i in made if i.mission_day == DAY}
    assert of_the_day
    assert found(day_after=str(DAY), day_before=str(DAY)) == of_the_day


@pytest.mark.parametrize(
    "asked",
    [
        {"day_after": "0001-01-01"},
        {"day_before": "9999-12-31"},
        {"day_after": "0001-01-01", "day_before": "9999-12-31"},
    ],
)
def test_the_first_and_the_last_day_of_the_calendar_are_bounds_too(cast, asked):
    made = incident(cast.mission, NOON)
    assert found(**asked) == {made}


def test_a_class_takes_in_its_kinds_and_a_kind_only_itself(cast):
    fire, small_arms, mortar, other = (
        incident(cast.mission, NOON, category=code)
        for code in ("FIR", "FIR-SAL", "IND-MOR", "IND-ART")
    )
    assert found(category=["FIR"]) == {fire, small_arms}
    assert found(category=["IND-MOR"]) == {mortar}
    assert found(category=["FIR", "IND-MOR"]) == {fire, small_arms, mortar}
    assert found(category=["FIR", "FIR-SAL", "IND"]) == {fire, small_arms, mortar, other}


@pytest.mark.parametrize("asked", [{"status": ["submitted"]}, {"severity": ["1", "2"]}])
def test_no_filter_asks_for_distinct_rows_which_would_be_read_to_the_last(cast, asked):
    made = incident(cast.mission, NOON)
    rows = IncidentFilter(asked, Incident.objects.all(), actor=Actor()).qs
    assert set(rows) == {made}
    assert not rows.query.distinct


def test_words_find_names_of_places_references_and_areas(cast):
    there = incident(cast.mission, NOON, place=cast.village)
    named = incident(cast.mission, NOON, area_text="The ridge above")
    assert found(q="велмура") == {there}
    assert found(q="ABOVE") == {named}
    assert found(q=there.reference[2:12]) == {there}
    assert found(q="nowhere at all") == set()


@pytest.mark.parametrize("hours,holds", [(-1, False), (0, True), (1, True), (3, False)])
def test_a_range_of_instants_holds_what_began_in_it(cast, hours, holds):
    made = incident(cast.mission, NOON + timedelta(hours=hours))
    reader = actor_of(cast.analyst)
    asked = {"occurred_after": "2021-06-15T12:00:00Z", "occurred_before": "2021-06-15T14:00:00Z"}
    rows = IncidentApiFilter(asked, Incident.objects.all(), actor=reader).qs
    assert (made in rows) is holds
