"""Parties, group, statement and roles of the founding case."""

from datetime import UTC, date, datetime

import pytest

from parties.models import Agreement, Group, Mission, Participation, Party, Provision

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("founding_case")]


def provision(code):
    return Provision.objects.get(code=code)


def test_the_statement_binds_from_midnight_in_moscow():
    statement = Agreement.objects.get()
    assert statement.effective_at == datetime(2020, 11, 9, 21, tzinfo=UTC)


def test_the_statement_has_nine_points():
    numbers = Provision.objects.values_list("number", flat=True)
    assert sorted(set(numbers)) == list(range(1, 10))


def test_every_point_has_a_row_of_its_own_code():
    codes = set(Provision.objects.values_list("code", flat=True))
    assert {f"NK-{number}" for number in range(1, 10)} <= codes


@pytest.mark.parametrize(
    "code,due,amended",
    [
        ("NK-2", date(2020, 11, 20), None),
        ("NK-6a", date(2020, 11, 15), date(2020, 11, 25)),
        ("NK-6b", date(2020, 12, 1), None),
    ],
)
def test_dated_obligations_keep_their_first_and_their_moved_date(code, due, amended):
    assert (provision(code).due_on, provision(code).amended_due_on) == (due, amended)


@pytest.mark.parametrize("code,ceiling", [("NK-3", 1960), ("NK-3a", 90), ("NK-3b", 380)])
def test_ceilings_of_the_contingent(code, ceiling):
    assert provision(code).ceiling == ceiling


def test_rival_wordings_stand_side_by_side_and_ask_for_review():
    wordings = provision("NK-6").wordings.all()
    assert {one.endorsed_by.code for one in wordings} == {"armenia", "azerbaijan"}
    assert all("to be reviewed" in one.text for one in wordings)


def test_three_states_co_chair_the_minsk_group():
    seats = Group.objects.get(code="osce-minsk-group").seats.filter(seat="co_chair")
    assert {seat.party.code for seat in seats} == {"france", "russia", "united-states"}


@pytest.mark.parametrize(
    "role,parties",
    [
        ("signatory", {"azerbaijan", "armenia", "russia"}),
        ("joint_centre_operator", {"russia", "turkey"}),
        ("prospective_contributor", {"turkey"}),
        ("peacekeeper", {"russia"}),
        ("host", {"azerbaijan"}),
        ("observer", {"france"}),
        ("humanitarian", {"unhcr", "icrc"}),
        ("de_facto_authority", {"nk-authorities"}),
    ],
)
def test_each_party_takes_part_in_its_role(role, parties):
    taking_part = Participation.objects.filter(role=role)
    assert {one.party.code for one in taking_part} == parties


def test_the_contingent_belongs_to_the_state_that_sends_it():
    assert Party.objects.get(code="russian-contingent").parent.code == "russia"


def test_the_mission_s_day_ends_at_half_past_seven_in_baku():
    mission = Mission.objects.get(code="nk")
    assert (mission.time_zone, f"{mission.cut_off:%H:%M}") == ("Asia/Baku", "19:30")
