"""Sight: with the first wall off, PostgreSQL shows each person what the first wall shows."""

import pytest
from django.db.models import Q

from ceasefire.postgresql.roles import ADMIN
from incidents.domain.queries.access import (
    own_uploads,
    visible_evidence,
    visible_findings,
    visible_incidents,
    visible_merged,
    visible_proposals,
    visible_readings,
    visible_redactions,
    visible_reports,
    visible_returns,
    visible_tallies,
)
from incidents.domain.queries.daily import preliminary_content
from incidents.domain.queries.evidence import with_all
from incidents.models import (
    AttributedSide,
    BreachOf,
    Casualty,
    Claim,
    CustodyEntry,
    DailyReturn,
    DailyTally,
    Duty,
    Evidence,
    Finding,
    Incident,
    IncidentMerge,
    JournalEntry,
    LedgerSalts,
    LedgerSubject,
    PartyNotice,
    Proposal,
    ProposalDecision,
    ReadLog,
    Redaction,
    Reply,
    Report,
    SameEventLink,
    SignOff,
    SignOffCall,
    StoredFile,
    Upload,
)
from parties.domain.acting import actor_of
from parties.models import ApiToken, Appointment, User
from tests.ceasefire.postgresql.world import behind, keys, tell_of_everything
from tests.incidents.incident_rows import tally_all
from tests.incidents.judging import officer_of
from tests.incidents.telling import DAY, tell
from tests.people import PEOPLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast):
    """The cast, with everything that they could tell."""
    tell_of_everything(cast)
    tally_all()
    return cast


def allowed(actor):
    """What the first wall lets a person read, by model."""
    incidents = keys(visible_incidents(actor)) | keys(visible_merged(actor))
    reports, findings = keys(visible_reports(actor)), keys(visible_findings(actor))
    notices = PartyNotice.objects.filter(finding__in=findings)
    incidents |= set(Finding.objects.filter(pk__in=findings).values_list("incident", flat=True))
    released = Evidence.objects.filter(upload__custody__step="released").values("report")
    shown = Q(report__in=reports) | Q(report__in=released)
    links = SameEventLink.objects.filter(shown, incident__in=incidents)
    merges = IncidentMerge.objects.filter(incident__in=incidents, into__in=incidents)
    return {
        Incident: incidents,
        Report: reports,
        Finding: findings,
        Evidence: keys(visible_evidence(actor)),
        DailyReturn: keys(visible_returns(actor)),
        DailyTally: keys(visible_tallies(actor)),
        Proposal: keys(visible_proposals(actor)),
        ProposalDecision: keys(
            ProposalDecision.objects.filter(proposal__in=visible_proposals(actor))
        ),
        Redaction: keys(visible_redactions(actor)),
        Casualty: keys(Casualty.objects.filter(report__in=reports)),
        SameEventLink: keys(links),
        IncidentMerge: keys(merges),
        PartyNotice: keys(notices),
        Reply: keys(Reply.objects.filter(notice__in=notices)),
    } | {
        model: keys(model.objects.filter(finding__in=findings))
        for model in (BreachOf, AttributedSide, SignOffCall, SignOff)
    }


def test_unfiltered_reading_shows_everybody_what_the_first_wall_shows(world):
    rows = {}
    for name, user in world.everybody.items():
        for model, expected in allowed(actor_of(user)).items():
            with behind(user):
                assert keys(model.objects.all()) == expected, (name, model.__name__)
            rows[model] = rows.get(model, 0) + len(expected)
    assert min(rows.values()) > 0  # no table was compared empty


FILTERED = (
    visible_incidents,
    visible_merged,
    visible_reports,
    visible_evidence,
    visible_returns,
    visible_findings,
    visible_proposals,
    visible_readings,
    visible_redactions,
    visible_tallies,
)


def test_the_second_wall_takes_nothing_from_what_the_first_one_shows(world):
    for name, user in world.everybody.items():
        actor = actor_of(user)
        for visible in FILTERED:
            expected = keys(visible(actor))
            with behind(user):
                assert keys(visible(actor)) == expected, (name, visible.__name__)
                if visible is visible_evidence:
                    assert {row.pk for row in with_all(visible(actor))} == expected, name


def test_the_open_day_is_the_same_for_all_who_may_read_it(world):
    tell(world.south_monitor, post="S-1")
    whole = preliminary_content(world.mission, DAY)
    assert {"N-1", "S-1"} <= set(whole["coverage"]["reported"])
    for name in ("north_monitor", "south_monitor", "north_duty_officer", "analyst"):
        with behind(world.everybody[name]):
            assert preliminary_content(world.mission, DAY) == whole, name


def test_a_filer_may_name_a_report_that_they_may_not_read(world):
    south = tell(world.south_monitor, post="S-1")
    with behind(world.north_monitor):
        assert not Report.objects.filter(report_id=south.report.report_id).exists()
        told = tell(world.north_monitor, same_event_as=south.report.report_id)
        assert told.incident_id == south.incident_id


def test_a_told_party_reads_the_finding_and_what_it_is_about(world):
    lowlander = officer_of(world.lowlands, world.mission, "observer")
    seen = allowed(actor_of(lowlander))
    with behind(lowlander):
        assert keys(Finding.objects.all()) == seen[Finding]
        assert keys(Incident.objects.all()) == seen[Incident]


def test_the_journal_is_the_staff_s_and_tells_of_nothing_hidden(world):
    for name, user in world.everybody.items():
        with behind(user):
            incidents = {str(pk) for pk in keys(Incident.objects.all())}
            about = set(
                JournalEntry.objects.filter(subject_type="incident")
                .exclude(actor=user.pk)
                .values_list("subject_id", flat=True)
            )
            other = JournalEntry.objects.exclude(subject_type="incident").exclude(actor=user.pk)
            assert about <= incidents, name
            assert name not in ("public", "observer", "administrator") or not other.exists(), name
        assert about or name == "stranger"


def test_salts_open_only_entries_that_may_be_read(world):
    LedgerSubject.objects.bulk_create(
        LedgerSubject(subject_type="incident", subject_id=str(pk), salt=b"s")
        for pk in keys(Incident.objects.all())
    )
    for user in world.everybody.values():
        with behind(user):
            known = {str(pk) for pk in keys(Incident.objects.all())}
            assert set(LedgerSubject.objects.values_list("subject_id", flat=True)) == known
            assert not LedgerSalts.objects.exists()


def test_readings_claims_and_duties_are_the_officers_of_their_mission(world):
    for name, user in world.everybody.items():
        readable = keys(visible_readings(actor_of(user)))
        with behind(user):
            assert keys(ReadLog.objects.exclude(reader=user.pk)) <= readable, name
            assert name.endswith("officer") or name == "stranger" or not Duty.objects.exists()
            assert not Claim.objects.exists()


@pytest.mark.parametrize("name", PEOPLE)
def test_people_are_known_to_themselves_and_their_staff(world, name):
    user = world.everybody[name]
    with behind(user):
        people, held = keys(User.objects.defer("password")), keys(Appointment.objects.all())
    alone = set() if name == "public" else {user.pk}
    if name in ("public", "administrator", "observer", "stranger"):
        assert people == alone
        assert len(held) == len(alone)
    else:
        assert len(people) > 5
        assert world.stranger.pk not in people


def test_a_token_is_its_holder_s(cast):
    ApiToken.objects.create(cast.analyst, label="mine")
    with behind(cast.analyst):
        assert ApiToken.objects.count() == 1
    with behind(cast.north_duty_officer):
        assert not ApiToken.objects.exists()


def test_the_admin_sees_nothing_of_what_happened(cast, refused):
    with behind(cast.administrator, ADMIN):
        refused(Incident.objects.exists)
        refused(Report.objects.exists)
        refused(JournalEntry.objects.exists)


def test_who_is_appointed_no_more_reads_as_the_public(world):
    world.analyst.appointments.update(until="2021-06-01")
    expected = allowed(actor_of(world.public))[Incident]
    with behind(world.analyst):
        assert keys(Incident.objects.all()) == expected


def test_files_are_known_to_those_who_see_the_evidence_and_their_sender(world):
    kept = {}
    for name, user in world.everybody.items():
        pieces = visible_evidence(actor_of(user))
        uploads = keys(pieces) | keys(own_uploads(actor_of(user)))
        files = set(pieces.values_list("file", flat=True))
        with behind(user):
            assert keys(Upload.objects.all()) == uploads, name
            assert files <= keys(StoredFile.objects.all()), name
            told = CustodyEntry.objects.exclude(upload=None).values_list("upload", flat=True)
            assert set(told) <= uploads, name
        kept[name] = len(uploads)
    assert 0 < kept["public"] < kept["north_monitor"]
    assert kept["observer"] == kept["public"]
