"""The queue by keyboard: next, claim, open, and nothing while somebody types."""

import pytest

from incidents.models import Claim
from tests.incidents.telling import incident_of, killed, tell
from tests.incidents.views.walls import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

FOCUSED = "document.activeElement.id"


@pytest.fixture
def rows(cast, page, context, live_server):
    """Two incidents in the queue, gravest first, with the page open."""
    mild = incident_of(tell(cast.north_monitor))
    grave = incident_of(tell(cast.north_monitor, casualties=(killed(9),)))
    sign_in(context, live_server.url, cast.north_duty_officer)
    page.goto("/queue/")
    page.wait_for_load_state("networkidle")
    return [grave, mild]


def test_j_and_k_walk_and_o_opens(page, rows):
    walked = []
    for key in "jjk":
        page.keyboard.press(key)
        walked.append(page.evaluate(FOCUSED))
    assert walked == [f"task-{rows[n].pk}" for n in (0, 1, 0)]
    page.keyboard.press("o")
    page.wait_for_url(f"**/incidents/{rows[0].pk}/")


def test_c_claims(page, rows):
    page.keyboard.press("j")
    page.keyboard.press("c")
    page.wait_for_selector(".notice.good")
    assert Claim.objects.get().incident == rows[0]


def test_keys_are_off_while_somebody_types(page, rows):
    page.locator("[name=q]").focus()
    page.keyboard.type("jc")
    assert page.locator("[name=q]").input_value() == "jc"
    assert Claim.objects.count() == 0
