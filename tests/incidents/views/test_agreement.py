"""The agreement's page: how its dated obligations are kept, in each party's words."""

from datetime import date

import pytest

from incidents.models import ComplianceWord
from tests.factories import ProvisionFactory
from tests.incidents.typing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def obligation(cast):
    """The district is handed over until the first of March 2021."""
    return ProvisionFactory(
        agreement=cast.agreement,
        code="TR-2",
        number=2,
        kind="dated_obligation",
        due_on=date(2021, 3, 1),
    )


def speak(person, **typed):
    said = {"state": "met", "since": "2021-03-01"} | typed
    return signed_in(person).post("/agreement/TR-2/compliance/", said)


def page(person=None):
    return signed_in(person).get("/agreement/").content.decode()


def test_nobody_has_said_is_not_kept(cast, obligation):
    assert "nobody has said yet" in page()


def test_each_partys_word_is_shown_with_its_day_and_a_dispute_as_such(cast, obligation):
    assert speak(cast.north_duty_officer).status_code == 302
    assert "according to The north: met" in page()
    speak(cast.south_duty_officer, state="not_met", since="2021-03-02", note="One bridge is held.")
    told = page()
    for words in ("Disputed", "2 Mar 2021", "according to The south: not met", "One bridge"):
        assert words in told


@pytest.mark.parametrize("typed", [{"state": "fine"}, {"since": "2999-01-01"}, {"since": ""}])
def test_a_word_that_cannot_be_is_refused(cast, obligation, typed):
    assert speak(cast.north_duty_officer, **typed).status_code == 422
    assert not ComplianceWord.objects.exists()


@pytest.mark.parametrize("name", ["north_monitor", "analyst", "observer", "administrator"])
def test_nobody_else_speaks(cast, obligation, name):
    person = cast.everybody[name]
    assert speak(person).status_code == 403
    assert "Say how" not in page(person)


def test_only_what_is_dated_has_a_state(cast, obligation):
    officer = signed_in(cast.north_duty_officer)
    typed = {"state": "met", "since": "2021-03-01"}
    assert officer.post("/agreement/TR-1/compliance/", typed).status_code == 422
    assert officer.post("/agreement/NO-1/compliance/", typed).status_code == 404


def test_the_public_is_asked_to_sign_in(cast, obligation):
    assert speak(None)["Location"].startswith("/accounts/login/")
