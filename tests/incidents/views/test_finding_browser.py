"""Two parties that distrust each other conclude together, in a real browser."""

import pytest

from incidents.models import Finding
from tests.incidents.judging import as_is, invited, settled, with_rule
from tests.incidents.telling import tell
from tests.incidents.views.walls import desk_of

__all__ = ["desk_of"]

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def incident(cast):
    """Two posts reported it, the mission verified it, and everybody may read of it."""
    first = tell(cast.south_monitor, post="S-1")
    found = settled(cast, same_event_as=first.report.report_id)
    found.release = "public"
    found.save()
    return found


def draft(page, incident, text="The mission verified three shots."):
    page.goto(f"/incidents/{incident.pk}/")
    page.get_by_role("link", name="Draft a finding").click()
    page.get_by_label("What the mission concluded").fill(text)
    page.get_by_role("button", name="Keep as a draft").click()
    page.get_by_role("button", name="Send to the parties").click()
    page.get_by_role("button", name="Open the sign-off").click()
    page.get_by_text("In sign-off", exact=True).wait_for()
    return f"/findings/{Finding.objects.get(incident=incident).pk}/"


def sign(page, address, decision="Approve", text=""):
    page.goto(address)
    page.get_by_label(decision, exact=True).check()
    if text:
        page.get_by_label("Reservation or dissent").fill(text)
    page.get_by_role("button", name="Sign this version").click()
    page.get_by_text("Signed for").wait_for()


def test_two_parties_sign_and_the_finding_is_published(
    cast, incident, desk_of, assert_accessible, screenshots
):
    north, south = desk_of(cast.north_duty_officer), desk_of(cast.south_duty_officer)
    address = draft(north, incident)
    sign(north, address)
    sign(south, address)
    assert south.get_by_text("Established").is_visible()
    assert_accessible(south)
    south.get_by_role("button", name="Publish").click()
    south.get_by_text("The finding is now: published.").wait_for()
    everybody = desk_of(None)
    everybody.goto(f"/incidents/{incident.pk}/")
    assert everybody.get_by_text("The mission verified three shots.").is_visible()
    everybody.get_by_role("link", name="The whole finding").click()
    assert_accessible(everybody)
    everybody.screenshot(path=screenshots / "finding.png", full_page=True)


def test_a_party_dissents_and_its_dissent_is_annexed(cast, incident, desk_of):
    west = invited(cast, since="2021-03-01")
    with_rule(cast, "majority_with_annex")
    north = desk_of(cast.north_duty_officer)
    address = draft(north, incident)
    sign(desk_of(west), address, "Dissent", "We saw no shots at all.")
    sign(north, address)
    sign(desk_of(cast.south_duty_officer), address)
    north.goto(address)
    assert north.get_by_text("Adopted with dissent", exact=True).is_visible()
    north.get_by_role("button", name="Publish").click()
    north.get_by_text("The finding is now: published.").wait_for()
    everybody = desk_of(None)
    everybody.goto(address)
    assert everybody.get_by_text("We saw no shots at all.").is_visible()
    assert as_is(Finding.objects.get()).status == "published"


def test_every_form_of_a_finding_is_accessible(cast, incident, desk_of, assert_accessible):
    north = desk_of(cast.north_duty_officer)
    north.goto(f"/incidents/{incident.pk}/finding/")
    assert_accessible(north)
    address = draft(north, incident)
    assert_accessible(north)
    north.goto(f"{address}amend/")
    assert_accessible(north)
    north.goto("/findings/")
    assert_accessible(north)
