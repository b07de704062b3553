"""In a real browser: what was published is corrected, waits, and is accepted with a reason."""

import pytest

from incidents.domain.linking import release_day
from incidents.models import Proposal
from tests.incidents.judging import concluded_with, incident_of_id
from tests.incidents.telling import DAY, NOW
from tests.incidents.views.test_accessibility import look
from tests.incidents.views.walls import desk_of

__all__ = ["desk_of"]

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_a_correction_after_publication_waits_and_is_accepted(
    cast, desk_of, assert_accessible, screenshots
):
    finding, report = concluded_with(cast)
    release_day(cast.mission, DAY, NOW)
    monitor = desk_of(cast.north_monitor)
    monitor.goto(f"/report/{report.report_id}/receipt/")
    monitor.get_by_role("link", name="Correct it").click()
    monitor.get_by_label("Narrative").fill("It was a howitzer, and far off.")
    monitor.get_by_role("button", name="File the report").click()
    monitor.get_by_text("It waits as a proposal").wait_for()
    monitor.get_by_role("link", name="What becomes of it").click()
    monitor.get_by_role("heading", name="Withdraw it").wait_for()
    assert_accessible(monitor)

    everybody = desk_of(None)
    everybody.goto(f"/incidents/{finding.incident_id}/")
    assert everybody.get_by_text("The mission verified three shots.").is_visible()
    assert not everybody.get_by_text("howitzer").count()

    officer = desk_of(cast.south_duty_officer)
    officer.goto(f"/incidents/{finding.incident_id}/")
    officer.locator("#proposals a").click()
    officer.get_by_text("It was a howitzer, and far off.").wait_for()
    look(officer, assert_accessible)
    officer.screenshot(path=screenshots / "proposal.png", full_page=True)
    officer.get_by_label("Accept: the correction counts from now on").check()
    officer.get_by_label("Reason").fill("The crater says so.")
    officer.get_by_role("button", name="Decide").click()
    officer.get_by_text("The proposed correction is accepted.").wait_for()
    assert officer.get_by_text("The crater says so.").is_visible()

    everybody.reload()
    assert everybody.get_by_text("moved or corrected since").is_visible()
    assert everybody.get_by_text("The mission verified three shots.").is_visible()
    assert_accessible(everybody)
    assert Proposal.objects.get().decision.outcome == "accepted"
    assert incident_of_id(finding.incident).status == "reopened"
