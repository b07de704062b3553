"""Filing many at once: each report is what it would be alone, and none takes another with it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection

from incidents.domain.filing import Brought, file_report, file_reports
from incidents.ledger.canonical import parsed
from incidents.models import Casualty, Duty, Incident, JournalEntry, Report, SameEventLink
from tests.incidents.telling import NOW, claim, content, incident_of, killed

pytestmark = pytest.mark.django_db

REFUSING = """
CREATE FUNCTION pg_temp.refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'not this one'; END $$;
CREATE TRIGGER refuse BEFORE INSERT ON incidents_report FOR EACH ROW
WHEN (NEW.narrative = 'refuse me') EXECUTE FUNCTION pg_temp.refuse();
"""


def file_all(cast, *contents, author=None):
    author = author or cast.north_monitor
    return file_reports([Brought(one, author) for one in contents], now=NOW)


def outcomes(filed):
    return [getattr(one, "outcome", type(one)) for one in filed]


def told_by(report):
    """All that a report left behind, without what differs from one report to the next."""
    incident = report.links.get().incident
    entries = JournalEntry.objects.filter(subject_id__in=[report.report_id, incident.pk])
    return {
        "report": (report.received_at, report.author, report.post, report.hints),
        "incident": (incident.severity, incident.killed_high, incident.release),
        "facts": (incident.mission_day, incident.report_count, incident.sort_at),
        "link": report.links.values("linked_by", "linked_at", "reason").get(),
        "journal": [(e.action, e.actor, e.at) for e in entries.order_by("seq")],
        "duties": [
            Duty.objects.filter(key__endswith=f":{e.seq}").values_list("kind", "subject", "due_at")[
                :
            ]
            for e in entries.order_by("seq")
        ].__repr__(),
        "receipt": parsed(bytes(report.receipt)).keys(),
    }


def test_each_is_what_it_would_be_alone(cast):
    def harmful():
        return content(casualties=(killed(2, side="north"),), weapon="mortar")

    together = file_all(cast, harmful(), harmful())
    alone = file_report(harmful(), author=cast.north_monitor, now=NOW)
    told = [told_by(filed.report) for filed in (*together, alone)]
    assert told[0] == told[1] == told[2]
    assert Casualty.objects.filter(best=2, side=cast.north).count() == 3


def test_the_journal_tells_of_one_report_after_the_other(cast):
    filed = file_all(cast, content(), content())
    told = [(e.action, e.subject_id) for e in JournalEntry.objects.order_by("seq")]
    assert told == [
        entry
        for one in filed
        for entry in (
            ("report_filed", str(one.report.report_id)),
            ("incident_opened", one.incident_id),
            ("report_linked", one.incident_id),
        )
    ]


def test_a_statement_that_nothing_happened_opens_no_incident(cast):
    filed = file_all(cast, content(), content(scope="nil", category="OTH"))
    assert outcomes(filed) == ["new", "new"]
    assert [one.incident_id is None for one in filed] == [False, True]
    assert Incident.objects.count() == SameEventLink.objects.count() == 1
    assert JournalEntry.objects.count() == 4


def test_one_that_is_refused_keeps_none_of_the_others(cast):
    other = content(mission="elsewhere")
    filed = file_all(cast, content(), content(category="none"), other, content())
    assert outcomes(filed) == ["new", ValidationError, ValidationError, "new"]
    assert Report.objects.count() == 2


def test_one_whose_author_may_not_file_keeps_none_of_the_others(cast):
    brought = [Brought(content(), cast.north_monitor), Brought(content(), cast.analyst)]
    assert outcomes(file_reports(brought, now=NOW)) == ["new", PermissionDenied]


def test_one_that_the_database_does_not_take_keeps_none_of_the_others(cast):
    with connection.cursor() as cursor:
        cursor.execute(REFUSING)
    filed = file_all(cast, content(), content(narrative="refuse me"), content())
    assert outcomes(filed)[::2] == ["new", "new"]
    assert isinstance(filed[1], DatabaseError)
    assert Report.objects.count() == Incident.objects.count() == 2
    assert JournalEntry.objects.count() == 6


def test_what_is_known_is_told_beside_what_is_new(cast):
    known = content()
    first = file_report(known, author=cast.north_monitor, now=NOW)
    other = content(report_id=known.report_id, narrative="Four.")
    filed = file_all(cast, content(), known, content(), other)
    assert outcomes(filed) == ["new", "replayed", "new", "variant"]
    assert filed[1].receipt == first.receipt


def test_one_may_speak_of_another_that_comes_before_it(cast):
    first = content()
    filed = file_all(
        cast,
        first,
        content(corrects=first.report_id, narrative="It was two."),
        content(same_event_as=first.report_id),
        first,
    )
    assert outcomes(filed) == ["new", "new", "new", "replayed"]
    assert len({one.incident_id for one in filed}) == 1
    assert incident_of(filed[0]).report_count == 2


def test_claims_that_are_published_already_stay_public(cast):
    filed = file_reports([Brought(claim(), None), Brought(claim(), None)], now=NOW)
    assert {incident_of(one).release for one in filed} == {"public"}


def test_many_cost_no_more_statements_than_two(cast, django_assert_max_num_queries):
    with django_assert_max_num_queries(20) as few:
        file_all(cast, content(), content())
    with django_assert_max_num_queries(len(few)):
        file_all(cast, *(content() for _ in range(30)))


def test_nothing_is_nothing(cast):
    assert file_reports([]) == []
