"""After publication a correction waits, until it is accepted, refused or withdrawn, once."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction

from incidents.domain import merging
from incidents.domain.daily_report import publish_day, revise_day
from incidents.domain.finding import amend_finding
from incidents.domain.proposal import decide_proposal, withdraw_proposal
from incidents.domain.pump import run_due
from incidents.domain.queries.history import history_of
from incidents.domain.version import IncidentChangedError, version_of
from incidents.domain.voiding import rests_on_what_was_changed
from incidents.models import (
    DailyReport,
    Duty,
    Finding,
    JournalEntry,
    Proposal,
    ProposalDecision,
    SameEventLink,
)
from parties.domain.acting import actor_of
from tests.incidents.judging import (
    AFTER_REPLIES,
    as_is,
    concluded_with,
    correct,
    drafted,
    incident_of_id,
    opened,
    plain,
    proposal_of,
    say,
    settled,
)
from tests.incidents.telling import DAY, at_once, killed, tell
from tests.people import PEOPLE

LATER = AFTER_REPLIES + timedelta(hours=1)


def decide(proposal, user, outcome="accepted", **fields):
    said = {"actor": actor_of(user), "reason": "Checked.", "now": LATER} | fields
    return decide_proposal(proposal, outcome, **said)


@pytest.fixture
def waiting(cast):
    """A published finding, and a correction of its only report that waits."""
    finding, report = concluded_with(cast, casualties=(killed(1, "north"),))
    filed = correct(cast.north_monitor, report, casualties=(killed(4, "north"),))
    return finding, report, filed


def test_before_publication_a_correction_stands_at_once(cast):
    finding = drafted(cast)
    report = finding.incident.links.get().report
    assert correct(cast.north_monitor, report).outcome == "new"
    assert not Proposal.objects.exists()


def test_after_publication_it_waits_and_changes_nothing(cast, waiting):
    finding, report, filed = waiting
    incident = incident_of_id(finding.incident)
    assert filed.outcome == "proposed"
    assert b'"proposed":true' in filed.receipt
    assert (incident.killed_low, incident.report_count, incident.weapon) == (1, 1, "")
    assert [link.report for link in SameEventLink.objects.all()] == [report]
    assert as_is(finding).status == "published"
    assert proposal_of(filed).about == report


def test_the_same_correction_sent_again_gets_the_same_receipt(cast, waiting):
    _finding, report, filed = waiting
    again = correct(
        cast.north_monitor,
        report,
        casualties=(killed(4, "north"),),
        report_id=filed.report.report_id,
    )
    assert (again.outcome, again.receipt) == ("replayed", filed.receipt)
    assert Proposal.objects.count() == 1


def test_accepted_the_counts_and_the_finding_follow(cast, waiting):
    finding, _report, filed = waiting
    decide(proposal_of(filed), cast.south_duty_officer)
    incident = incident_of_id(finding.incident)
    assert (incident.killed_low, incident.weapon) == (4, "howitzer")
    assert incident.report_count == 1
    assert incident.status == "reopened"
    assert as_is(finding).status == "published"
    assert rests_on_what_was_changed(as_is(finding))


def test_accepted_the_published_day_gets_a_revision_and_the_old_one_stays(cast, waiting):
    finding, _report, filed = waiting
    run_due(LATER)
    first = publish_day(cast.mission, DAY, LATER)
    decide(proposal_of(filed), cast.south_duty_officer)
    run_due(LATER)
    revisions = list(DailyReport.objects.filter(mission_day=DAY).order_by("revision"))
    assert [row.revision for row in revisions] == [first.revision, first.revision + 1]
    assert b'"killed":[4,4]' in bytes(revisions[1].content)
    assert b'"killed":[1,1]' in bytes(revisions[0].content)
    assert revise_day(cast.mission, DAY, LATER) == revisions[1]
    assert Duty.objects.filter(done_at=None, due_at__lte=LATER).count() == 0
    assert finding.incident.mission_day == DAY


def test_refused_nothing_changes_and_both_stay_in_the_history(cast, waiting):
    finding, _report, filed = waiting
    before = version_of(finding.incident)
    decide(proposal_of(filed), cast.south_duty_officer, "refused", reason="Not seen by others.")
    assert version_of(finding.incident) == before
    assert incident_of_id(finding.incident).killed_low == 1
    proposed, refused = history_of(actor_of(cast.analyst), finding.incident)[-2:]
    assert (proposed.action, refused.action) == ("correction_proposed", "proposal_refused")
    assert {"weapon", "casualties"} <= {change.field for change in proposed.changes}
    assert refused.reason == "Not seen by others."


def test_its_author_withdraws_it_and_nobody_else(cast, waiting):
    _finding, _report, filed = waiting
    proposal = proposal_of(filed)
    for name in set(PEOPLE) - {"north_monitor"}:
        with pytest.raises(PermissionDenied):
            withdraw_proposal(proposal, actor=actor_of(cast.everybody[name]), reason="So.")
    withdrawn = withdraw_proposal(proposal, actor=actor_of(cast.north_monitor), reason="My error.")
    assert withdrawn.outcome == "withdrawn"
    assert JournalEntry.objects.filter(action="proposal_withdrawn", reason="My error.").exists()


@pytest.mark.parametrize("who", PEOPLE)
def test_duty_officers_decide_and_nobody_else(cast, waiting, who):
    proposal = proposal_of(waiting[2])
    if who in ("north_duty_officer", "south_duty_officer"):
        assert decide(proposal, cast.everybody[who]).outcome == "accepted"
        return
    with pytest.raises(PermissionDenied):
        decide(proposal, cast.everybody[who])
    assert not ProposalDecision.objects.exists()


def test_nobody_decides_on_their_own(cast):
    _finding, report = concluded_with(cast)
    filed = correct(cast.north_duty_officer, report)
    with pytest.raises(ValidationError, match="your own"):
        decide(proposal_of(filed), cast.north_duty_officer)
    decide(proposal_of(filed), cast.south_duty_officer)


@pytest.mark.parametrize(
    "fields,where",
    [
        ({"reason": " "}, "reason"),
        ({"reason": "a\0b"}, "reason"),
        ({"reason": "x" * 2001}, "reason"),
        ({"outcome": "withdrawn"}, "outcome"),
        ({"outcome": ""}, "outcome"),
    ],
)
def test_what_cannot_be_is_refused_and_writes_nothing(cast, waiting, fields, where):
    before = JournalEntry.objects.count()
    with pytest.raises(ValidationError) as refused:
        decide(proposal_of(waiting[2]), cast.south_duty_officer, **fields)
    assert list(refused.value.error_dict) == [where]
    assert JournalEntry.objects.count() == before


def test_a_decision_on_an_incident_that_changed_is_refused(cast, waiting):
    finding, report, filed = waiting
    seen = version_of(finding.incident)
    tell(cast.south_monitor, LATER, post="S-1", same_event_as=report.report_id)
    with pytest.raises(IncidentChangedError):
        decide(proposal_of(filed), cast.south_duty_officer, seen=seen)
    assert not ProposalDecision.objects.exists()
    decide(proposal_of(filed), cast.south_duty_officer, seen=version_of(finding.incident))


def test_a_correction_of_a_proposal_waits_and_is_accepted_after_it(cast, waiting):
    finding, report, filed = waiting
    second = correct(cast.north_monitor, filed.report, casualties=(killed(9, "north"),))
    assert (second.outcome, proposal_of(second).about) == ("proposed", report)
    with pytest.raises(ValidationError, match="accept that first"):
        decide(proposal_of(second), cast.south_duty_officer)
    decide(proposal_of(filed), cast.south_duty_officer)
    decide(proposal_of(second), cast.south_duty_officer)
    incident = incident_of_id(finding.incident)
    assert (incident.killed_low, incident.report_count) == (9, 1)


def test_a_correction_of_what_was_refused_can_only_be_refused(cast, waiting):
    finding, _report, filed = waiting
    decide(proposal_of(filed), cast.south_duty_officer, "refused")
    second = correct(cast.north_monitor, filed.report, casualties=(killed(9, "north"),))
    assert second.outcome == "proposed"
    with pytest.raises(ValidationError, match="not accepted"):
        decide(proposal_of(second), cast.south_duty_officer)
    decide(proposal_of(second), cast.south_duty_officer, "refused")
    assert incident_of_id(finding.incident).killed_low == 1


def test_a_variant_of_a_waiting_correction_waits_beside_it(cast, waiting):
    finding, report, filed = waiting
    variant = correct(cast.north_monitor, report, weapon="mortar", report_id=filed.report.report_id)
    assert (variant.outcome, variant.report.is_variant) == ("proposed", True)
    assert incident_of_id(finding.incident).report_count == 1


def test_a_proposal_goes_with_its_account_when_that_is_moved(cast, waiting):
    finding, report, filed = waiting
    officer = actor_of(cast.south_duty_officer)
    other = tell(cast.south_monitor, LATER, post="S-1", same_event_as=report.report_id)
    made = merging.split(finding.incident, [report], actor=officer, reason="Two.", now=LATER)
    decide(proposal_of(filed), cast.south_duty_officer)
    assert incident_of_id(made).killed_low == 4
    assert other.report.links.get(unlinked_at=None).incident == finding.incident


def test_an_amendment_in_sign_off_is_voided_by_an_accepted_correction(cast, waiting):
    finding, _report, filed = waiting
    officer = actor_of(cast.north_duty_officer)
    second = amend_finding(as_is(finding), plain(), actor=officer, reason="New.", now=LATER)
    decide(proposal_of(filed), cast.south_duty_officer)
    assert as_is(second).status == "superseded"
    newest = Finding.objects.get(version=3)
    assert (newest.status, newest.text) == ("finding_draft", second.text)
    assert not rests_on_what_was_changed(newest)


def test_a_correction_before_publication_voids_what_was_signed(cast):
    made = opened(cast, incident=settled(cast))
    say(made, cast.north_duty_officer)
    correct(cast.north_monitor, made.incident.links.get().report)
    assert as_is(made).status == "superseded"
    with pytest.raises(ValidationError, match="not in sign-off"):
        say(as_is(made), cast.south_duty_officer)


def test_a_proposal_is_never_changed_or_erased(cast, waiting):
    connection.check_constraints()  # none is left for the end of the transaction
    proposals = Proposal.objects.all()
    for change in (lambda: proposals.update(proposed_at=LATER), proposals.delete):
        with pytest.raises(DatabaseError, match="it only grows"), transaction.atomic():
            change()


RACERS = 8


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("outcomes", ["accepted", "accepted refused", "accepted withdrawn"])
def test_of_many_decisions_at_once_one_is_taken(cast, waiting, outcomes):
    finding, _report, filed = waiting
    proposal, kinds = proposal_of(filed), outcomes.split()
    officers = [actor_of(cast.north_duty_officer), actor_of(cast.south_duty_officer)]
    author = actor_of(cast.north_monitor)

    def act(n):
        kind = kinds[n % len(kinds)]
        if kind == "withdrawn":
            return withdraw_proposal(proposal, actor=author, reason="So.", now=LATER)
        return decide_proposal(proposal, kind, actor=officers[n % 2], reason="So.", now=LATER)

    results = at_once(RACERS, act)
    taken = [one for one in results if isinstance(one, ProposalDecision)]
    assert [type(one) for one in results].count(ValidationError) == RACERS - 1, results
    assert len(taken) == ProposalDecision.objects.count() == 1
    accepted = taken[0].outcome == "accepted"
    assert incident_of_id(finding.incident).killed_low == (4 if accepted else 1)
    assert JournalEntry.objects.filter(action__startswith="proposal_").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_correction_filed_while_the_finding_is_published_waits_or_was_in_before(cast):
    from tests.incidents.judging import adopted, step

    for _ in range(3):
        made = adopted(cast, incident=settled(cast))
        report = made.incident.links.get().report

        def act(n, made=made, report=report):
            if n == 0:
                return step(made, "publish", cast.south_duty_officer)
            return correct(cast.north_monitor, report)

        published, filed = at_once(2, act)
        if filed.outcome == "proposed":
            assert as_is(made).status == "published"
        else:
            assert isinstance(published, ValidationError)
            assert as_is(made).status == "superseded"
