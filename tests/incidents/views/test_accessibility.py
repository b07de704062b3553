"""Every page, light and dark, wide and narrow: no finding, no error, nothing to scroll sideways."""

import pytest
from django.utils import timezone

from incidents.domain.dataset_file import read_asked
from incidents.domain.pump import look as pump
from incidents.domain.redaction import propose_redaction
from incidents.domain.spot_report import name_of_flash
from parties.domain.acting import actor_of
from tests.incidents.domain.test_dataset import REAL, take
from tests.incidents.domain.test_dataset_file import OTHER, bring
from tests.incidents.domain.test_spot_report import MINUTE, grave, spot
from tests.incidents.judging import (
    concluded_with,
    correct,
    naming,
    opened,
    proposal_of,
    settled,
)
from tests.incidents.telling import NOW, tell
from tests.incidents.views.test_export import exports_of_all_kinds
from tests.incidents.views.test_sectors import told_by_both
from tests.incidents.views.test_subscription import alert_told
from tests.incidents.views.test_weekly_report import NAME as WEEK
from tests.incidents.views.test_weekly_report import week_told
from tests.incidents.views.walls import sign_in, told

__all__ = ["told"]

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PAGES = {
    "home": ("public", "/"),
    "home of staff": ("north_duty_officer", "/"),
    "home on a wall": ("public", "/?wall=1"),
    "two periods": ("north_duty_officer", "/?against=2021-03-01..2021-03-10"),
    "escalation": ("public", "/trends/watch/?day_after=2021-02-01&day_before=2021-03-20"),
    "trends": ("public", "/trends/?day_after=2021-02-01&day_before=2021-03-20"),
    "incidents": ("public", "/incidents/"),
    "no incident found": ("public", "/incidents/?category=IND"),
    "incident": ("public", "incident"),
    "incident of staff": ("north_duty_officer", "incident"),
    "undated": ("public", "/incidents/undated/"),
    "totals": ("public", "/incidents/totals/"),
    "file a report": ("north_monitor", "/report/"),
    "radio form": ("north_duty_officer", "/report/radio/"),
    "outbox": ("north_monitor", "/report/outbox/"),
    "no line": ("public", "/offline/"),
    "queue": ("north_duty_officer", "/queue/"),
    "readings": ("north_duty_officer", "/readings/"),
    "receipt": ("north_monitor", "receipt"),
    "files of a report": ("north_monitor", "files"),
    "daily return": ("north_monitor", "/return/"),
    "coverage of a post": ("north_duty_officer", "/posts/N-1/coverage/"),
    "expected returns": ("north_duty_officer", "/coverage/?month=2021-03"),
    "expected returns of none": ("north_duty_officer", "/coverage/?month=2021-01"),
    "return receipt": ("north_monitor", "return_receipt"),
    "daily reports": ("public", "/daily/"),
    "daily report": ("public", "day"),
    "unpublished day": ("public", "/daily/2021-03-09/"),
    "weekly report": ("public", "week"),
    "weekly reports": ("public", "weeks"),
    "spot form": ("north_duty_officer", "spot_form"),
    "spot report": ("north_duty_officer", "spot"),
    "flash report": ("analyst", "flash"),
    "flash and spot reports": ("analyst", "singles"),
    "posts": ("public", "/posts/"),
    "post": ("public", "/posts/N-1/"),
    "parties": ("public", "/parties/"),
    "agreement": ("public", "/agreement/"),
    "agreement of staff": ("north_duty_officer", "/agreement/"),
    "findings": ("public", "/findings/"),
    "finding to sign": ("north_duty_officer", "sign"),
    "finding to draft": ("north_duty_officer", "draft"),
    "proof check": ("public", "check"),
    "redaction": ("south_duty_officer", "redaction"),
    "datasets": ("analyst", "/datasets/"),
    "dataset file": ("analyst", "dataset_file"),
    "dataset columns": ("analyst", "dataset_columns"),
    "dataset records": ("analyst", "dataset_records"),
    "dataset withdrawal": ("analyst", "dataset_withdraw"),
    "proposal": ("south_duty_officer", "proposal"),
    "incident with sectors": ("analyst", "sectors"),
    "names of places": ("public", "/names/"),
    "no exports": ("analyst", "/exports/"),
    "exports": ("analyst", "exports"),
    "tokens": ("analyst", "/tokens/"),
    "no alerts": ("analyst", "/alerts/"),
    "new alert": ("analyst", "/alerts/new/"),
    "alert": ("analyst", "alert"),
    "sign in": ("public", "/accounts/login/"),
    "sign out": ("north_monitor", "/accounts/logout/"),
    "password": ("north_monitor", "/accounts/password/change/"),
    "second factor": ("north_monitor", "/accounts/2fa/"),
    "reauthenticate": ("north_monitor", "/accounts/reauthenticate/"),
}


def _proposal(cast):
    _finding, report = concluded_with(cast)
    waiting = proposal_of(correct(cast.north_monitor, report))
    return f"/proposals/{waiting.pk}/"


def _redaction(cast):
    report = tell(cast.north_monitor, narrative="Anna of the mill saw it.").report
    officer = actor_of(cast.north_duty_officer)
    propose_redaction(report, ["narrative"], actor=officer, reason="She is in danger.")
    return f"/report/{report.report_id}/redaction/"


def _dataset_file(cast, content=REAL + b"9,2020\n"):
    file = bring(cast, content)
    read_asked(str(file.pk), timezone.now())
    return f"/datasets/{file.pk}/"


def _flash(cast):
    incident = grave(cast)
    pump(NOW + MINUTE)
    return incident


def _spot(cast):
    return f"/daily/{spot(cast, _flash(cast)).name}/"


def _week(cast):
    week_told(cast)
    return f"/daily/{WEEK}/"


# Pages of papers that only their own test needs.
PAPERS = {
    "sign": lambda cast: f"/findings/{opened(cast, naming()).pk}/",
    "draft": lambda cast: f"/incidents/{settled(cast).pk}/finding/",
    "redaction": _redaction,
    "proposal": _proposal,
    "sectors": told_by_both,
    "dataset_file": _dataset_file,
    "dataset_columns": lambda cast: f"{_dataset_file(cast, OTHER)}columns/",
    "dataset_records": lambda cast: f"/datasets/records/?batch={take(cast).batch.pk}",
    "dataset_withdraw": lambda cast: f"/datasets/{take(cast).batch.pk}/withdraw/",
    "alert": alert_told,
    "week": _week,
    "weeks": lambda cast: f"/daily/?year={week_told(cast).mission_day.year}",
    "spot_form": lambda cast: f"/incidents/{_flash(cast).pk}/spot/",
    "spot": _spot,
    "flash": lambda cast: f"/daily/{name_of_flash(_flash(cast))}/",
    "singles": lambda cast: _spot(cast) and "/daily/?year=2021",
    "exports": exports_of_all_kinds,
}
LANGUAGES = ("en", "fr", "ru", "tr", "az", "hy")
MODES = [("light", 1280), ("light", 320), ("dark", 320), ("dark", 1280)]
MODES_OF_WORDS = [("light", 320)]  # where words may not fit; colours do not depend on them
OPENED = "document.querySelectorAll('main details').forEach((one) => { one.open = true; })"
DRAWN = """
async () => {
  for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
  await Promise.allSettled(document.getAnimations().map((running) => running.finished));
}
"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def address_of(name, told, cast):
    """The address of a page, whose papers are made first if it has some of its own."""
    return PAPERS[name](cast) if name in PAPERS else told.get(name, name)


def settle(page):
    """Open whatever opens, and wait until maps have drawn: axe sees what people see."""
    page.evaluate(OPENED)
    if page.locator("[data-map]:not([data-later])").count():
        page.wait_for_selector("[data-map][data-ready]")


def paint(page, scheme, width):
    """Show the page in a colour scheme, and wait until every colour has arrived."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate(DRAWN)


def look(page, assert_accessible, modes=MODES):
    """Look at a page that is open in several modes."""
    for scheme, width in modes:
        paint(page, scheme, width)
        assert page.evaluate(SIDEWAYS) <= 0, f"scrolls sideways at {width} px"
        assert_accessible(page)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_in_every_mode_and_language(
    name, cast, told, page, context, live_server, assert_accessible
):
    person, address = PAGES[name]
    address, user = address_of(address, told, cast), getattr(cast, person)
    sign_in(context, live_server.url, user)
    for language in LANGUAGES:
        speak(context, live_server.url, user, language)
        assert page.goto(address).status == 200
        assert page.locator("html").get_attribute("lang") == language
        settle(page)
        look(page, assert_accessible, MODES if language == "en" else MODES_OF_WORDS)


def speak(context, address, user, language):
    """Choose a language as a person does: their own, or the browser's."""
    if user.pk:
        type(user).objects.filter(pk=user.pk).update(language=language)
    else:
        context.add_cookies([{"name": "django_language", "value": language, "url": address}])


def test_a_refused_report_is_accessible_and_takes_the_focus_to_its_errors(
    cast, page, context, live_server, faults, assert_accessible
):
    faults.expect("status of 422")
    sign_in(context, live_server.url, cast.north_monitor)
    page.goto("/report/")
    page.get_by_role("button", name="File the report").click()
    page.wait_for_selector(".error-summary")
    settle(page)
    assert page.evaluate("document.activeElement.className") == "error-summary"
    look(page, assert_accessible)
    page.locator(".error-summary a").first.click()
    assert page.evaluate("document.activeElement.name") == "category"


def test_a_report_that_is_looked_over_is_accessible_in_every_mode_and_language(
    cast, page, context, live_server, assert_accessible
):
    sign_in(context, live_server.url, cast.north_monitor)
    for language in LANGUAGES:
        speak(context, live_server.url, cast.north_monitor, language)
        page.goto("/report/")
        page.locator("[name=category]").select_option("FIR-SAL")
        page.locator("[name=narrative]").fill("We were attacked. Heard three shots.")
        page.locator("button[name=step][value=review]").click()
        page.wait_for_selector("button[name=step][value=file]")
        assert page.locator("html").get_attribute("lang") == language
        look(page, assert_accessible)


@pytest.mark.parametrize("address", ["/nowhere/", "/incidents/x/", "/posts/none/"])
def test_a_page_that_is_not_there_is_accessible(address, cast, page, faults, assert_accessible):
    faults.expect("status of 404")
    assert page.goto(address).status == 404
    look(page, assert_accessible)
