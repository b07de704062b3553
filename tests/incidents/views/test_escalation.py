"""The escalation watch as page and file: rates of watched hours, gaps named, nobody ranked."""

import csv
import io
from datetime import timedelta

import pytest

from incidents.domain.daily_return import file_daily_return
from incidents.missionday.escalation import RULE
from tests.incidents.telling import DAY, NOW, return_content, tell
from tests.incidents.typing import signed_in

ONE = timedelta(days=1)
PERIOD = f"day_after={DAY - 9 * ONE}&day_before={DAY}"


def page_of(query="", person=None):
    return signed_in(person).get(f"/trends/watch/?{PERIOD}&{query}")


def lines_of(query="", person=None):
    answer = signed_in(person).get(f"/trends/watch.csv?{PERIOD}&{query}")
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


@pytest.fixture
def quiet_then_six(cast):
    """Thirty days with ten hours of one post's watch each; on the last day six incidents."""
    for n in range(30):
        returned = return_content(mission_day=DAY - n * ONE, observed_minutes=600)
        file_daily_return(returned, author=cast.north_monitor, now=NOW + 9 * timedelta(hours=1))
    for minutes in range(6):
        at = NOW - timedelta(minutes=60 + minutes)
        tell(cast.north_monitor, occurred_from=at, area_text="Upper valley")
    return cast


def test_a_rise_is_told_with_rule_baseline_and_chance(quiet_then_six):
    [line] = lines_of(person=quiet_then_six.analyst)
    told = ("rule", "by", "key", "state", "recent_incidents", "recent_days", "baseline_days")
    assert [line[name] for name in told] == [RULE, "category", "FIR", "raised", "6", "7", "23"]
    assert (line["mission_day"], line["recent_exposure"]) == (DAY.isoformat(), "0.7")
    page = page_of(person=quiet_then_six.analyst).content.decode()
    assert "<strong>More than before</strong>" in page
    assert "6 incidents" in page
    assert RULE in page


def test_by_area_and_by_days_with_observation(quiet_then_six):
    [line] = lines_of("by=area&measure=counts", quiet_then_six.analyst)
    assert (line["key"], line["state"], line["recent_exposure"]) == (
        "Upper valley",
        "raised",
        "7.0",
    )


def test_without_hours_nothing_is_known_and_the_page_says_so(cast):
    for minutes in range(9):
        tell(None, occurred_from=NOW - timedelta(minutes=60 + minutes))
    [line] = lines_of()
    assert (line["state"], line["recent_days"], line["chance"]) == ("not_known", "0", "")
    assert line["incidents_left_out"] == "9"
    page = page_of().content.decode()
    assert "Not known: too little was watched" in page
    assert "9 incidents on days without known watch are left out" in page
    assert "Without known watch among the last days:" in page


def test_who_reads_no_returns_knows_no_hours_of_open_days(quiet_then_six):
    assert lines_of(person=quiet_then_six.observer) == []
    assert [one["state"] for one in lines_of(person=quiet_then_six.south_monitor)] == ["raised"]


def test_nothing_is_told_of_a_day_that_is_not_over(cast):
    assert page_of().context["asked"].watch.day == DAY
    far = signed_in(None).get("/trends/watch/?day_after=2021-03-01&day_before=2999-01-01")
    assert far.context["asked"].watch.day < far.context["room"].today


@pytest.mark.parametrize(
    "query", ["day_after=x", "category=NOPE", "severity=99", "day_before=0001-01-01"]
)
def test_a_bad_filter_is_refused(cast, query):
    client = signed_in(None)
    assert client.get(f"/trends/watch/?{query}").status_code == 400
    assert client.get(f"/trends/watch.csv?{query}").status_code == 400


@pytest.mark.parametrize("query", ["by=party", "measure=x", "page=-1", "page=x"])
def test_what_is_not_offered_is_the_first_that_is(cast, query):
    tell(None)
    assert page_of(query).context["asked"].by == "category"


def test_many_areas_take_as_many_queries_as_one(quiet_then_six, django_assert_max_num_queries):
    client = signed_in(quiet_then_six.analyst)
    for n in range(5):
        tell(quiet_then_six.north_monitor, area_text=f"Area {n}")
    with django_assert_max_num_queries(30):
        client.get(f"/trends/watch/?{PERIOD}&by=area")
