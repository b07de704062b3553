"""Daily reports over the API: the very bytes that were published."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from incidents.domain.daily_report import publish_day
from incidents.models import DailyReport
from tests.calls import API, get, observation, post

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


# --- sign-offs ------------------------------------------------------------------

SIGNING = "daily-reports/ridge/2021-03-04/1/sign-offs/"


def test_a_revision_is_signed_beside_its_content(cast, published):
    body = {"content_hash": published.content_hash, "decision": "approve"}
    assert get(SIGNING).json()["outcome"] is None
    assert post(SIGNING, body, cast.north_duty_officer).json()["outcome"] == "sign_off"
    said = {"decision": "dissent", "text": "Not so."}
    told = post(SIGNING, body | said, cast.south_duty_officer).json()
    assert (told["outcome"], told["superseded"]) == ("blocked", False)
    words = [(one["party"], one["decision"], one["text"]) for one in told["parties"]]
    assert words == [("north", "approve", ""), ("south", "dissent", "Not so.")]
    assert get(SIGNING).json() == told
    assert get("daily-reports/ridge/2021-03-04/1/").content == bytes(published.content)


@pytest.mark.parametrize(
    "who,change,status",
    [
        ("public", {}, 401), ("north_monitor", {}, 403), ("stranger", {}, 403),
        ("north_duty_officer", {"content_hash": "0" * 64}, 422),
        ("north_duty_officer", {"decision": "no_reply"}, 422),
        ("north_duty_officer", {"decision": "dissent"}, 422),
        ("north_duty_officer", {"text": "a\0"}, 400),
        ("north_duty_officer", {"party": "south"}, 422),
        ("north_duty_officer", {"status": "adopted"}, 422),
    ],
)  # fmt: skip
def test_a_bad_sign_off_is_refused(cast, published, who, change, status):
    body = {"content_hash": published.content_hash, "decision": "approve"} | change
    assert post(SIGNING, body, cast.everybody[who]).status_code == status
    assert get(SIGNING).json()["parties"] == []


def test_no_sign_offs_where_nothing_was_published(cast, published):
    assert get(SIGNING.replace("/1/", "/2/")).status_code == 404
