"""Versions of incidents: what changes one, and what an act on an old one gets."""

import pytest

from incidents.domain import merging
from incidents.domain.claim import claim_incident
from incidents.domain.status import set_status
from incidents.domain.version import IncidentChangedError, check_seen, version_of, versions_of
from incidents.models import Incident, JournalEntry
from parties.domain.acting import actor_of
from tests.incidents.telling import NOW, at_once, incident_of, tell


@pytest.fixture
def incident(cast):
    return incident_of(tell(cast.north_monitor))


def officer(cast):
    return actor_of(cast.north_duty_officer)


def test_a_claim_is_no_change(cast, incident):
    before = version_of(incident)
    claim_incident(incident, actor=officer(cast), now=NOW)
    assert version_of(incident) == before


def test_a_step_a_report_and_a_merge_are_changes(cast, incident):
    versions = [version_of(incident)]
    set_status(incident, "triaged", actor=officer(cast), now=NOW)
    versions.append(version_of(incident))
    first = incident.links.get().report
    tell(cast.north_monitor, same_event_as=first.report_id)
    versions.append(version_of(incident))
    other = incident_of(tell(cast.north_monitor))
    merging.merge(other, incident, actor=officer(cast), reason="One.", now=NOW)
    versions.append(version_of(incident))
    merging.un_merge(other, actor=officer(cast), reason="Two.", now=NOW)
    versions.append(version_of(incident))
    assert len(set(versions)) == 5
    assert versions_of([incident.pk]) == {incident.pk: versions[-1]}


def test_what_is_not_there_any_more_has_changed(cast, incident):
    check_seen({incident.pk: incident}, {incident.pk: version_of(incident)})
    check_seen({}, {})
    with pytest.raises(IncidentChangedError):
        check_seen({}, {incident.pk: version_of(incident)})


def test_a_refused_act_writes_nothing(cast, incident):
    other = incident_of(tell(cast.north_monitor))
    before = JournalEntry.objects.count()
    with pytest.raises(IncidentChangedError):
        merging.merge(other, incident, actor=officer(cast), reason="One.", seen={incident.pk: "0"})
    with pytest.raises(IncidentChangedError):
        set_status(incident, "triaged", actor=officer(cast), seen="0")
    assert JournalEntry.objects.count() == before


@pytest.mark.django_db(transaction=True)
def test_of_many_steps_decided_on_one_version_at_once_one_is_taken(cast):
    incident = incident_of(tell(cast.north_monitor))
    seen, actor = version_of(incident), officer(cast)

    def close(_n):
        return set_status(incident, "out_of_mandate", actor=actor, reason="So.", seen=seen)

    done = at_once(8, close)
    assert sum(isinstance(one, Incident) for one in done) == 1
    assert sum(isinstance(one, IncidentChangedError) for one in done) == 7
    assert JournalEntry.objects.filter(action="status_set").count() == 1
