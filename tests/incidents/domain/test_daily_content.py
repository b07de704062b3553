"""The content of a daily report follows from the record alone, and hides what it must."""

import itertools
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from incidents.domain.daily_content import content_of
from incidents.domain.daily_return import file_daily_return
from incidents.domain.linking import move_status
from incidents.ledger.canonical import canonical_bytes
from incidents.ledger.uuid7 import uuid7
from incidents.rules import RESTRICTED_CATEGORIES
from tests.factories import PostStatusFactory
from tests.incidents.telling import DAY, NOW, incident_of, killed, return_content, tell

pytestmark = pytest.mark.django_db

YESTERDAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def day_content(cast, day=DAY):
    """What the report of a day would say."""
    return content_of(cast.mission, day)


def coverage(cast):
    """What the report would say of who watched."""
    return day_content(cast)["coverage"]


def say_return(cast, author, **fields):
    """File a daily return."""
    return file_daily_return(return_content(**fields), author=author, now=NOW)


def test_a_quiet_day_says_so_in_zeros(cast):
    told = day_content(cast)
    assert set(told["totals"].values()) == {0}
    assert (told["incidents"], told["by_category"]) == ([], [])


def test_a_day_says_when_it_began_and_ended(cast):
    assert day_content(cast)["window"] == {
        "begins": "2021-03-09T15:30:00Z",
        "ends": "2021-03-10T15:30:00Z",
        "time_zone": "Indian/Mauritius",
    }


def test_a_day_has_its_number_of_the_year(cast):
    assert (day_content(cast)["number"], day_content(cast)["year"]) == (69, 2021)
    assert day_content(cast, cast.mission.opened_on - YESTERDAY)["number"] is None


def test_the_totals_of_the_day_before_stand_beside(cast):
    tell(cast.north_monitor, occurred_from=NOW - YESTERDAY, casualties=(killed(2, "north"),))
    told = day_content(cast)
    assert (told["totals"]["incidents"], told["totals"]["killed"]) == (0, 0)
    assert (told["previous"]["incidents"], told["previous"]["killed"]) == (1, 2)


def test_breakdowns_have_the_most_frequent_first(cast):
    for category in ("FIR", "IND-MOR", "FIR-SAL", "IND-MOR"):
        tell(cast.north_monitor, category=category)
    assert day_content(cast)["by_category"] == [
        {"code": "IND-MOR", "incidents": 2},
        {"code": "FIR", "incidents": 1},
        {"code": "FIR-SAL", "incidents": 1},
    ]


def test_an_incident_is_shown_as_the_public_may_see_it(cast):
    place = {"lat": Decimal("40.123456"), "lon": Decimal("10.567891"), "position_precision": "P1"}
    incident = incident_of(tell(cast.north_monitor, narrative="Ivan saw it.", **place))
    (row,) = day_content(cast)["incidents"]
    assert (row["id"], row["lat"], row["lon"]) == (str(incident.pk), "40.120000", "10.570000")
    assert not {"narrative", "post", "author", "occurred_from", "reports_of"} & set(row)


def test_what_is_unknown_is_null(cast):
    tell(cast.north_monitor)
    (row,) = day_content(cast)["incidents"]
    assert (row["count"], row["killed"], row["lat"], row["weapon"]) == (
        [None, None],
        [None, None],
        None,
        None,
    )


def test_incidents_stand_in_the_order_of_their_times(cast):
    told = {
        hours: tell(cast.north_monitor, occurred_from=NOW - hours * HOUR) for hours in (1, 3, 2)
    }
    ids = [row["id"] for row in day_content(cast)["incidents"]]
    assert ids == [told[hours].incident_id for hours in (3, 2, 1)]


def test_what_was_set_aside_is_listed_and_not_counted(cast):
    incident = incident_of(tell(cast.north_monitor))
    move_status(incident, "not_a_violation", NOW)
    told = day_content(cast)
    assert (told["totals"]["incidents"], told["totals"]["not_counted"]) == (0, 1)
    assert [row["status"] for row in told["incidents"]] == ["not_a_violation"]


@pytest.mark.parametrize("category", sorted(RESTRICTED_CATEGORIES))
def test_a_restricted_incident_leaves_no_trace(cast, category):
    tell(cast.north_monitor)
    before = canonical_bytes(day_content(cast))
    tell(cast.south_monitor, post="S-1", category=category, casualties=(killed(1, "south"),))
    assert canonical_bytes(day_content(cast)) == before


@pytest.mark.parametrize("category", sorted(RESTRICTED_CATEGORIES))
def test_a_restricted_report_of_an_open_incident_leaves_no_trace(cast, category):
    first = tell(cast.north_monitor).report.report_id
    before = canonical_bytes(day_content(cast))
    lines = (killed(1, "south", person_kind="civilian"),)
    tell(cast.south_monitor, post="S-1", category=category, casualties=lines, same_event_as=first)
    assert canonical_bytes(day_content(cast)) == before


def test_the_same_record_gives_the_same_bytes(cast):
    tell(cast.north_monitor, casualties=(killed(2, "north"),))
    say_return(cast, cast.south_monitor, post="S-1")
    assert canonical_bytes(day_content(cast)) == canonical_bytes(day_content(cast))


def test_the_order_in_which_reports_came_in_does_not_matter(cast, monkeypatch):
    hours = (1, 1, 2, 3)
    ids = [uuid7(1_600_000_000_000 + n, bytes([n] * 10)) for n in range(len(hours))]
    seen = set()
    for order in itertools.permutations(range(len(hours))):
        given = iter([ids[n] for n in order])
        monkeypatch.setattr("incidents.domain.opening.uuid7", lambda given=given: next(given))
        with transaction.atomic():
            for n in order:
                tell(
                    cast.north_monitor,
                    occurred_from=NOW - hours[n] * HOUR,
                    category=("FIR", "IND", "FIR", "EXP")[n],
                )
            seen.add(canonical_bytes(day_content(cast)))
            transaction.set_rollback(True)
    assert len(seen) == 1


# Who watched.


def test_posts_that_watched_were_expected_to_report(cast):
    PostStatusFactory(post=cast.centre, status="suspended", since="2021-02-01")
    assert coverage(cast)["expected"] == ["N-1", "S-1"]


def test_a_post_closed_in_mid_day_counts_for_the_hours_that_it_watched(cast):
    PostStatusFactory(post=cast.north_post, status="closed", since=DAY)
    assert coverage(cast)["expected"] == ["JC", "S-1"]
    assert "N-1" not in coverage(cast)["silent"]
    say_return(cast, cast.north_monitor, observed_minutes=600)
    told = coverage(cast)
    assert told["expected"] == ["JC", "S-1"]
    assert told["reported"] == ["N-1"]
    assert told["observed_minutes"] == told["post_minutes"] == 600
    (closed,) = (row for row in told["posts"] if row["post"] == "N-1")
    assert not closed["expected"]
    assert closed["says"] == "nil"
    day_after = day_content(cast, DAY + timedelta(days=1))["coverage"]
    assert "N-1" not in [row["post"] for row in day_after["posts"]]


def test_a_post_that_said_nothing_is_silent(cast):
    say_return(cast, cast.north_monitor)
    assert coverage(cast)["reported"] == ["N-1"]
    assert coverage(cast)["silent"] == ["JC", "S-1"]


def test_a_post_with_a_report_has_spoken(cast):
    tell(cast.south_monitor, post="S-1")
    assert coverage(cast)["reported"] == ["S-1"]


def test_a_post_whose_report_joined_another_s_incident_has_spoken_too(cast):
    first = tell(cast.north_monitor)
    tell(cast.south_monitor, post="S-1", same_event_as=first.report.report_id)
    assert coverage(cast)["reported"] == ["N-1", "S-1"]


def test_a_post_with_a_report_of_another_day_has_not_spoken(cast):
    tell(cast.north_monitor, occurred_from=NOW - timedelta(days=3))
    assert coverage(cast)["reported"] == []


def test_the_newest_return_of_a_post_counts(cast):
    say_return(cast, cast.north_monitor, observed_minutes=60, outage_text="Radio.")
    say_return(cast, cast.north_monitor, observed_minutes=1440, is_nil=False)
    told = coverage(cast)
    assert (told["observed_minutes"], told["nil_returns"], told["outages"]) == (1440, 0, 0)


def test_returns_of_posts_add_up(cast):
    say_return(cast, cast.north_monitor, observed_minutes=60, denied_text="At the gate.")
    say_return(cast, cast.south_monitor, post="S-1", observed_minutes=90)
    told = coverage(cast)
    assert (told["observed_minutes"], told["nil_returns"], told["denied_access"]) == (150, 2, 1)


def test_hours_that_nobody_gave_are_unknown(cast):
    say_return(cast, cast.north_monitor)
    assert coverage(cast)["observed_minutes"] is None


def test_a_source_that_speaks_for_many_posts_tells_their_number(cast):
    for number in (22, 27):
        say_return(cast, None, post="", source_party="north", posts_watching=number)
    told = coverage(cast)
    assert (told["posts_watching"], told["nil_returns"], told["reported"]) == (27, 2, [])


def test_a_variant_of_a_return_does_not_count(cast):
    first = return_content(observed_minutes=60)
    file_daily_return(first, author=cast.north_monitor, now=NOW)
    say_return(cast, cast.north_monitor, return_id=first.return_id, observed_minutes=1440)
    assert coverage(cast)["observed_minutes"] == 60
