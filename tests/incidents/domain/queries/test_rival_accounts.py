"""Rival accounts: versions are numbered as they were told, and silence is no version."""

from datetime import timedelta
from decimal import Decimal

import pytest

from incidents.domain.queries.rival_accounts import matrix_of
from parties.domain.acting import actor_of
from tests.incidents.telling import NOW, incident_of, killed, tell

HERE = {"lat": Decimal("40.25"), "lon": Decimal("10.75"), "position_precision": "P3"}


def matrix(cast, person="north_duty_officer", *others, **fields):
    first = tell(cast.north_monitor, **HERE | fields)
    for said in others:
        tell(None, same_event_as=first.report.report_id, **said)
    return matrix_of(actor_of(getattr(cast, person)), incident_of(first))


@pytest.mark.parametrize(
    "aspect, one, other",
    [
        ("time", {}, {"occurred_from": NOW - timedelta(hours=20)}),
        ("place", {}, HERE | {"lat": Decimal("41.25")}),
        ("initiator", {"alleged_party": "uplands"}, {"alleged_party": "lowlands"}),
        ("weapon", {"weapon": "small_arms"}, {"weapon_text": "a mortar"}),
        ("losses", {"casualties": (killed(1, "north"),)}, {"casualties": (killed(2, "north"),)}),
        ("stance", {"stance": "claimed"}, {"stance": "denied"}),
    ],
)
def test_what_two_sources_say_differently_has_two_versions(cast, aspect, one, other):
    found = matrix(cast, "north_duty_officer", other, **one)
    assert aspect in found.rival
    assert [account.versions[aspect] for account in found.accounts] == [1, 2]


def test_what_a_source_does_not_say_differs_from_nothing(cast):
    found = matrix(cast, "north_duty_officer", {}, alleged_party="uplands", weapon="small_arms")
    assert [account.versions["initiator"] for account in found.accounts] == [1, None]
    assert not {"initiator", "weapon", "losses", "place"} & set(found.rival)


def test_times_that_may_be_one_are_one_version(cast):
    day = {"occurred_from": NOW - timedelta(hours=5), "time_precision": "T5"}
    assert "time" not in matrix(cast, "north_duty_officer", day).rival


def test_only_the_newest_version_of_an_account_stands(cast):
    first = tell(cast.north_monitor, weapon="small_arms")
    tell(cast.north_monitor, corrects=first.report.report_id, weapon="howitzer")
    found = matrix_of(actor_of(cast.analyst), incident_of(first))
    assert [account.report.weapon for account in found.accounts] == ["howitzer"]


def test_accounts_that_may_not_be_read_are_not_there(cast):
    found = matrix(cast, "public", {})
    assert [account.report.source_kind for account in found.accounts] == ["party_command"]
