"""Duty officers merge, un-merge, split and detach on pages, after a look at what will happen."""

import pytest

from incidents.domain import merging
from incidents.domain.version import versions_of
from incidents.models import Incident, IncidentMerge, JournalEntry, Report
from parties.domain.acting import actor_of
from tests.incidents.telling import incident_of, tell
from tests.incidents.typing import signed_in

WHERE = {"place": "pl-village"}


@pytest.fixture
def pair(cast):
    first = tell(cast.north_monitor, category="IND-MOR", **WHERE)
    second = tell(cast.south_monitor, post="S-1", **WHERE)
    return incident_of(first), incident_of(second)


@pytest.fixture
def merged(cast, pair):
    one, other = pair
    merging.merge(other, one, actor=actor_of(cast.north_duty_officer), reason="One blast.")
    return pair


def page_of(person, path):
    return signed_in(person).get(path)


def test_the_page_suggests_the_same_event_with_reasons(cast, pair):
    one, other = pair
    page = page_of(cast.north_duty_officer, f"/incidents/{one.pk}/").content.decode()
    assert other.reference in page
    assert "at the same time" in page
    assert f"/incidents/{one.pk}/merge/?other={other.reference}" in page


@pytest.mark.parametrize("person", ["north_monitor", "analyst", "observer"])
def test_nobody_else_is_offered_to_move_reports(cast, person):
    one = incident_of(tell(None, **WHERE))
    tell(None, **WHERE)
    page = page_of(getattr(cast, person), f"/incidents/{one.pk}/").content.decode()
    assert "/merge/" not in page


def test_a_review_shows_both_incidents_and_moves_nothing(cast, pair):
    one, other = pair
    page = page_of(cast.north_duty_officer, f"/incidents/{one.pk}/merge/?other={other.reference}")
    text = page.content.decode()
    assert one.reference in text
    assert other.reference in text
    assert not IncidentMerge.objects.exists()


def seen(*incidents):
    return " ".join(
        f"{pk}:{version}" for pk, version in versions_of(one.pk for one in incidents).items()
    )


@pytest.mark.parametrize("keeps", [0, 1])
def test_a_confirmed_merge_keeps_the_chosen_incident(cast, pair, keeps):
    one, other = pair
    kept, gone = pair[keeps], pair[1 - keeps]
    answer = signed_in(cast.north_duty_officer).post(
        f"/incidents/{one.pk}/merge/?other={other.reference}",
        {"keep": str(kept.pk), "reason": "One blast.", "seen": seen(one, other)},
    )
    assert answer["Location"] == f"/incidents/{kept.pk}/"
    gone.refresh_from_db()
    assert gone.merged_into == kept


@pytest.mark.parametrize("changed", [0, 1])
def test_a_merge_decided_on_an_old_page_is_refused(cast, pair, changed):
    one, other = pair
    looked = seen(one, other)
    told = Report.objects.get(links__incident=pair[changed])
    tell(cast.north_monitor, same_event_as=told.report_id)
    path = f"/incidents/{one.pk}/merge/?other={other.reference}"
    typed = {"keep": str(one.pk), "reason": "One.", "seen": looked}
    client = signed_in(cast.north_duty_officer)
    refused = client.post(path, typed)
    assert refused.status_code == 422
    assert "Somebody changed this incident after you read it." in refused.content.decode()
    assert not IncidentMerge.objects.exists()
    again = client.post(path, typed | {"seen": refused.context["form"]["seen"].value()})
    assert again.status_code == 302


@pytest.mark.parametrize("looked", ["", "x", "self", "self:0"])
@pytest.mark.parametrize("act", ["un-merge", "split"])
def test_whoever_did_not_look_moves_nothing(cast, merged, act, looked):
    one, other = merged
    key = Report.objects.get(post=cast.south_post).key
    target, query = (other, "") if act == "un-merge" else (one, f"?review=1&reports={key}")
    before = JournalEntry.objects.count()
    answer = signed_in(cast.north_duty_officer).post(
        f"/incidents/{target.pk}/{act}/{query}",
        {"reason": "So.", "seen": looked.replace("self", str(one.pk))},
    )
    assert answer.status_code == 422
    assert JournalEntry.objects.count() == before


def test_a_merge_without_a_reason_comes_back_with_what_was_typed(cast, pair):
    one, other = pair
    path = f"/incidents/{one.pk}/merge/?other={other.reference}"
    answer = signed_in(cast.north_duty_officer).post(path, {"keep": str(other.pk), "reason": " "})
    assert answer.status_code == 422
    assert answer.context["form"]["keep"].value() == str(other.pk)
    assert not IncidentMerge.objects.exists()


@pytest.mark.parametrize("said", ["RIDGE-I-0000-0000", "half \ufffd", "x" * 61, "self"])
def test_an_unknown_other_incident_is_refused(cast, pair, said):
    one, _other = pair
    said = one.reference if said == "self" else said
    client = signed_in(cast.north_duty_officer)
    answer = client.get(f"/incidents/{one.pk}/merge/", {"other": said})
    assert answer.status_code == 422


def test_the_address_of_a_merged_incident_leads_to_the_holder(cast, merged):
    one, other = merged
    answer = page_of(cast.north_duty_officer, f"/incidents/{other.pk}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/incidents/{one.pk}/")


@pytest.mark.parametrize("person", ["public", "observer", "stranger", "administrator"])
def test_a_merged_id_tells_nobody_that_it_exists(cast, merged, person):
    _one, other = merged
    assert page_of(getattr(cast, person), f"/incidents/{other.pk}/").status_code == 404


def test_a_merged_incident_is_in_no_list(cast, merged):
    _one, other = merged
    page = page_of(cast.north_duty_officer, "/incidents/").content.decode()
    assert other.reference not in page


def test_a_merge_is_undone_from_the_holder_s_page(cast, merged):
    one, other = merged
    client = signed_in(cast.north_duty_officer)
    assert (
        f"/incidents/{other.pk}/un-merge/" in client.get(f"/incidents/{one.pk}/").content.decode()
    )
    assert client.get(f"/incidents/{other.pk}/un-merge/").status_code == 200
    answer = client.post(
        f"/incidents/{other.pk}/un-merge/", {"reason": "Two after all.", "seen": seen(one)}
    )
    assert answer["Location"] == f"/incidents/{other.pk}/"
    assert client.get(answer["Location"]).status_code == 200


def test_a_report_is_detached_after_a_look(cast, merged):
    one, _other = merged
    client = signed_in(cast.north_duty_officer)
    key = Report.objects.get(post=cast.south_post).key
    path = f"/incidents/{one.pk}/split/?review=1&reports={key}"
    assert path.replace("&", "&amp;") in client.get(f"/incidents/{one.pk}/").content.decode()
    assert client.get(path).status_code == 200
    answer = client.post(path, {"reason": "He heard thunder.", "seen": seen(one)})
    made = Incident.objects.get(pk=answer["Location"].split("/")[2])
    assert made.report_count == 1


def test_all_reports_cannot_be_split_off(cast, merged):
    one, _other = merged
    keys = "&".join(f"reports={key}" for key in Report.objects.values_list("key", flat=True))
    path = f"/incidents/{one.pk}/split/?review=1&{keys}"
    answer = signed_in(cast.north_duty_officer).post(path, {"reason": "So.", "seen": seen(one)})
    assert answer.status_code == 422


@pytest.mark.parametrize("query", ["", "?review=1", "?review=1&reports=0", "?review=1&reports=x"])
def test_a_split_asks_which_reports(cast, merged, query):
    one, _other = merged
    answer = page_of(cast.north_duty_officer, f"/incidents/{one.pk}/split/{query}")
    assert answer.status_code == (422 if query else 200)
    assert answer.context["asks"]


@pytest.mark.parametrize("person", ["north_monitor", "analyst", "observer", "stranger"])
@pytest.mark.parametrize("act", ["merge", "split", "un-merge"])
def test_nobody_else_moves_reports(cast, merged, person, act):
    one, other = merged
    before = JournalEntry.objects.count()
    target = other if act == "un-merge" else one
    client = signed_in(getattr(cast, person))
    answer = client.post(f"/incidents/{target.pk}/{act}/", {"reason": "So."})
    assert answer.status_code in {403, 404}
    assert JournalEntry.objects.count() == before


def test_the_public_is_asked_to_sign_in(cast, pair):
    answer = signed_in(None).post(f"/incidents/{pair[0].pk}/merge/", {"reason": "So."})
    assert answer["Location"].startswith("/accounts/login/")


def test_rival_accounts_are_marked_by_words(cast, merged):
    one, _other = merged
    joined = Report.objects.get(post=cast.south_post)
    tell(None, same_event_as=joined.report_id, stance="denied", alleged_party="lowlands", **WHERE)
    page = page_of(cast.north_duty_officer, f"/incidents/{one.pk}/").content.decode()
    assert "Rival accounts" in page
    assert "≠ version 2" in page
    assert "not said" in page


def test_a_reference_leads_to_the_incident_and_on_to_the_holder(cast, merged):
    one, other = merged
    client = signed_in(cast.north_duty_officer)
    for incident in merged:
        answer = client.get(f"/incidents/{incident.reference}/", follow=True)
        assert answer.redirect_chain[-1][0] == f"/incidents/{one.pk}/"
        assert answer.status_code == 200
    assert client.get("/incidents/RIDGE-I-0000-0000/").status_code == 404
    assert page_of(cast.stranger, f"/incidents/{other.reference}/").status_code == 404


def test_the_history_names_the_incidents_between_which_reports_moved(cast, merged):
    one, other = merged
    page = page_of(cast.analyst, f"/incidents/{one.pk}/").content.decode()
    assert f"Incident merged: {other.reference} → {one.reference}" in page
    assert "One blast." in page


def test_the_history_does_not_name_a_restricted_incident(cast, merged):
    one, other = merged
    Incident.objects.filter(pk=other.pk).update(category="CIV-SGB")
    page = page_of(cast.north_monitor, f"/incidents/{one.pk}/").content.decode()
    assert "Incident merged" in page
    assert other.reference not in page
