"""The pages of daily reports: published revisions for all, the open day for staff."""

from datetime import timedelta

import pytest

from incidents.domain.daily_report import publish_day
from incidents.models import DailyReport
from tests.incidents.judging import naming, settled
from tests.incidents.judging import published as concluded
from tests.incidents.telling import AFTER_DUE, DAY, NOW, tell
from tests.incidents.typing import signed_in


def published(cast, *tellers):
    for teller in tellers:
        tell(teller, place=cast.village.code)
        publish_day(cast.mission, DAY, AFTER_DUE)
    return DailyReport.objects.order_by("revision")


def page_of(person, day=DAY, **query):
    return signed_in(person).get(f"/daily/{day}/", query)


def test_a_published_day_reads_like_a_daily_report(cast):
    report = published(cast, cast.north_monitor)[0]
    page = page_of(cast.public).content.decode()
    for words in (
        "Wednesday, 10 March 2021",
        f"Daily report {report}",
        report.content_hash,
        "Belmora / Velmura",
        "By category",
        "1 post reported. 3 were expected.",
        f"/api/v1/daily-reports/ridge/{DAY}/1/",
    ):
        assert words in page


def test_the_json_is_the_same_report(cast):
    report = published(cast, cast.north_monitor)[0]
    address = page_of(cast.public).context["json_url"]
    assert signed_in(None).get(address).content == bytes(report.content)


def test_a_day_tells_both_totals_together_beside_its_signed_content(cast):
    told = tell(None, alleged_party="uplands", source_url="https://example.org/1")
    incident = settled(cast, same_event_as=told.report.report_id)
    publish_day(cast.mission, DAY, AFTER_DUE)
    before = bytes(DailyReport.objects.latest("revision").content)
    assert both_totals(cast.public) == [("uplands", 1, 0)]
    concluded(cast, naming("lowlands"), incident=incident)
    assert both_totals(cast.public) == [("lowlands", 0, 1), ("uplands", 1, 0)]
    assert bytes(DailyReport.objects.latest("revision").content) == before
    assert "Ruled, by the mission" in page_of(cast.public).content.decode()


def test_the_totals_of_a_day_hold_no_other_day(cast):
    tell(None, alleged_party="uplands", occurred_from=NOW - timedelta(days=3))
    published(cast, cast.north_monitor)
    assert both_totals(cast.north_duty_officer) == []


def both_totals(person):
    rows = page_of(person).context["both_totals"]
    return [(row.party.code, row.alleged, row.ruled) for row in rows]


def test_an_older_revision_stays_readable_and_says_so(cast):
    first, second = published(cast, cast.north_monitor, cast.north_monitor)
    page = page_of(cast.public, revision=1)
    assert page.context["report"] == first
    assert "superseded" in page.content.decode()
    assert page_of(cast.public).context["report"] == second


@pytest.mark.parametrize("query", [{"revision": "9"}, {"revision": "x"}, {"revision": "\u0661"}])
def test_a_revision_that_does_not_exist_is_not_found(cast, query):
    published(cast, cast.north_monitor)
    assert page_of(cast.public, **query).status_code == 404


def test_an_unpublished_day_is_shown_to_staff_only(cast):
    tell(cast.north_monitor)
    assert "Provisional" in page_of(cast.north_monitor).content.decode()
    public = page_of(cast.public).content.decode()
    assert "not published yet" in public
    assert "Direct fire" not in public


@pytest.mark.parametrize(
    "day", ["0001-01-01", "9999-12-31", "2020-12-31", "2021-02-30", "2021-13-01", "2021-3-1"]
)
def test_a_day_that_is_none_of_the_missions_is_not_found(cast, day):
    assert page_of(cast.public, day).status_code == 404


def test_the_list_shows_the_year_asked_for(cast):
    published(cast, cast.north_monitor)
    page = signed_in(None).get("/daily/")
    assert page.context["year"] == 2021
    assert "March 2021" in page.content.decode()
    assert signed_in(None).get("/daily/?year=1999").status_code == 404
    assert signed_in(None).get("/daily/?year=x").status_code == 404


def test_the_empty_list_says_when_the_first_report_comes(cast):
    assert "No daily report yet" in signed_in(None).get("/daily/").content.decode()
