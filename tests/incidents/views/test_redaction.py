"""The page of a report's redactions: asked for by one party, agreed to by another."""

import pytest
from django.test import Client

from incidents.models import Redaction, Report
from parties.models import Appointment
from tests import factories
from tests.incidents.telling import incident_of, tell

pytestmark = pytest.mark.django_db
CANARY = "Anna of the mill"
SAID = {"fields_chosen": ["narrative"], "reason": "a witness is in danger"}


@pytest.fixture
def filed(cast):
    return tell(cast.north_monitor, narrative=f"{CANARY} saw it.")


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def address(filed):
    return f"/report/{filed.report.report_id}/redaction/"


def act(filed, user, **said):
    return signed_in(user).post(address(filed), said)


def test_two_parties_redact_and_the_incident_says_so(cast, filed):
    assert act(filed, cast.north_duty_officer, **SAID).status_code == 302
    page = signed_in(cast.south_duty_officer).get(address(filed)).content.decode()
    assert "a witness is in danger" in page
    assert act(filed, cast.south_duty_officer, answer="consent").status_code == 302
    incident = f"/incidents/{incident_of(filed).pk}/"
    page = signed_in(cast.analyst).get(incident).content.decode()
    assert CANARY not in page
    assert "Narrative: redacted under the consent of The north and The south" in page


def test_who_proposed_is_not_asked_to_answer(cast, filed):
    act(filed, cast.north_duty_officer, **SAID)
    page = signed_in(cast.north_duty_officer).get(address(filed)).content.decode()
    assert "somebody of another party must answer" in page
    assert 'name="answer"' not in page


def test_a_post_by_the_proposer_is_refused_and_nothing_is_gone(cast, filed):
    act(filed, cast.north_duty_officer, **SAID)
    answer = act(filed, cast.north_duty_officer, answer="consent")
    assert answer.status_code == 422
    assert CANARY in Report.objects.get().narrative


def test_a_colleague_of_the_same_party_is_refused(cast, filed):
    colleague = factories.UserFactory(username="north_second")
    role = Appointment.Role.DUTY_OFFICER
    factories.AppointmentFactory(user=colleague, mission=cast.mission, party=cast.north, role=role)
    act(filed, cast.north_duty_officer, **SAID)
    answer = act(filed, colleague, answer="consent")
    assert answer.status_code == 422
    assert "Another party must consent." in answer.content.decode()


def test_declining_needs_a_reason_and_destroys_nothing(cast, filed):
    act(filed, cast.north_duty_officer, **SAID)
    assert act(filed, cast.south_duty_officer, answer="decline").status_code == 422
    said = {"answer": "decline", "reason": "it is evidence"}
    assert act(filed, cast.south_duty_officer, **said).status_code == 302
    assert Redaction.objects.get().consented is False
    assert CANARY in Report.objects.get().narrative


def test_what_is_not_offered_is_refused(cast, filed):
    answer = act(filed, cast.north_duty_officer, fields_chosen=["category"], reason="so")
    assert answer.status_code == 422
    assert not Redaction.objects.exists()


@pytest.mark.parametrize(
    "who, status",
    [("north_monitor", 403), ("analyst", 403), ("observer", 404), ("stranger", 404)],
)
def test_nobody_else_has_the_page(cast, filed, who, status):
    assert signed_in(getattr(cast, who)).get(address(filed)).status_code == status
    assert act(filed, getattr(cast, who), **SAID).status_code == status
    assert not Redaction.objects.exists()


def test_after_a_redaction_the_page_says_who_agreed_and_offers_what_is_left(cast, filed):
    act(filed, cast.north_duty_officer, **SAID)
    act(filed, cast.south_duty_officer, answer="consent")
    page = signed_in(cast.north_duty_officer).get(address(filed)).content.decode()
    assert "redacted under the consent of The north and The south" in page
    assert "holds no words that can be redacted" in page


def test_the_filers_receipt_is_as_it_was(cast, filed):
    act(filed, cast.north_duty_officer, **SAID)
    act(filed, cast.south_duty_officer, answer="consent")
    report = Report.objects.get()
    name = f"/report/{report.report_id}/receipt/{report.content_hash}.json"
    assert signed_in(cast.north_monitor).get(name).content == filed.receipt
