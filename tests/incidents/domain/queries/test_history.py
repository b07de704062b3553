"""The history of an incident: every act with who, when and why, and what versions change."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents.domain.daily_report import publish_day
from incidents.domain.queries.history import history_of
from incidents.domain.status import set_status
from incidents.models import Incident
from parties.domain.acting import actor_of
from parties.models import Appointment
from tests import factories
from tests.incidents.judging import sent
from tests.incidents.telling import AFTER_DUE, DAY, NOW, incident_of, killed, tell
from tests.people import PEOPLE

READERS = {"north_monitor", "north_duty_officer", "south_duty_officer", "analyst"}


def history(person, incident):
    return history_of(actor_of(person), incident)


def corrected(cast, **said):
    """An incident whose only report was corrected."""
    first = tell(cast.north_monitor, weapon="mortar", narrative="Two shots.")
    said = {"weapon": "howitzer", "narrative": "Two shots.", "count_text": "two"} | said
    later = NOW + timedelta(hours=1)
    tell(cast.north_monitor, later, corrects=first.report.report_id, **said)
    return incident_of(first)


@pytest.mark.parametrize("who", PEOPLE)
def test_those_who_read_the_journal_read_the_history_and_nobody_else(cast, who):
    incident = incident_of(tell(cast.north_monitor))
    assert bool(history(cast.everybody[who], incident)) == (who in READERS)


def test_a_correction_is_told_field_by_field(cast):
    entry = history(cast.analyst, corrected(cast))[-1]
    assert [(c.field, c.before, c.after) for c in entry.changes] == [
        ("count_text", None, "two"),
        ("weapon", "mortar", "howitzer"),
    ]


def test_people_are_compared_line_by_line(cast):
    incident = corrected(cast, weapon="mortar", count_text="", casualties=(killed(2),))
    [change] = history(cast.analyst, incident)[-1].changes
    assert (change.field, change.before, change.after[0]["best"]) == ("casualties", None, 2)


def test_a_variant_is_compared_with_the_first(cast):
    first = tell(cast.north_monitor, weapon="mortar")
    tell(cast.north_monitor, report_id=first.report.report_id, weapon="tank")
    [change] = history(cast.analyst, incident_of(first))[-1].changes
    assert (change.before, change.after) == ("mortar", "tank")


def test_a_step_is_told_with_its_reason(cast):
    incident = incident_of(tell(cast.north_monitor))
    set_status(incident, "not_a_violation", actor=actor_of(cast.south_duty_officer), reason="Gas.")
    entry = history(cast.analyst, incident)[-1]
    assert (entry.details["from"], entry.details["to"]) == ("submitted", "not_a_violation")
    assert entry.reason == "Gas."


def test_publication_is_part_of_it(cast):
    incident = incident_of(tell(cast.north_monitor))
    publish_day(cast.mission, DAY, AFTER_DUE)
    entry = history(cast.analyst, incident)[-1]
    assert entry.action == "day_published"
    assert (entry.details, entry.who) == ({"mission_day": str(DAY), "revision": "1"}, None)


def test_a_finding_is_told_to_those_who_read_it(cast):
    finding = sent(cast)
    entry = next(e for e in history(cast.analyst, finding.incident) if e.action == "finding_moved")
    assert (entry.details["from"], entry.details["to"]) == ("finding_draft", "with_parties")
    told = {entry.action for entry in history(cast.north_monitor, finding.incident)}
    assert "finding_moved" not in told


def test_who_is_told_as_role_and_party_of_that_day(cast):
    incident = incident_of(tell(cast.north_monitor))
    who = history(cast.south_duty_officer, incident)[0].who
    assert [(one.role, one.party) for one in who.appointments] == [("monitor", cast.north)]
    Appointment.objects.filter(user=cast.north_monitor).update(until=DAY - timedelta(days=1))
    assert history(cast.analyst, incident)[0].who.appointments == ()


def test_only_people_themselves_are_told_that_it_was_they(cast):
    incident = incident_of(tell(cast.north_monitor))
    told = {who: history(cast.everybody[who], incident)[0].who.is_you for who in READERS}
    assert [who for who, is_you in told.items() if is_you] == ["north_monitor"]


def test_what_a_reader_may_not_read_is_not_compared(cast):
    incident = corrected(cast, category="CIV-SGB")
    Incident.objects.filter(pk=incident.pk).update(category="FIR-SAL")
    factories.AppointmentFactory(
        user=cast.stranger, mission=cast.mission, role="monitor", party=cast.north
    )
    entries = history(cast.stranger, incident)
    assert [entry.changes for entry in entries if entry.changes] == []
    assert "report" not in entries[-1].details


def test_a_long_history_costs_no_more_queries_than_a_short_one(cast):
    first = tell(cast.north_monitor, place="pl-village", casualties=(killed(1, "uplands"),))
    incident, actor, counts = incident_of(first), actor_of(cast.analyst), []
    for best in (2, 3, 4):
        line = killed(best, "lowlands")
        place = "pl-village"
        about = {"corrects": first.report.report_id, "place": place, "casualties": (line,)}
        first = tell(cast.north_monitor, NOW + timedelta(hours=best), **about)
        with CaptureQueriesContext(connection) as queries:
            history_of(actor, incident)
        counts.append(len(queries))
    assert counts[0] == counts[2] <= 10
