"""A duty officer moves the status on the page; the reason stays in the journal."""

import pytest

from incidents.domain.version import version_of
from incidents.models import Incident, JournalEntry
from tests.incidents.telling import incident_of, tell
from tests.incidents.typing import signed_in


def move(person, incident, **typed):
    seen = {"seen": version_of(incident)}
    return signed_in(person).post(f"/incidents/{incident.pk}/status/", seen | typed)


def test_a_step_moves_the_status_and_shows_in_the_timeline(cast):
    incident = incident_of(tell(cast.north_monitor))
    answer = move(cast.north_duty_officer, incident, to="not_a_violation", reason="A wedding.")
    page = signed_in(cast.analyst).get(answer["Location"]).content.decode()
    assert "submitted → not a violation" in page
    assert "A wedding." in page


def test_the_form_offers_the_steps_of_the_table_only(cast):
    incident = incident_of(tell(cast.north_monitor))
    page = signed_in(cast.north_duty_officer).get(f"/incidents/{incident.pk}/")
    assert "triaged" in [to for to, _label, _due in page.context["steps"]]
    assert "verified" not in [to for to, _label, _due in page.context["steps"]]


@pytest.mark.parametrize(
    "typed, field",
    [
        ({"to": "verified", "reason": "Sure."}, "to"),
        ({"to": "", "reason": "Sure."}, "to"),
        ({"to": "\0"}, "to"),
        ({"to": "not_a_violation", "reason": ""}, "reason"),
        ({"to": "not_a_violation", "reason": "   "}, "reason"),
        ({"to": "not_a_violation", "reason": "a\0b"}, "reason"),
        ({"to": "not_a_violation", "reason": "half \ufffd"}, "reason"),
        ({"to": "not_a_violation", "reason": "x" * 2001}, "reason"),
    ],
)
def test_a_refused_step_names_its_field_and_moves_nothing(cast, typed, field):
    incident = incident_of(tell(cast.north_monitor))
    answer = move(cast.north_duty_officer, incident, **typed)
    assert answer.status_code == 422
    assert field in answer.context["status_form"].errors
    incident.refresh_from_db()
    assert incident.status == "submitted"


@pytest.mark.parametrize("to", ["triaged", "out_of_mandate"])
@pytest.mark.parametrize("seen", ["", "0", "old", "x" * 31])
def test_a_step_decided_on_an_old_page_is_refused_and_the_page_shows_what_is_there(cast, seen, to):
    incident = incident_of(tell(cast.north_monitor))
    if seen == "old":
        seen = version_of(incident)
        move(cast.south_duty_officer, incident, to="triaged")
    before = Incident.objects.get(pk=incident.pk).status
    answer = move(cast.north_duty_officer, incident, to=to, reason="Not ours.", seen=seen)
    assert answer.status_code == 422
    assert "Somebody changed this incident after you read it." in answer.content.decode()
    assert f'name="seen" value="{version_of(incident)}"' in answer.content.decode()
    assert Incident.objects.get(pk=incident.pk).status == before


@pytest.mark.parametrize("person", ["north_monitor", "analyst", "observer", "stranger"])
def test_nobody_else_moves_a_status(cast, person):
    incident = incident_of(tell(cast.north_monitor))
    before = JournalEntry.objects.count()
    answer = move(getattr(cast, person), incident, to="triaged")
    assert answer.status_code in {403, 404, 422}
    assert JournalEntry.objects.count() == before


def test_the_public_is_asked_to_sign_in(cast):
    incident = incident_of(tell(None))
    assert move(None, incident, to="triaged")["Location"].startswith("/accounts/login/")
