"""Pages of findings: officers conclude and sign on them, others read what they may."""

import pytest

from incidents.domain.version import version_of
from incidents.models import Finding, SignOff
from parties.models import MissionStep
from tests.incidents.judging import (
    adopted,
    answer,
    as_is,
    drafted,
    invited,
    naming,
    officer_of,
    opened,
    plain,
    published,
    say,
    sent,
    settled,
    with_rule,
)
from tests.incidents.telling import tell
from tests.incidents.typing import signed_in

pytestmark = pytest.mark.django_db

TYPED = {
    "text": "The mission verified three shots.",
    "ruling": "ruled",
    "attribution": "not_attempted",
    "responsibility": "initiator",
}
NAMED = {
    **TYPED,
    "attribution": "attributed",
    "sides": ["lowlands"],
    "confidence": "high",
    "basis": ["direct_observation"],
    "grounds": "Two posts saw it.",
    "breaches": ["TR-1"],
}


def page_of(person, finding):
    return signed_in(person).get(f"/findings/{finding.pk}/")


def send(person, finding, act, **typed):
    seen = {"seen_hash": finding.snapshot_hash, "seen_status": finding.status}
    return signed_in(person).post(f"/findings/{finding.pk}/{act}/", {**seen, **typed})


def send_draft(person, incident, **typed):
    said = {"seen": version_of(incident), **typed}
    return signed_in(person).post(f"/incidents/{incident.pk}/finding/", said)


def public(finding):
    """Let everybody read the incident of a finding."""
    finding.incident.release = "public"
    finding.incident.save()
    return finding


def test_an_officer_drafts_a_finding_on_the_incidents_page(cast):
    incident = settled(cast)
    client = signed_in(cast.north_duty_officer)
    assert f"/incidents/{incident.pk}/finding/" in (
        client.get(f"/incidents/{incident.pk}/").content.decode()
    )
    answered = send_draft(cast.north_duty_officer, incident, **NAMED)
    made = Finding.objects.get()
    assert answered["Location"] == f"/findings/{made.pk}/"
    assert [side.party for side in made.sides.all()] == [cast.lowlands]


def test_the_form_hits_the_same_gate(cast):
    incident = settled(cast, "inconclusive")
    answered = send_draft(cast.north_duty_officer, incident, **NAMED)
    assert answered.status_code == 422
    assert [e.code for e in answered.context["form"].errors.as_data()["attribution"]] == [
        "not_verified"
    ]


@pytest.mark.parametrize("name", ["north_monitor", "analyst", "observer", "stranger"])
def test_nobody_else_is_offered_or_allowed_to_draft(cast, name):
    incident = settled(cast)
    answered = send_draft(cast.everybody[name], incident, **TYPED)
    assert answered.status_code in (403, 404)
    assert not Finding.objects.exists()


def test_a_draft_on_an_incident_that_moved_meanwhile_comes_back_to_be_looked_at(cast):
    incident = settled(cast)
    page = signed_in(cast.north_duty_officer).get(f"/incidents/{incident.pk}/finding/")
    seen = page.context["form"]["seen"].value()
    tell(cast.north_monitor, same_event_as=incident.links.get().report.report_id)
    refused = send_draft(cast.north_duty_officer, incident, **TYPED, seen=seen)
    assert (refused.status_code, Finding.objects.exists()) == (422, False)
    form = refused.context["form"]
    assert "Somebody changed this incident" in str(form.non_field_errors())
    assert form["text"].value() == TYPED["text"]
    again = send_draft(cast.north_duty_officer, incident, **TYPED, seen=form["seen"].value())
    assert again.status_code == 302


def test_an_officer_amends_with_a_reason(cast):
    made = drafted(cast)
    client = signed_in(cast.south_duty_officer)
    assert client.get(f"/findings/{made.pk}/amend/").context["form"]["text"].value() == made.text
    assert send(cast.south_duty_officer, made, "amend", **TYPED).status_code == 422
    answered = send(cast.south_duty_officer, made, "amend", **TYPED, reason="A word was wrong.")
    assert answered.status_code == 302
    assert Finding.objects.get(version=2).reason == "A word was wrong."


def test_an_officer_takes_a_step(cast):
    made = drafted(cast)
    send(cast.north_duty_officer, made, "step", action="send_to_parties")
    assert as_is(made).status == "with_parties"


def test_a_step_for_which_the_mission_asks_a_reason_has_room_for_it(cast):
    MissionStep.objects.create(mission=cast.mission, action="send_to_parties", reason_required=True)
    made = drafted(cast)
    assert 'id="id_reason_send_to_parties"' in (
        page_of(cast.north_duty_officer, made).content.decode()
    )
    send(cast.north_duty_officer, made, "step", action="send_to_parties", reason="Agreed.")
    assert as_is(made).status == "with_parties"


def test_the_page_tells_the_rule_that_was_fixed(cast):
    made = opened(cast)
    with_rule(cast, "majority_with_annex")
    assert "opened: unanimous" in page_of(cast.analyst, made).content.decode()


def test_a_step_from_an_old_page_is_refused(cast):
    made = drafted(cast)
    send(cast.north_duty_officer, made, "step", action="send_to_parties")
    answered = send(cast.south_duty_officer, made, "step", action="send_to_parties")
    assert answered.status_code == 422
    assert "Somebody changed this finding" in answered.content.decode()


def test_two_officers_sign_and_both_sign_offs_stand_side_by_side(cast):
    made = opened(cast)
    send(cast.north_duty_officer, made, "sign", decision="approve")
    send(
        cast.south_duty_officer,
        made,
        "sign",
        decision="approve_with_reservation",
        text="Only two shots.",
    )
    page = page_of(cast.north_duty_officer, made).content.decode()
    assert "Only two shots." in page
    assert "Established" in page
    assert page.index("Approve") < page.index("Approve with reservation")


def test_a_dissent_without_words_is_refused_beside_its_field(cast):
    made = opened(cast)
    answered = send(cast.north_duty_officer, made, "sign", decision="dissent")
    assert answered.status_code == 422
    assert "text" in answered.context["refused"].errors
    assert not SignOff.objects.exists()


def test_signing_another_version_than_the_one_seen_is_refused(cast):
    made = opened(cast)
    answered = send(cast.north_duty_officer, made, "sign", decision="approve", seen_hash="0" * 64)
    assert answered.status_code == 422
    assert not SignOff.objects.exists()


def test_a_notified_party_reads_the_finding_and_replies(cast):
    lowlander = officer_of(cast.lowlands, cast.mission, "observer")
    made = drafted(cast, naming())
    assert page_of(lowlander, made).status_code == 404
    made = sent(cast, naming(), incident=settled(cast))
    assert page_of(lowlander, made).status_code == 200
    send(lowlander, made, "reply", text="It was not us.")
    assert "It was not us." in page_of(cast.analyst, made).content.decode()


def test_a_refused_reply_comes_back_with_what_was_typed_and_for_what_is_shown_now(cast):
    lowlander = officer_of(cast.lowlands, cast.mission, "observer")
    made = sent(cast, naming())
    typed = {"text": "It was not us.", "party": "lowlands"}
    refused = send(lowlander, made, "reply", **typed, seen_hash="0" * 64)
    assert refused.status_code == 422
    [(_, form)] = refused.context["answerable"]
    assert form["text"].value() == "It was not us."
    assert form["seen_hash"].value() == made.snapshot_hash
    assert 'id="id_reply_text"' in refused.content.decode()


@pytest.mark.parametrize("state", [drafted, sent, opened, adopted])
@pytest.mark.parametrize("name", ["north_monitor", "administrator", "stranger", "public"])
def test_before_publication_others_know_nothing_of_it(cast, state, name):
    made = public(state(cast, naming()))
    person = cast.everybody[name]
    assert page_of(person, made).status_code == 404
    incident = signed_in(person).get(f"/incidents/{made.incident_id}/").content.decode()
    assert str(made.pk) not in incident
    assert str(made.pk) not in signed_in(person).get("/findings/").content.decode()


def test_once_published_everybody_reads_it_with_reply_and_dissent(cast):
    lowlander = officer_of(cast.lowlands, cast.mission, "observer")
    west = invited(cast, since="2021-03-01")
    with_rule(cast, "majority_with_annex")
    made = opened(cast, naming())
    answer(made, lowlander)
    say(made, west, "dissent", text="We saw nothing.")
    say(made, cast.north_duty_officer)
    say(made, cast.south_duty_officer)
    send(cast.north_duty_officer, as_is(made), "step", action="publish")
    page = page_of(cast.public, public(as_is(made))).content.decode()
    for words in ("It was not us.", "We saw nothing.", "attributes it to", "confidence: high"):
        assert words in page


def test_who_rules_on_nobody_says_so(cast):
    made = public(published(cast, plain(attribution="not_determined")))
    page = page_of(cast.public, made).content.decode()
    assert "Origin not determined." in page
    assert "Lowlands" not in page


def test_a_superseded_draft_is_never_public(cast):
    made = public(drafted(cast))
    send(cast.north_duty_officer, made, "amend", **TYPED, reason="New.")
    assert page_of(cast.public, made).status_code == 404


def test_no_page_names_a_signer(cast):
    made = public(published(cast))
    for person in (cast.public, cast.north_duty_officer):
        page = page_of(person, made).content.decode()
        assert "south-duty" not in page


def test_both_totals_always_stand_together(cast):
    first = tell(None, alleged_party="uplands")
    incident = settled(cast, same_event_as=first.report.report_id)
    public(published(cast, naming("lowlands"), incident=incident))
    totals = signed_in(cast.public).get("/findings/").context["totals"]
    assert [(t.party.code, t.alleged, t.ruled) for t in totals] == [
        ("lowlands", 0, 1),
        ("uplands", 1, 0),
    ]


def test_the_public_is_asked_to_sign_in(cast):
    made = public(published(cast))
    assert send(None, made, "step", action="publish")["Location"].startswith("/accounts/login/")


def test_words_that_the_attribution_does_not_allow_are_marked_before_publishing(cast):
    said = plain(text="An attack by The uplands was verified.")
    finding = drafted(cast, said)
    page = page_of(cast.north_duty_officer, finding).content.decode()
    assert "“attack” says who did it" in page
    assert "“The uplands” names a side" in page


def test_words_that_it_allows_are_not(cast):
    page = page_of(cast.north_duty_officer, drafted(cast)).content.decode()
    assert "Words to think over" not in page
