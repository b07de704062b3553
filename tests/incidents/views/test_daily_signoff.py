"""Signing a revision of a daily report on its page, with and without success."""

import pytest

from incidents.domain.daily_report import publish_day
from incidents.domain.daily_signoff import sign_report
from incidents.domain.printing import ask_for_print
from incidents.models import PrintedReport
from incidents.views.daily_paper import page_of as paper_of
from parties.domain.acting import actor_of
from tests.incidents.telling import AFTER_DUE, DAY, tell
from tests.incidents.typing import signed_in

pytestmark = pytest.mark.django_db

PAGE = f"/daily/{DAY}/"
DISSENT = {"decision": "dissent", "text": "One <b>burst</b> is missing."}


@pytest.fixture
def report(cast):
    tell(cast.north_monitor)
    return publish_day(cast.mission, DAY)


def send(user, report, **said):
    body = {"seen_hash": report.content_hash, "decision": "approve", "text": "", "party": ""}
    return signed_in(user).post(f"{PAGE}{report.revision}/sign/", body | said)


def words(user):
    return signed_in(user).get(PAGE).content.decode()


def test_an_officer_signs_and_everybody_reads_it(cast, report):
    assert "No party has signed this revision." in words(cast.public)
    assert "Sign for The north" in words(cast.north_duty_officer)
    answer = send(cast.north_duty_officer, report, **DISSENT)
    assert (answer.status_code, answer.url) == (302, f"{PAGE}?revision=1")
    page = words(cast.public)
    assert "One &lt;b&gt;burst&lt;/b&gt; is missing." in page
    assert "Has not signed yet" in page
    assert "Sign for" not in words(cast.north_duty_officer)
    send(cast.south_duty_officer, report)
    assert "Blocked." in words(cast.public)


@pytest.mark.parametrize("who", ["public", "north_monitor", "analyst", "observer"])
def test_others_see_no_form_and_are_refused(cast, report, who):
    person = cast.everybody[who]
    assert "/sign/" not in words(person)
    assert send(person, report).status_code in (302, 403)
    assert "No party has signed this revision." in words(cast.public)


def test_what_was_typed_comes_back_when_it_is_refused(cast, report):
    answer = send(cast.north_duty_officer, report, decision="", text="My dissent.")
    assert answer.status_code == 422
    assert "My dissent.</textarea>" in answer.content.decode()


def test_a_revision_that_was_superseded_meanwhile_is_not_signed(cast, report):
    tell(cast.south_monitor, post="S-1")
    publish_day(cast.mission, DAY)
    answer = send(cast.north_duty_officer, report, **DISSENT)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "This is not the newest revision." in page
    assert "One &lt;b&gt;burst&lt;/b&gt; is missing." in page


def test_an_unknown_revision_is_not_found(cast, report):
    report.revision = 9
    assert send(cast.north_duty_officer, report).status_code == 404


def test_a_print_annexes_the_sign_offs_of_its_moment(cast, report):
    asked = {"address": "https://monitors.example", "now": AFTER_DUE}
    first = ask_for_print(report, "en", "pair", **asked)
    officer = actor_of(cast.north_duty_officer)
    sign_report(report, actor=officer, seen=report.content_hash, **DISSENT)
    second = ask_for_print(report, "en", "pair", **asked)
    assert first != second
    assert ask_for_print(report, "en", "pair", **asked) == second
    assert "One &lt;b&gt;burst&lt;/b&gt; is missing." in paper_of(second)
    PrintedReport.objects.update(content=b"%PDF-", made_at=AFTER_DUE)
    page = signed_in(None).get(f"{PAGE}1/print/").content.decode()
    assert page.count("en/pair.pdf") == 1
