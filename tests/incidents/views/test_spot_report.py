"""Flash and spot reports at every door: form, page, files, paper, verification, feed, API."""

import csv
import io
import json
from decimal import Decimal

import openpyxl
import pytest

from incidents.domain.printing import ask_for_print
from incidents.domain.pump import look
from incidents.domain.spot_report import name_of_flash
from incidents.models import DailyReport, DailySignOff
from incidents.views.daily_paper import page_of
from tests.calls import faults_of, get, post
from tests.incidents.domain.test_spot_report import MINUTE, WORDS, grave, spot
from tests.incidents.telling import NOW, incident_of, tell
from tests.incidents.typing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def incident(cast):
    """A very serious incident with its flash."""
    incident = grave(cast)
    look(NOW + MINUTE)
    return incident


def page(cast, name, path="", person=None):
    return signed_in(person or cast.analyst).get(f"/daily/{name}/{path}")


def write(cast, incident, person=None, **typed):
    client = signed_in(person or cast.north_duty_officer)
    return client.post(f"/incidents/{incident.pk}/spot/", {"text": WORDS, "others": ""} | typed)


def test_a_flash_says_plainly_that_it_is_not_verified(cast, incident):
    name = name_of_flash(incident)
    shown = page(cast, name).content.decode()
    assert "The mission has checked nothing of it." in shown
    assert "Flash report 1/2021" in shown
    assert incident.reference in shown
    made = page_of(ask_for_print(_report(name), "en", "pair", address="https://monitors.example"))
    assert "The mission has checked nothing of it." in made
    assert "Not verified." in _feed(cast)


def _report(name):
    return DailyReport.objects.get(name=name)


def _feed(cast):
    return signed_in(cast.analyst).get("/daily/feed.atom").content.decode()


def test_a_duty_officer_writes_a_spot_report_from_the_incidents_page(cast, incident):
    detail = signed_in(cast.north_duty_officer).get(f"/incidents/{incident.pk}/").content.decode()
    assert f'href="/incidents/{incident.pk}/spot/"' in detail
    other = incident_of(tell(cast.south_monitor, post="S-1"))
    answer = write(cast, incident, others=f" {other.reference.lower()}, ")
    assert answer.url.startswith("/daily/spot-")
    shown = signed_in(cast.north_duty_officer).get(answer.url).content.decode()
    for words in (WORDS, incident.reference, other.reference):
        assert words in shown
    detail = signed_in(cast.analyst).get(f"/incidents/{other.pk}/").content.decode()
    assert f'href="{answer.url}"' in detail


def test_the_flash_leads_to_what_supersedes_it_and_its_paper_too(cast, incident):
    written, flash = spot(cast, incident), _report(name_of_flash(incident))
    assert f"Superseded by spot report {written}" in page(cast, flash.name).content.decode()
    found = signed_in(cast.analyst).get(f"/daily/verify/{flash.content_hash}/").content.decode()
    assert f"Superseded by spot report {written}" in found
    found = signed_in(cast.analyst).get(f"/daily/verify/{written.content_hash}/").content.decode()
    assert "This is the current revision of its report." in found


@pytest.mark.parametrize(
    "typed", [{"text": ""}, {"others": "NK-I-0000-0000"}, {"text": "x" * 4001}]
)
def test_what_is_refused_comes_back_as_it_was_typed(cast, incident, typed):
    answer = write(cast, incident, **typed)
    assert answer.status_code == 422
    assert not DailyReport.objects.filter(kind="spot").exists()
    assert ({"text": WORDS, "others": ""} | typed)["others"] in answer.content.decode()


def test_a_hidden_incident_is_as_unknown_as_none(cast, incident):
    hidden = grave(cast, category="CIV-SGB")
    assert write(cast, incident, others=hidden.reference).status_code == 422
    assert not DailyReport.objects.filter(kind="spot").exists()


@pytest.mark.parametrize("who, status", [("analyst", 403), ("public", 302), ("stranger", 404)])
def test_others_have_no_form(cast, incident, who, status):
    client = signed_in(cast.everybody[who])
    assert client.get(f"/incidents/{incident.pk}/spot/").status_code == status
    assert write(cast, incident, person=cast.everybody[who]).status_code == status


def test_its_files_hold_the_incidents_and_the_words(cast, incident):
    name = spot(cast, incident).name
    [row] = csv.DictReader(io.StringIO(page(cast, name, "1/report.csv").content.decode()))
    assert row["reference"] == incident.reference
    [feature] = json.loads(page(cast, name, "1/report.geojson").content)["features"]
    assert feature["id"] == str(incident.pk)
    book = openpyxl.load_workbook(io.BytesIO(page(cast, name, "1/report.xlsx").content))
    assert WORDS in [cell.value for cell in book["report"]["B"]]


def test_words_are_never_markup_or_a_formula(cast, incident):
    hostile = '=1+1 <script>alert("x")</script>'
    written = spot(cast, incident, text=hostile)
    assert "<script>alert" not in page(cast, written.name).content.decode()
    book = openpyxl.load_workbook(io.BytesIO(page(cast, written.name, "1/report.xlsx").content))
    assert [c.data_type for c in book["report"]["B"] if c.value == hostile] == ["s"]


def test_parties_sign_it_and_staff_makes_it_again(cast, incident):
    written = spot(cast, incident)
    said = {"decision": "approve", "text": "", "seen_hash": written.content_hash, "party": ""}
    client = signed_in(cast.south_duty_officer)
    assert client.post(f"/daily/{written.name}/1/sign/", said).status_code == 302
    assert DailySignOff.objects.get().report == written
    answer = client.post(f"/daily/{written.name}/1/check/", follow=True)
    assert "the same, byte for byte" in answer.content.decode()


def sign(cast, report):
    said = {"decision": "approve", "text": "", "seen_hash": report.content_hash, "party": ""}
    client = signed_in(cast.south_duty_officer)
    return client.post(f"/daily/{report.name}/1/sign/", said)


def test_what_a_spot_report_superseded_is_not_signed_any_more(cast, incident):
    flash = _report(name_of_flash(incident))
    officer = cast.south_duty_officer
    assert "/1/sign/" in page(cast, flash.name, person=officer).content.decode()
    first = spot(cast, incident)
    second = spot(cast, incident, incident_of(tell(cast.south_monitor, post="S-1")))
    for report in (flash, first):
        assert "/1/sign/" not in page(cast, report.name, person=officer).content.decode()
        answer = sign(cast, report)
        assert answer.status_code == 422
        assert "A later spot report supersedes this one." in answer.content.decode()
    assert not DailySignOff.objects.exists()
    assert "/1/sign/" in page(cast, second.name, person=officer).content.decode()
    assert sign(cast, second).status_code == 302


def test_a_superseded_report_is_not_signed_over_the_api(cast, incident):
    flash = _report(name_of_flash(incident))
    spot(cast, incident)
    path = f"daily-reports/ridge/{flash.name}/1/sign-offs/"
    body = {"decision": "approve", "content_hash": flash.content_hash}
    answer = post(path, body, cast.south_duty_officer)
    assert (answer.status_code, faults_of(answer)) == (422, {"#/decision": "superseded"})


def test_where_it_was_is_told_by_its_coarse_position_if_by_nothing_else(cast):
    exact = {"lat": Decimal("40.153927"), "lon": Decimal("10.457116")}
    placed = {"position_precision": "P3", **exact}
    for told, words in ((placed, "40.15 N 10.46 E"), ({}, "place not known")):
        name = spot(cast, grave(cast, post="", source_kind="resident", **told)).name
        for person in (cast.analyst, cast.north_duty_officer):
            shown = page(cast, name, person=person).content.decode()
            assert f'<td data-label="Where">{words}</td>' in shown
            assert "40.1539" not in shown
        made = page_of(ask_for_print(_report(name), "en", "pair", address="https://m.example"))
        assert f">{words}</td>" in made


def test_the_api_gives_its_bytes(cast, incident):
    written = spot(cast, incident)
    path = f"daily-reports/ridge/{written.name}/1/"
    assert get(path, cast.analyst).content == bytes(written.content)
    assert get(path).status_code == 404
    [row] = get("daily-reports/", cast.analyst, kind="spot").json()["results"]
    assert row["name"] == written.name


def test_the_list_of_the_year_names_them(cast, incident):
    written = spot(cast, incident)
    shown = signed_in(cast.analyst).get("/daily/", {"year": 2021})
    assert f'href="/daily/{written.name}/"' in shown.content.decode()


def test_a_year_of_which_only_a_flash_is_published_is_in_the_list(cast, incident):
    shown = signed_in(cast.analyst).get("/daily/")
    assert shown.context["year"] == 2021
    assert f'href="/daily/{name_of_flash(incident)}/"' in shown.content.decode()
    crumb = 'href="/daily/?year=2021"'
    assert crumb in page(cast, name_of_flash(incident)).content.decode()
    assert signed_in(cast.analyst).get("/daily/?year=2021").status_code == 200
    assert signed_in(cast.analyst).get("/daily/?year=2020").status_code == 404
