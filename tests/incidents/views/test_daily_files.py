"""A published revision as files, its verification, and the feed of the archive."""

import csv
import io
import json
from datetime import timedelta
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from incidents.domain.daily_report import publish_day
from incidents.models import DailyReport
from tests.incidents.telling import AFTER_DUE, DAY, killed, tell
from tests.incidents.typing import signed_in

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def published(cast):
    """The day in two revisions, the second with an incident."""
    publish_day(cast.mission, DAY, AFTER_DUE)
    tell(cast.north_monitor, place=cast.village.code, casualties=(killed(2, "north"),))
    publish_day(cast.mission, DAY, AFTER_DUE + timedelta(hours=1))
    return list(DailyReport.objects.order_by("revision"))


def file(ending, revision=2, day=DAY, person=None):
    return signed_in(person).get(f"/daily/{day}/{revision}/report.{ending}")


def verify(content_hash):
    return signed_in(None).get(f"/daily/verify/{content_hash}/")


def test_the_same_revision_is_given_as_csv_workbook_and_map(published):
    (row,) = csv.DictReader(io.StringIO(file("csv").content.decode()))
    assert (row["revision"], row["killed_low"], row["place_label"]) == (
        "2",
        "2",
        "Belmora / Velmura",
    )
    (feature,) = json.loads(file("geojson").content)["features"]
    assert feature["id"] == row["id"]
    book = openpyxl.load_workbook(io.BytesIO(file("xlsx").content))
    assert book["incidents"]["A2"].value == row["reference"]
    assert "Licence: CC-BY-4.0." in [cell.value for cell in book["report"]["B"]]


def test_a_file_is_downloaded_under_the_name_of_its_revision(published):
    answer = file("csv")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="ridge-{DAY}-2.csv"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("ending", ["csv", "geojson", "xlsx"])
def test_a_file_holds_nothing_that_the_report_does_not(cast, published, ending):
    staff, public = file(ending, person=cast.north_duty_officer), file(ending)
    assert staff.content == public.content


@pytest.mark.parametrize("ending", ["exe", "json", "csv2"])
def test_there_are_no_other_files(published, ending):
    assert file(ending).status_code == 404


@pytest.mark.parametrize("revision, day", [(3, DAY), (10**20, DAY), (1, "2021-03-11")])
def test_there_is_no_file_of_what_was_not_published(published, revision, day):
    assert file("csv", revision, day).status_code == 404


def test_the_current_revision_is_valid_and_the_one_before_superseded(published):
    old, new = published
    assert "Valid" in verify(new.content_hash).content.decode()
    page = verify(old.content_hash)
    assert page.context["stands"] is False
    assert "Superseded by revision 2" in page.content.decode()


@pytest.mark.parametrize("content_hash", ["0" * 64, "x", "A" * 64, "a" * 65])
def test_a_hash_that_was_never_published_is_said_to_be_none(published, content_hash):
    page = verify(content_hash)
    assert page.status_code == 404
    assert "Not published here" in page.content.decode()


def test_the_feed_tells_each_revision_newest_first(published):
    answer = signed_in(None).get("/daily/feed.atom")
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    feed = ET.fromstring(answer.content)
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.find(f"{ATOM}title").text for entry in entries] == [
        "Daily report 69/2021 Rev.2 of 10 March 2021",
        "Daily report 69/2021 of 10 March 2021",
    ]
    assert entries[0].find(f"{ATOM}id").text.endswith(published[1].content_hash)


def test_the_feed_of_a_mission_without_reports_is_empty(cast):
    answer = signed_in(None).get("/daily/feed.atom")
    assert answer.status_code == 200
    assert b"<entry>" not in answer.content
