"""Moving reports over the API: by duty officers, with reasons, and with ids that lead on."""

import pytest

from incidents.domain import merging
from incidents.models import IncidentMerge, JournalEntry, Report
from parties.domain.acting import actor_of
from tests.calls import act_on, get, incident_of, observation, post


@pytest.fixture
def pair(cast):
    one, other = observation(cast.north_monitor), observation(cast.north_monitor)
    return incident_of(one), incident_of(other)


@pytest.fixture
def merged(cast, pair):
    one, other = pair
    merging.merge(other, one, actor=actor_of(cast.north_duty_officer), reason="One blast.")
    return pair


def act(person, incident, deed, **body):
    return act_on(incident.pk, deed, body, person)


def test_a_merge_answers_with_the_incident_that_holds_the_reports(cast, pair):
    one, other = pair
    answer = act(cast.north_duty_officer, other, "merge", into=str(one.pk), reason="One blast.")
    assert answer.status_code == 200
    assert (answer.json()["id"], answer.json()["report_count"]) == (str(one.pk), 2)
    assert answer.json()["merged_here"] == [str(other.pk)]


def test_the_id_of_a_merged_incident_answers_with_the_holder(cast, merged):
    one, other = merged
    answer = get(f"incidents/{other.pk}/", cast.north_duty_officer)
    assert (answer.status_code, answer.json()["id"]) == (200, str(one.pk))


@pytest.mark.parametrize("who", ["public", "observer", "stranger", "administrator"])
def test_a_merged_id_tells_strangers_nothing(cast, merged, who):
    _one, other = merged
    assert get(f"incidents/{other.pk}/", cast.everybody[who]).status_code == 404


def test_a_merged_incident_is_in_no_list(cast, merged):
    one, _other = merged
    rows = get("incidents/", cast.north_duty_officer).json()["results"]
    assert [row["id"] for row in rows] == [str(one.pk)]


def test_an_un_merge_brings_the_incident_back(cast, merged):
    _one, other = merged
    answer = act(cast.north_duty_officer, other, "un-merge", reason="Two after all.")
    assert (answer.json()["id"], answer.json()["report_count"]) == (str(other.pk), 1)


@pytest.mark.parametrize("deed", ["split", "detach"])
def test_a_part_is_answered_as_a_new_incident(cast, merged, deed):
    one, other = merged
    report = str(Report.objects.latest("key").report_id)
    said = {"reports": [report]} if deed == "split" else {"report": report}
    answer = act(cast.north_duty_officer, one, deed, reason="Another place.", **said)
    assert answer.status_code == 201
    assert answer.json()["id"] not in {str(one.pk), str(other.pk)}
    assert [row["report_id"] for row in answer.json()["reports"]] == [report]


def test_the_detail_says_which_moves_are_allowed(cast, merged):
    one, _other = merged
    body = get(f"incidents/{one.pk}/", cast.north_duty_officer).json()
    assert body["allowed_moves"] == ["merge", "split", "detach"]
    assert "allowed_moves" not in get(f"incidents/{one.pk}/", cast.analyst).json()


@pytest.mark.parametrize("who", ["north_monitor", "analyst", "observer", "stranger", "public"])
@pytest.mark.parametrize("deed", ["merge", "un-merge", "split", "detach"])
def test_nobody_else_moves_reports(cast, pair, who, deed):
    one, other = pair
    answer = act(cast.everybody[who], other, deed, into=str(one.pk), reason="So.")
    assert answer.status_code in {401, 403, 404}
    assert not IncidentMerge.objects.exists()


@pytest.mark.parametrize(
    "deed, body, field",
    [
        ("merge", {"reason": "So."}, "into"),
        ("merge", {"into": "x", "reason": "So."}, "into"),
        ("merge", {"into": "self", "reason": "So."}, "into"),
        ("merge", {"into": "other", "reason": " "}, "reason"),
        ("merge", {"into": "other"}, "reason"),
        ("split", {"reports": [], "reason": "So."}, "reports"),
        (
            "split",
            {"reports": ["0192f7c0-5b2e-7c4d-8a11-3f6d2b9c0e57"], "reason": "So."},
            "reports",
        ),
        ("detach", {"reason": "So."}, "report"),
    ],
)
def test_a_refusal_names_the_field(cast, pair, deed, body, field):
    one, other = pair
    names = {"self": str(one.pk), "other": str(other.pk)}
    body = {name: names.get(str(value), value) for name, value in body.items()}
    answer = act(cast.north_duty_officer, one, deed, **body)
    assert answer.status_code == 422
    assert field in str(answer.json()["errors"])
    assert not IncidentMerge.objects.exists()


def test_a_double_merge_is_refused(cast, merged):
    one, other = merged
    answer = act(cast.north_duty_officer, other, "merge", into=str(one.pk), reason="So.")
    assert answer.status_code == 404


def test_an_unknown_id_leads_nowhere(cast, pair):
    for name in ("x", "0192f7c0-5b2e-7c4d-8a11-3f6d2b9c0e57"):
        answer = post(f"incidents/{name}/un-merge/", {"reason": "So."}, cast.north_duty_officer)
        assert answer.status_code == 404


BODIES = {
    "merge": {"into": "self", "reason": "One."},
    "split": {"reports": [], "reason": "Two."},
    "detach": {"report": "", "reason": "Two."},
    "un-merge": {"reason": "Two."},
}


@pytest.mark.parametrize("deed", BODIES)
@pytest.mark.parametrize(
    "tag,status", [("", 428), ("*", 428), ('"0.x"', 412), ('"x"', 412), ('W/"."', 412)]
)
def test_who_has_not_read_what_is_there_moves_nothing(cast, merged, deed, tag, status):
    one, other = merged
    told = [str(key) for key in Report.objects.order_by("key").values_list("report_id", flat=True)]
    third = incident_of(observation(cast.north_monitor))
    fill = {"into": str(third.pk), "reports": told[:1], "report": told[0]}
    body = {name: fill.get(name, value) for name, value in BODIES[deed].items()}
    target = other if deed == "un-merge" else one
    before = JournalEntry.objects.count()
    headers = {"If-Match": tag} if tag else {}
    answer = post(f"incidents/{target.pk}/{deed}/", body, cast.north_duty_officer, **headers)
    assert answer.status_code == status
    assert JournalEntry.objects.count() == before


def test_a_merge_decided_before_a_report_joined_is_refused(cast, pair):
    one, other = pair
    path, body = f"incidents/{other.pk}/merge/", {"into": str(one.pk), "reason": "One."}
    tag = get(f"incidents/{other.pk}/", cast.north_duty_officer)["ETag"]
    first = Report.objects.get(links__incident=other)
    observation(cast.north_monitor, same_event_as=str(first.report_id))
    assert post(path, body, cast.north_duty_officer, **{"If-Match": tag}).status_code == 412
    fresh = get(f"incidents/{other.pk}/", cast.north_duty_officer)["ETag"]
    assert post(path, body, cast.north_duty_officer, **{"If-Match": fresh}).status_code == 200


def test_a_claim_does_not_make_a_version_stale(cast, pair):
    one, other = pair
    tag = get(f"incidents/{other.pk}/", cast.north_duty_officer)["ETag"]
    post(f"incidents/{other.pk}/claim/", {}, cast.south_duty_officer)
    body = {"into": str(one.pk), "reason": "One."}
    answer = post(
        f"incidents/{other.pk}/merge/", body, cast.north_duty_officer, **{"If-Match": tag}
    )
    assert answer.status_code == 200


def test_the_other_incident_may_be_named_as_it_was_read(cast, pair):
    one, other = pair
    old = get(f"incidents/{one.pk}/", cast.north_duty_officer)["ETag"]
    act_on(one.pk, "status", {"to": "triaged"}, cast.south_duty_officer)
    body = {"into": str(one.pk), "into_etag": old, "reason": "One."}
    assert act_on(other.pk, "merge", body, cast.north_duty_officer).status_code == 412
    body["into_etag"] = get(f"incidents/{one.pk}/", cast.north_duty_officer)["ETag"]
    assert act_on(other.pk, "merge", body, cast.north_duty_officer).status_code == 200


def test_suggestions_come_with_their_reasons(cast, pair):
    one, other = pair
    [found] = get(f"incidents/{one.pk}/suggestions/", cast.north_duty_officer).json()
    assert found["incident"] == str(other.pk)
    assert found["reasons"]
    assert get(f"incidents/{one.pk}/suggestions/", cast.analyst).status_code == 404


def test_accounts_tell_on_what_the_sources_differ(cast, merged):
    one, _other = merged
    body = get(f"incidents/{one.pk}/accounts/", cast.analyst).json()
    assert len(body["accounts"]) == 2
    assert body["rival"] == []
