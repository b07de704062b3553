"""Merged ids: who keeps a copy of a list learns what left it, and where it leads."""

import pytest

from incidents.models import Incident
from tests.calls import act_on, faults_of, get, observation, released


@pytest.fixture
def merged(cast):
    """A public incident that was merged into another public one."""
    lost, kept = (released(observation(cast.north_monitor), "public") for _one in range(2))
    answer = act_on(
        str(lost.pk), "merge", {"into": str(kept.pk), "reason": "One blast."},
        cast.north_duty_officer,
    )  # fmt: skip
    assert answer.status_code == 200, answer.content
    return lost, kept


def rows(person=None, **query):
    return get("merged-incidents/", person, **query).json()["results"]


def test_a_merged_id_leads_on_and_only_staff_read_when(cast, merged):
    lost, kept = merged
    told = {
        "id": str(lost.pk),
        "reference": lost.reference,
        "mission": "ridge",
        "into": str(kept.pk),
    }
    assert rows() == [told]
    (row,) = rows(cast.analyst)
    assert row.pop("merged_at").endswith("Z")
    assert row == told


def test_only_staff_ask_what_was_merged_since(cast, merged):
    assert len(rows(cast.analyst, updated_since="2021-01-01T00:00:00Z")) == 1
    assert rows(cast.analyst, updated_since="2999-01-01T00:00:00Z") == []
    assert rows(cast.stranger, updated_since="2021-01-01T00:00:00Z") == []
    refused = get("merged-incidents/", updated_since="2021-01-01T00:00:00Z")
    assert faults_of(refused) == {"updated_since": "not_available"}


def test_an_un_merged_incident_is_back_in_the_list(cast, merged):
    lost, _kept = merged
    from incidents.domain.merging import un_merge
    from parties.domain.acting import actor_of

    un_merge(Incident.objects.get(pk=lost.pk), actor=actor_of(cast.north_duty_officer), reason="x")
    assert rows() == []
    assert str(lost.pk) in {row["id"] for row in get("incidents/").json()["results"]}


@pytest.mark.parametrize("which", [0, 1])
def test_what_may_not_be_read_neither_leads_nor_is_led_to(cast, merged, which):
    Incident.objects.filter(pk=merged[which].pk).update(category="CIV-SGB")
    assert rows() == rows(cast.north_monitor) == []
    assert len(rows(cast.analyst)) == 1


@pytest.mark.parametrize("query", ["cursor=x", "limit=0", "updated_since=x", "q=a", "mission=%00"])
def test_what_is_not_understood_is_refused(cast, query):
    assert get(f"merged-incidents/?{query}", cast.analyst).status_code == 400
