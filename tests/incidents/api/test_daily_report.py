"""Daily reports over the API: the very bytes that were published."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from incidents.domain.daily_report import publish_day
from incidents.models import DailyReport
from tests.calls import API, get, observation

DAY = date(2021, 3, 4)
LATER = datetime(2021, 3, 8, tzinfo=UTC)


@pytest.fixture
def published(cast):
    observation(cast.north_monitor)
    return publish_day(cast.mission, DAY, LATER)


def test_the_body_is_what_was_published(published):
    answer = get("daily-reports/ridge/2021-03-04/1/")
    assert answer.content == bytes(published.content)
    assert answer.headers["ETag"] == f'"{published.content_hash}"'


def test_a_known_revision_is_not_sent_again(published):
    path = f"{API}daily-reports/ridge/2021-03-04/1/"
    tag = f'"{published.content_hash}"'
    assert Client().get(path, headers={"If-None-Match": tag}).status_code == 304


def test_a_day_alone_gives_its_newest_revision(cast, published):
    observation(cast.north_monitor, occurred_from="2021-03-04T18:41:00+04:00")
    second = publish_day(cast.mission, DAY, LATER)
    assert second.revision == 2
    assert get("daily-reports/ridge/2021-03-04/").content == bytes(second.content)
    assert get("daily-reports/ridge/2021-03-04/1/").content == bytes(published.content)


def test_the_list_leads_to_the_content(published):
    [row] = get("daily-reports/", mission="ridge", day_after="2021-03-04").json()["results"]
    assert Client().get(row["url"]).content == bytes(published.content)
    assert row["content_hash"] == published.content_hash


def test_everybody_reads_the_same(cast, published):
    answers = {
        get("daily-reports/ridge/2021-03-04/", person).content for person in cast.everybody.values()
    }
    assert len(answers) == 1


@pytest.mark.parametrize(
    "path",
    [
        "ridge/2021-03-04/2/", "ridge/2021-03-04/0/", "ridge/2021-03-04/999999/",
        "ridge/2021-03-05/", "ridge/2021-02-30/", "ridge/x/", "coast/2021-03-04/",
        "nowhere/2021-03-04/", "ridge/0000-00-00/", "ridge/99999-01-01/1/",
    ],
)  # fmt: skip
def test_a_report_that_was_not_published_is_not_found(published, path):
    assert get(f"daily-reports/{path}").status_code == 404


def test_a_list_costs_no_more_queries(cast, published, django_assert_max_num_queries):
    for day in (5, 6):
        publish_day(cast.mission, date(2021, 3, day), LATER)
    assert DailyReport.objects.count() == 3
    with django_assert_max_num_queries(1):
        Client().get(API + "daily-reports/")
