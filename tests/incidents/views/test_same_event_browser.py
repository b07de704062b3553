"""In a real browser: three posts report one blast, and it becomes one incident."""

import pytest

from incidents.models import Incident, Report, SameEventLink
from tests.incidents.views.walls import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def browser_of(chromium, live_server):
    """A way to open a browser page in which a person is signed in."""
    opened = []

    def open_for(person, **options):
        context = chromium.new_context(base_url=live_server.url, locale="en-GB", **options)
        context.set_default_timeout(20_000)
        opened.append(context)
        sign_in(context, live_server.url, person)
        return context.new_page()

    yield open_for
    for context in opened:
        context.close()


def file_blast(page, post):
    page.goto("/report/")
    page.locator("[name=post]").select_option(post)
    page.get_by_label("What happened?").select_option("IND-MOR")
    page.get_by_label("Where was it?").fill("velmura")
    page.get_by_role("button", name="File the report").click()
    page.get_by_text("Your report was received").wait_for()


def join_first_suggestion(page, reason, assert_accessible):
    page.get_by_role("link", name="Same event").first.click()
    page.get_by_role("heading", name="Are these one event?").wait_for()
    if assert_accessible:
        assert_accessible(page)
    page.get_by_label("Reason").fill(reason)
    page.get_by_role("button", name="Merge", exact=True).click()
    page.get_by_text("Merged: the reports are in").wait_for()


@pytest.mark.parametrize("scripts", [True, False])
def test_three_posts_report_one_blast_and_it_is_one_incident(
    cast, browser_of, assert_accessible, scripts
):
    people = (cast.north_monitor, cast.south_monitor, cast.north_duty_officer)
    for person, post in zip(people, ("N-1", "S-1", "JC"), strict=True):
        file_blast(browser_of(person), post)
    assert Incident.objects.count() == Report.objects.count() == 3

    first = Incident.objects.order_by("opened_at").first()
    page = browser_of(cast.south_duty_officer, java_script_enabled=scripts)
    page.goto(f"/incidents/{first.pk}/")
    for reason in ("Heard by both posts.", "The centre counted it too."):
        join_first_suggestion(page, reason, assert_accessible if scripts else None)

    assert page.get_by_role("heading", name="Rival accounts").is_visible()
    assert page.get_by_text("3 reports, counted once").is_visible()
    page.goto("/incidents/")
    assert page.locator("tbody tr").count() == 1
    assert SameEventLink.objects.filter(incident=first, unlinked_at=None).count() == 3
