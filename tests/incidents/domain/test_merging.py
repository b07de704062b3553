"""Merging: reports move between incidents, and no step loses or doubles one."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from incidents.domain import merging
from incidents.domain.daily_count import count_day
from incidents.domain.queries.access import holder_for, visible_incidents
from incidents.domain.status import set_status
from incidents.ledger.canonical import parsed
from incidents.models import Duty, Incident, IncidentMerge, JournalEntry, Report, SameEventLink
from parties.domain.acting import actor_of
from tests.incidents.telling import DAY, NOW, incident_of, killed, tell

pytestmark = pytest.mark.django_db

UNSAID = {"updated_at", "merged_into_id"}


def facts(incident):
    """All columns of an incident that reports or people decide."""
    row = Incident.objects.filter(pk=incident.pk).values().get()
    return {name: value for name, value in row.items() if name not in UNSAID}


def reports_in(incident):
    links = SameEventLink.objects.filter(incident=incident, unlinked_at__isnull=True)
    return set(links.values_list("report_id", flat=True))


@pytest.fixture
def officer(cast):
    return actor_of(cast.north_duty_officer)


@pytest.fixture
def pair(cast):
    """Two incidents of one day: mortar fire, and small arms heard from another post."""
    one = tell(cast.north_monitor, category="IND-MOR", casualties=(killed(2, "north"),))
    other = tell(cast.south_monitor, post="S-1", casualties=(killed(3, "south"),))
    return incident_of(one), incident_of(other)


def refused(work, field, code):
    with pytest.raises(ValidationError) as answer:
        work()
    assert [error.code for error in answer.value.error_dict[field]] == [code]


# Merging.


def test_a_merge_moves_every_report(pair, officer):
    one, other = pair
    moved = reports_in(one) | reports_in(other)
    holder = merging.merge(other, one, actor=officer, reason="One blast.", now=NOW)
    assert (holder.pk, reports_in(one), reports_in(other)) == (one.pk, moved, set())


def test_the_holder_is_brought_up_to_date_and_no_text_is_joined(pair, officer):
    one, other = pair
    merging.merge(other, one, actor=officer, reason="One blast.")
    one.refresh_from_db()
    assert (one.report_count, one.category, one.killed_low) == (2, "IND-MOR", 5)


def test_the_earlier_report_leads_whichever_way_they_are_merged(pair, officer):
    one, other = pair
    merging.merge(one, other, actor=officer, reason="One blast.")
    other.refresh_from_db()
    assert (other.report_count, other.category) == (2, "IND-MOR")


def test_links_are_ended_and_never_erased(pair, officer):
    one, other = pair
    merging.merge(other, one, actor=officer, reason="One blast.", now=NOW)
    ended = SameEventLink.objects.get(incident=other)
    begun = SameEventLink.objects.get(incident=one, report=ended.report, unlinked_at=None)
    assert (ended.unlinked_at, begun.linked_at, begun.reason) == (NOW, NOW, "One blast.")


def test_a_merged_incident_leaves_the_lists_and_its_id_leads_to_the_holder(pair, officer):
    one, other = pair
    merging.merge(other, one, actor=officer, reason="One blast.")
    assert set(visible_incidents(officer)) == {one}
    assert holder_for(officer, other.pk) == one


def test_ids_lead_through_several_merges_to_where_the_reports_are(cast, pair, officer):
    one, other = pair
    last = incident_of(tell(cast.north_monitor))
    merging.merge(other, one, actor=officer, reason="One blast.")
    merging.merge(one, last, actor=officer, reason="The same again.")
    assert holder_for(officer, other.pk) == holder_for(officer, one.pk) == last


def test_a_merged_id_leads_nobody_to_what_he_may_not_read(cast, pair, officer):
    one, other = pair
    merging.merge(other, one, actor=officer, reason="One blast.")
    for person in (cast.stranger, cast.public, cast.administrator):
        assert holder_for(actor_of(person), other.pk) is None


def test_a_merged_incident_is_counted_no_more(cast, pair, officer):
    one, other = pair
    before = count_day(cast.mission, DAY)
    merging.merge(other, one, actor=officer, reason="One blast.")
    after = count_day(cast.mission, DAY)
    assert (before.incidents, after.incidents) == (2, 1)
    assert (before.reports, after.reports) == (2, 2)
    assert after.not_counted == 0


def test_all_days_touched_are_counted_again(cast, officer):
    one = tell(cast.north_monitor)
    other = tell(cast.south_monitor, post="S-1", occurred_from=NOW - timedelta(days=3))
    Duty.objects.filter(kind="recount_day").update(done_at=NOW)
    merging.merge(incident_of(one), incident_of(other), actor=officer, reason="A wrong date.")
    due = Duty.objects.filter(kind="recount_day", done_at=None).values_list("subject", flat=True)
    assert set(due) == {"2021-03-10", "2021-03-07"}


def test_the_journal_of_both_incidents_tells_of_the_merge(pair, officer):
    one, other = pair
    merging.merge(other, one, actor=officer, reason="One blast.")
    entries = JournalEntry.objects.filter(action="incident_merged").order_by("seq")
    assert [entry.subject_id for entry in entries] == [str(other.pk), str(one.pk)]
    body = parsed(bytes(entries[0].body))
    assert (body["from"], body["to"], len(body["reports"])) == (str(other.pk), str(one.pk), 1)
    assert (entries[0].actor, entries[0].reason) == (officer.user, "One blast.")


def test_a_report_that_joins_a_moved_one_joins_its_holder(cast, pair, officer):
    one, other = pair
    told = Report.objects.get(links__incident=other)
    merging.merge(other, one, actor=officer, reason="One blast.")
    later = tell(cast.north_monitor, same_event_as=told.report_id)
    assert later.incident_id == str(one.pk)


# Undoing a merge.


def test_a_merge_that_is_undone_leaves_everything_as_it_was(pair, officer):
    one, other = pair
    before = [facts(row) for row in pair], [reports_in(row) for row in pair]
    merging.merge(other, one, actor=officer, reason="One blast.")
    merging.un_merge(other, actor=officer, reason="Two after all.")
    assert ([facts(row) for row in pair], [reports_in(row) for row in pair]) == before
    assert set(visible_incidents(officer)) == {one, other}


def test_what_corrected_a_moved_report_meanwhile_comes_back_with_it(cast, pair, officer):
    one, other = pair
    told = Report.objects.get(links__incident=other)
    merging.merge(other, one, actor=officer, reason="One blast.")
    correction = tell(cast.south_monitor, post="S-1", corrects=told.report_id, category="IND-ART")
    merging.un_merge(other, actor=officer, reason="Two after all.")
    other.refresh_from_db()
    assert reports_in(other) == {told.key, correction.report.key}
    assert other.category == "IND-ART"


def test_a_report_that_joined_the_holder_itself_stays_there(cast, pair, officer):
    one, other = pair
    first = Report.objects.get(links__incident=one)
    merging.merge(other, one, actor=officer, reason="One blast.")
    joined = tell(cast.north_monitor, same_event_as=first.report_id)
    merging.un_merge(other, actor=officer, reason="Two after all.")
    assert joined.report.key in reports_in(one)


def test_a_merge_below_another_can_be_undone_alone(cast, pair, officer):
    one, other = pair
    last = incident_of(tell(cast.north_monitor))
    before = reports_in(other)
    merging.merge(other, one, actor=officer, reason="One blast.")
    merging.merge(one, last, actor=officer, reason="The same again.")
    merging.un_merge(other, actor=officer, reason="This was another.")
    assert reports_in(other) == before
    assert holder_for(officer, one.pk) == last


def test_a_merge_may_be_made_and_undone_again(pair, officer):
    one, other = pair
    for _ in range(2):
        merging.merge(other, one, actor=officer, reason="One blast.")
        merging.un_merge(other, actor=officer, reason="Two after all.")
    assert IncidentMerge.objects.filter(undone_at__isnull=False).count() == 2


# Splitting.


def test_a_split_opens_an_incident_for_the_chosen_reports(cast, pair, officer):
    one, other = pair
    merging.merge(other, one, actor=officer, reason="One blast.")
    chosen = Report.objects.filter(post=cast.south_post)
    made = merging.split(one, chosen, actor=officer, reason="Another place.")
    assert reports_in(made) == {report.key for report in chosen}
    assert (made.status, made.report_count, made.killed_low) == ("submitted", 1, 3)
    assert made.reference not in {one.reference, other.reference}


def test_a_detached_report_takes_its_corrections_with_it(cast, pair, officer):
    one, _other = pair
    first = Report.objects.get(links__incident=one)
    joined = tell(cast.south_monitor, post="S-1", same_event_as=first.report_id)
    fixed = tell(cast.south_monitor, post="S-1", corrects=joined.report.report_id)
    made = merging.detach(joined.report, actor=officer, reason="He heard thunder.")
    assert reports_in(made) == {joined.report.key, fixed.report.key}
    assert reports_in(one) == {first.key}


def test_a_part_keeps_the_release_of_the_whole(cast, officer):
    first = tell(None)
    joined = tell(None, same_event_as=first.report.report_id)
    made = merging.detach(joined.report, actor=officer, reason="Another day.")
    assert made.release == "public"


# What is refused.


def test_only_duty_officers_of_the_mission_move_reports(cast, pair):
    one, other = pair
    for name in ("north_monitor", "analyst", "administrator", "observer", "stranger", "public"):
        actor = actor_of(getattr(cast, name))
        with pytest.raises(PermissionDenied):
            merging.merge(other, one, actor=actor, reason="One blast.")
        with pytest.raises(PermissionDenied):
            merging.detach(Report.objects.first(), actor=actor, reason="No.")


@pytest.mark.parametrize(
    "reason,code", [("", "required"), ("  ", "required"), ("x" * 2001, "max_length")]
)
def test_every_move_has_a_reason(pair, officer, reason, code):
    one, other = pair
    refused(lambda: merging.merge(other, one, actor=officer, reason=reason), "reason", code)
    assert not IncidentMerge.objects.exists()


def test_an_incident_is_not_merged_into_itself_or_another_mission(cast, pair, officer):
    one, _other = pair
    foreign = incident_of(tell(cast.stranger, mission="coast", post="C-1"))
    for into in (one, foreign):
        refused(
            lambda into=into: merging.merge(one, into, actor=officer, reason="So."),
            "into",
            "not_another",
        )


def test_neither_cycles_nor_double_merges_are_possible(cast, pair, officer):
    one, other = pair
    last = incident_of(tell(cast.north_monitor))
    merging.merge(other, one, actor=officer, reason="One blast.")
    refused(lambda: merging.merge(one, other, actor=officer, reason="Back."), "into", "merged")
    refused(lambda: merging.merge(other, last, actor=officer, reason="On."), "incident", "merged")


def test_a_public_incident_is_not_hidden_in_one_that_fewer_people_read(cast, officer):
    public, kept = incident_of(tell(None)), incident_of(tell(cast.north_monitor))
    refused(
        lambda: merging.merge(public, kept, actor=officer, reason="One."), "into", "fewer_readers"
    )
    assert merging.merge(kept, public, actor=officer, reason="One.").pk == public.pk


def test_what_is_not_merged_is_not_un_merged(pair, officer):
    refused(
        lambda: merging.un_merge(pair[0], actor=officer, reason="So."), "incident", "not_merged"
    )


def test_no_incident_is_left_without_reports_unless_it_was_merged(pair, officer):
    one, _other = pair
    only = Report.objects.get(links__incident=one)
    refused(lambda: merging.detach(only, actor=officer, reason="So."), "reports", "none_left")


def test_a_split_takes_only_reports_that_the_incident_holds(pair, officer):
    one, other = pair
    strange = Report.objects.filter(links__incident=other)
    refused(
        lambda: merging.split(one, strange, actor=officer, reason="So."), "reports", "not_linked"
    )


def test_a_total_is_in_no_incident_and_cannot_be_detached(cast, officer):
    total = tell(None, scope="daily_total").report
    refused(lambda: merging.detach(total, actor=officer, reason="So."), "reports", "not_linked")


@pytest.mark.parametrize(
    "change", [{"reason": "Else."}, {"merged_at": NOW}, {"into_id": None}, {"undone_at": None}]
)
def test_the_database_lets_a_merge_only_end(pair, officer, change):
    one, other = pair
    merging.merge(other, one, actor=officer, reason="One blast.")
    merging.un_merge(other, actor=officer, reason="Two after all.")
    with pytest.raises(DatabaseError), transaction.atomic():
        IncidentMerge.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        IncidentMerge.objects.all().delete()


def test_a_merge_is_dated_by_the_clock(pair, officer):
    one, other = pair
    merging.merge(other, one, actor=officer, reason="One blast.")
    assert IncidentMerge.objects.get().merged_at.date() > date(2021, 3, 10)


def test_the_status_of_a_merged_incident_does_not_move(pair, officer):
    one, other = pair
    merging.merge(other, one, actor=officer, reason="One blast.")
    refused(lambda: set_status(other, "triaged", actor=officer), "to", "merged")
