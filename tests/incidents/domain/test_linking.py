"""Linking: several reports of one event are one incident, counted once."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.domain.filing import file_report
from incidents.domain.linking import standing_reports
from incidents.domain.projection import project
from incidents.enums import Release
from incidents.models import Duty, Incident, Report, SameEventLink
from tests.incidents.telling import (
    DAY,
    NOW,
    claim,
    content,
    incident_of,
    killed,
    tell,
)

pytestmark = pytest.mark.django_db


def join(first, author, **fields):
    """Tell of the same event as an earlier report."""
    return tell(author, same_event_as=first.report.report_id, **fields)


def test_three_posts_hear_one_blast_and_it_is_one_incident(cast):
    first = tell(cast.north_monitor)
    for author, post in ((cast.south_monitor, "S-1"), (cast.north_duty_officer, "JC")):
        join(first, author, post=post)
    assert Incident.objects.get().report_count == 3
    assert Report.objects.count() == 3


def test_a_joining_report_is_linked_by_its_author(cast):
    second = join(tell(cast.north_monitor), cast.south_monitor, post="S-1")
    link = SameEventLink.objects.get(report=second.report)
    assert (link.linked_by, str(link.incident_id)) == (cast.south_monitor, second.incident_id)


def test_the_first_report_leads(cast):
    first = tell(cast.north_monitor, category="IND-MOR")
    join(first, cast.south_monitor, post="S-1", category="FIR-SAL")
    incident = incident_of(first)
    assert (incident.category, incident.post) == ("IND-MOR", cast.north_post)


def test_a_report_that_asserts_leads_before_one_that_denies(cast):
    first = tell(None, stance="denied", category="FIR")
    join(first, cast.south_monitor, post="S-1", category="IND-MOR")
    assert incident_of(first).category == "IND-MOR"


@pytest.mark.parametrize("stance", ["denied", "no_violation", "corrected"])
def test_an_event_that_is_only_denied_is_not_asserted(cast, stance):
    assert not incident_of(tell(None, stance=stance)).asserted


def test_a_claim_makes_a_denied_event_asserted(cast):
    denied = tell(None, stance="denied")
    join(denied, None, stance="claimed")
    assert incident_of(denied).asserted


@pytest.mark.parametrize("scope", ["daily_total", "weekly_total", "nil"])
def test_totals_and_nil_statements_open_no_incident(cast, scope):
    acknowledged = tell(None, scope=scope)
    assert acknowledged.incident_id is None
    assert not Incident.objects.exists()


def test_a_total_does_not_join_an_incident(cast):
    first = tell(cast.north_monitor)
    total = join(first, None, scope="daily_total")
    assert total.incident_id is None
    assert incident_of(first).report_count == 1


def test_a_report_of_the_same_event_as_a_total_opens_its_own_incident(cast):
    assert join(tell(None, scope="daily_total"), cast.north_monitor).incident_id


def test_casualties_of_a_total_are_no_casualties_of_an_incident(cast):
    told = content(casualties=(killed(1, "north"),))
    first = file_report(told, author=cast.north_monitor, now=NOW)
    tell(
        cast.north_monitor,
        corrects=told.report_id,
        scope="daily_total",
        casualties=(killed(9, "north"),),
    )
    assert incident_of(first).killed_low is None


# Dates.


@pytest.mark.parametrize(
    "fields,day",
    [
        ({"occurred_from": NOW}, DAY),
        ({"occurred_from": NOW - timedelta(hours=16, minutes=30)}, date(2021, 3, 9)),
        ({"occurred_from": NOW - timedelta(hours=16)}, DAY),
        ({"occurred_from": NOW - timedelta(hours=13), "time_precision": "T5"}, date(2021, 3, 9)),
        ({"occurred_from": NOW, "time_precision": "T6"}, None),
        ({"occurred_from": NOW, "time_precision": "T7"}, None),
        ({"occurred_from": None, "time_precision": "T0"}, None),
    ],
)
def test_an_event_counts_on_the_mission_day_that_its_time_allows(cast, fields, day):
    assert incident_of(tell(cast.north_monitor, **fields)).mission_day == day


def test_an_undated_incident_is_sorted_by_its_receipt(cast):
    undated = incident_of(tell(cast.north_monitor, occurred_from=None, time_precision="T0"))
    assert undated.sort_at == NOW


# Release.


def test_what_a_party_has_published_is_public(cast):
    assert incident_of(tell(None)).release == Release.PUBLIC


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"source_url": "https://example.org/blog"},
        {"source_url": "https://example.org/blog", "source_kind": "own_patrol"},
    ],
)
def test_what_the_mission_saw_itself_is_not_public_before_the_daily_report(cast, fields):
    assert incident_of(tell(cast.north_monitor, **fields)).release == Release.MISSION


def test_a_restricted_category_is_not_public_though_its_source_published_it(cast):
    assert incident_of(tell(None, category="CIV-SGB")).release == Release.MISSION


def test_the_reference_of_an_incident_is_its_own(cast):
    acknowledged = tell(cast.north_monitor)
    assert incident_of(acknowledged).reference.startswith("RIDGE-I-")
    assert incident_of(acknowledged).reference != acknowledged.report.reference


def test_an_id_whose_spoken_form_is_taken_is_not_used(cast, monkeypatch):
    taken = incident_of(tell(cast.north_monitor)).pk
    ids = iter([taken.__class__(int=taken.int ^ 1 << 64), claim().report_id])
    monkeypatch.setattr("incidents.domain.opening.uuid7", lambda: next(ids))
    second = incident_of(tell(cast.north_monitor))
    assert second.reference != Incident.objects.get(pk=taken).reference


# Versions.


def _corrected(cast, told, **fields):
    first = file_report(told, author=cast.north_monitor, now=NOW)
    second = tell(cast.north_monitor, corrects=told.report_id, **fields)
    return first, second


def test_a_correction_is_version_two_and_the_first_stays(cast):
    first, second = _corrected(cast, content(narrative="Two."), narrative="Three.")
    assert (second.outcome, second.report.version) == ("new", 2)
    assert second.report.corrects == first.report
    assert Report.objects.get(pk=first.report.pk).narrative == "Two."


def test_the_incident_follows_the_newest_version(cast):
    first, second = _corrected(cast, content(category="FIR-SAL"), category="IND-MOR")
    third = tell(cast.north_monitor, corrects=second.report.report_id, category="IND-ART")
    incident = incident_of(first)
    assert third.incident_id == second.incident_id == first.incident_id
    assert (third.report.version, incident.category, incident.report_count) == (3, "IND-ART", 1)


def test_of_two_corrections_of_one_version_the_later_stands(cast):
    first, _ = _corrected(cast, content(), category="IND-MOR")
    tell(cast.north_monitor, corrects=first.report.report_id, category="IND-ART")
    incident = incident_of(first)
    assert (incident.category, incident.report_count) == ("IND-ART", 1)


def test_a_correction_to_another_day_makes_both_days_due(cast):
    _corrected(cast, content(), occurred_from=NOW - timedelta(days=3))
    assert set(Duty.objects.values_list("subject", flat=True)) == {"2021-03-10", "2021-03-07"}


def test_a_correction_without_a_position_takes_the_public_one_away(cast):
    told = content(lat=Decimal("40.123456"), lon=Decimal("10.5"), position_precision="P2")
    first, _ = _corrected(cast, told)
    incident = incident_of(first)
    assert (incident.lat, incident.public_lat, incident.public_lon) == (None, None, None)


def test_a_correction_to_nothing_happened_takes_the_incident_out_of_the_counts(cast):
    first, _ = _corrected(cast, content(casualties=(killed(3, "north"),)), scope="nil")
    incident = incident_of(first)
    assert (incident.asserted, incident.report_count, incident.killed_low) == (False, 0, None)


def test_a_correction_with_casualties_raises_the_severity(cast):
    lines = (killed(1, "north", person_kind="civilian"),)
    first, _ = _corrected(cast, content(), casualties=lines)
    assert incident_of(first).severity == 4


def test_no_party_corrects_the_account_of_another(cast):
    told = content()
    file_report(told, author=cast.north_monitor, now=NOW)
    for author in (cast.south_monitor, cast.south_duty_officer):
        with pytest.raises(ValidationError) as refused:
            tell(author, post="S-1", corrects=told.report_id)
        assert refused.value.error_dict["corrects"][0].code == "not_yours"


def test_the_duty_officer_of_the_post_may_correct_its_report(cast):
    told = content()
    file_report(told, author=cast.north_monitor, now=NOW)
    assert tell(cast.north_duty_officer, corrects=told.report_id).report.version == 2


def test_only_duty_officers_correct_what_the_mission_loaded(cast):
    loaded = tell(None)
    with pytest.raises(ValidationError):
        tell(cast.north_monitor, corrects=loaded.report.report_id)
    assert tell(cast.south_duty_officer, corrects=loaded.report.report_id).report.version == 2


def test_a_correction_of_a_correction_of_a_fork_stands_alone(cast):
    told = content()
    first = file_report(told, author=cast.north_monitor, now=NOW)
    left = tell(cast.north_monitor, corrects=told.report_id)
    tell(cast.north_monitor, corrects=told.report_id)
    last = tell(cast.north_monitor, corrects=left.report.report_id)
    assert standing_reports(incident_of(first)) == [last.report]


def test_a_correction_keeps_its_account_s_place_among_the_others(cast):
    first = tell(cast.north_monitor, category="FIR-SAL")
    join(first, cast.south_monitor, post="S-1", category="IND-MOR")
    tell(cast.north_monitor, corrects=first.report.report_id, category="IND-ART")
    assert incident_of(first).category == "IND-ART"


# Whatever is told in whatever order.


acts = st.lists(
    st.tuples(
        st.sampled_from(["new", "variant", "correct", "join"]),
        st.integers(0, 9),  # which of the earlier reports
        st.fixed_dictionaries(
            {
                "category": st.sampled_from(["FIR", "IND-MOR", "CIV-SGB"]),
                "stance": st.sampled_from(["recorded", "denied"]),
                "scope": st.sampled_from(["event", "event", "event", "daily_total", "nil"]),
                "casualties": st.sampled_from([(), (killed(2, "north"),), (killed(None),)]),
                "occurred_from": st.sampled_from([NOW, NOW - timedelta(days=2)]),
            }
        ),
    ),
    min_size=1,
    max_size=8,
)


def perform(author, performed):
    """File one report after the other; the ids in order."""
    ids = []
    for number, (act, which, fields) in enumerate(performed):
        earlier = ids[which % len(ids)] if ids else None
        names = {"variant": "report_id", "correct": "corrects", "join": "same_event_as"}
        about = {names[act]: earlier} if earlier and act in names else {}
        filed = tell(author, narrative=str(number), **fields | about)
        ids.append(filed.report.report_id)


def shown(incident):
    """The columns that repeat and add up what reports say."""
    names = {f.attname for f in incident._meta.concrete_fields} - {"updated_at"}
    return {name: getattr(incident, name) for name in names}


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(performed=acts)
def test_an_incident_always_shows_what_its_standing_reports_say(cast, performed):
    perform(cast.north_monitor, performed)
    for incident in Incident.objects.all():
        stored = shown(incident)
        project(incident, standing_reports(incident), NOW)
        assert shown(incident) == stored


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(performed=acts)
def test_no_report_is_lost_or_linked_twice(cast, performed):
    before = Report.objects.count()
    perform(cast.north_monitor, performed)
    assert Report.objects.count() == before + len(performed)
    events = Report.objects.filter(scope="event")
    assert all(r.links.filter(unlinked_at__isnull=True).count() == 1 for r in events)
    assert not Incident.objects.filter(links__isnull=True).exists()
