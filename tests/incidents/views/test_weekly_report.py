"""Weekly reports at every door: page, files, paper, verification, feed, signature, API."""

import csv
import io
import json
import re
from datetime import date, timedelta

import openpyxl
import pytest

from incidents.domain.daily_report import publish_day
from incidents.domain.printing import ask_for_print
from incidents.domain.weekly_report import publish_week, recompute_week
from incidents.models import DailySignOff
from incidents.views.daily_paper import page_of
from tests.calls import get
from tests.incidents.telling import AFTER_DUE, DAY, NOW, tell
from tests.incidents.typing import signed_in

pytestmark = pytest.mark.django_db

ONE_DAY = timedelta(days=1)
LAST = date(2021, 3, 14)
NAME = f"week-{LAST}"
AFTER = AFTER_DUE + 7 * ONE_DAY


@pytest.fixture
def week(cast):
    """The first week of the cast's mission."""
    return week_told(cast)


def week_told(cast):
    """The first week of the cast's mission, with an incident on two of its days."""
    cast.mission.opened_on = DAY
    cast.mission.save()
    for occurred_from in (NOW, NOW + ONE_DAY):
        tell(cast.north_monitor, occurred_from=occurred_from, place=cast.village.code, now=AFTER)
    return publish(cast)


def publish(cast):
    for n in range((LAST - DAY).days + 1):
        publish_day(cast.mission, DAY + n * ONE_DAY, AFTER)
    return publish_week(cast.mission, LAST, AFTER)


def page(path="", person=None, **query):
    return signed_in(person).get(f"/daily/{NAME}/{path}", query)


def file(ending):
    return page(f"1/report.{ending}").content


def test_the_page_says_which_days_it_is_made_from(cast, week):
    shown = page().content.decode()
    for words in (
        "10 March 2021 to 14 March 2021",
        f"Weekly report {week}",
        "Incidents of the week",
        f'href="/daily/{DAY}/?revision=1"',
        f"/api/v1/daily-reports/ridge/{NAME}/1/",
        "Belmora / Velmura",
    ):
        assert words in shown
    assert "day before" not in shown


def says_of_before(report):
    """What the page and the paper of a week say of the one before it, for each total."""
    made = page_of(ask_for_print(report, "en", "pair", address="https://monitors.example"))
    shown = signed_in(None).get(f"/daily/{report.name}/").content.decode()
    found = [re.findall(r'<dd class="before">([^<]*)', text) for text in (shown, made)]
    assert found[0] == found[1]
    return found[0]


def test_the_first_week_has_none_before_it_and_says_so(week):
    assert set(says_of_before(week)) == {"there is no week before"}
    profiles = page().content.decode().partition('id="ways"')[2].partition("</table>")[0]
    assert profiles.count('<td class="number">–</td><td class="number">–</td>') == 4
    assert recompute_week(week) == bytes(week.content)


def test_the_second_week_says_what_the_first_had(cast, week):
    for n in range(1, 8):
        publish_day(cast.mission, LAST + n * ONE_DAY, AFTER + 7 * ONE_DAY)
    second = publish_week(cast.mission, LAST + 7 * ONE_DAY, AFTER + 7 * ONE_DAY)
    assert says_of_before(second)[0] == "2 the week before (-2)"


def test_the_files_say_on_which_day_each_incident_was(week):
    days = [str(DAY), str(DAY + ONE_DAY)]
    assert [row["mission_day"] for row in csv.DictReader(io.StringIO(file("csv").decode()))] == days
    features = json.loads(file("geojson"))["features"]
    assert [one["properties"]["mission_day"] for one in features] == days
    book = openpyxl.load_workbook(io.BytesIO(file("xlsx")))
    assert [row[-1].value for row in book["incidents"].iter_rows(min_row=2)] == days
    assert book["days"]["A2"].value == str(DAY)


def test_it_is_set_on_paper(week):
    made = page_of(ask_for_print(week, "en", "pair", address="https://monitors.example"))
    assert "Weekly report 1/2021" in made
    assert f"https://monitors.example/daily/verify/{week.content_hash}/" in made


def test_its_hash_is_valid_until_a_day_is_revised(cast, week):
    def says():
        return signed_in(None).get(f"/daily/verify/{week.content_hash}/").content.decode()

    assert "This is the current revision of its report." in says()
    tell(cast.south_monitor, post="S-1", now=AFTER)
    assert publish(cast).revision == 2
    assert f'href="/daily/{NAME}/"' in says()
    shown = page(revision=1).content.decode()
    assert "Superseded by revision 2" in shown


def test_a_revision_lists_what_changed(cast, week):
    tell(cast.south_monitor, post="S-1", now=AFTER)
    publish(cast)
    parts = {row["part"] for row in page().context["changes"]}
    assert {"totals", "incidents", "days"} <= parts


def test_list_and_feed_lead_to_it(week):
    assert f'href="/daily/{NAME}/"' in signed_in(None).get("/daily/").content.decode()
    feed = signed_in(None).get("/daily/feed.atom").content.decode()
    assert "Weekly report 1/2021 of 14 March 2021" in feed
    assert f"urn:ceasefire:ridge:{NAME}:1:{week.content_hash}" in feed


def test_weeks_lead_to_each_other(cast, week):
    for n in range(5, 12):
        publish_day(cast.mission, DAY + n * ONE_DAY, AFTER + 7 * ONE_DAY)
    publish_week(cast.mission, LAST + 7 * ONE_DAY, AFTER + 7 * ONE_DAY)
    assert page().context["neighbours"] == {"before": None, "after": f"week-{LAST + 7 * ONE_DAY}"}


def test_a_party_signs_it(cast, week):
    said = {"decision": "approve", "text": "", "seen_hash": week.content_hash, "party": ""}
    answer = signed_in(cast.north_duty_officer).post(f"/daily/{NAME}/1/sign/", said)
    assert answer.url == f"/daily/{NAME}/?revision=1"
    assert DailySignOff.objects.get().report == week


def test_staff_makes_it_again_by_a_button(cast, week):
    answer = signed_in(cast.analyst).post(f"/daily/{NAME}/1/check/", follow=True)
    assert "the same, byte for byte" in answer.content.decode()


def test_the_api_gives_the_bytes_and_tells_weeks_from_days(week):
    assert get(f"daily-reports/ridge/{NAME}/1/").content == bytes(week.content)
    [row] = get("daily-reports/", mission="ridge", kind="week").json()["results"]
    assert (row["name"], row["first_day"], row["mission_day"]) == (NAME, str(DAY), str(LAST))
    assert all(row["kind"] == "day" for row in get("daily-reports/", kind="day").json()["results"])


@pytest.mark.parametrize("name", ["week-2021-03-13", "week-2021-02-30", "month-2021-03-14"])
def test_what_is_no_week_is_not_found(week, name):
    assert signed_in(None).get(f"/daily/{name}/").status_code == 404
    assert get(f"daily-reports/ridge/{name}/").status_code == 404
