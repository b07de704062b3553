"""Access: the one door through which reports and incidents are read.

Pages, API, exports, search and counts all begin with one of these functions.
"""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from incidents.custody import CustodyStep
from incidents.domain.queries.relation import reading
from incidents.enums import OWN_SOURCES, ProposalOutcome, Scope
from incidents.models import (
    CustodyEntry,
    DailyReport,
    DailyReturn,
    DailySignOff,
    DailySignOffCall,
    DailyTally,
    DatasetBatch,
    DatasetFile,
    DatasetMapping,
    DatasetRecord,
    Evidence,
    Export,
    Finding,
    Incident,
    PartyNotice,
    PrintedReport,
    Proposal,
    ReadLog,
    Redaction,
    Report,
    SameEventLink,
    SignOffCall,
    Upload,
)
from incidents.rules import (
    EVIDENCE_COPIES,
    MONITOR,
    PERMISSIONS,
    PUBLIC,
    READABLE,
    READS_RESTRICTED,
    RESTRICTED_CATEGORIES,
)
from parties.domain.acting import Actor, posts_open_to

OPEN_CATEGORIES = ~Q(category__in=RESTRICTED_CATEGORIES)


def visible_incidents(actor: Actor) -> QuerySet[Incident]:
    """Return the incidents that the actor may read, in no particular order.

    Which fields of them the actor reads is said by ``relation.groups_for``.
    """
    return Incident.objects.filter(_released(actor), merged_into__isnull=True).order_by()


def visible_merged(actor: Actor) -> QuerySet[Incident]:
    """Return the incidents that the actor would read, had they not been merged.

    They are in no list, count, map or search; their ids lead to where their reports are.
    """
    return Incident.objects.filter(_released(actor), merged_into__isnull=False).order_by()


def visible_redirects(actor: Actor) -> QuerySet[Incident]:
    """Return the merged incidents whose ids lead somewhere that the actor may read."""
    further = visible_merged(actor).values("pk")
    leads = Q(merged_into__in=visible_incidents(actor).values("pk")) | Q(merged_into__in=further)
    return visible_merged(actor).filter(leads)


def visible_tallies(actor: Actor) -> QuerySet[DailyTally]:
    """Return the tallies of incidents that the actor may read; of stale days they are wrong."""
    return DailyTally.objects.filter(_released(actor, ~Q(restricted=True))).order_by()


def holder_for(actor: Actor, pk: UUID) -> Incident | None:
    """Return the readable incident that holds the reports of a merged one.

    Nothing for an id that is unknown, forbidden or not merged, or led on by one that is.
    """
    merged = visible_merged(actor).filter(pk=pk).first()
    if merged is None:
        return None
    while merged is not None and merged.merged_into_id is not None:
        merged = Incident.objects.filter(pk=merged.merged_into_id).first()
    return merged and visible_incidents(actor).filter(pk=merged.pk).first()


def visible_reports(actor: Actor) -> QuerySet[Report]:
    """Return the reports that the actor may read.

    Who concludes reads all of the mission's reports and a side those of its own posts;
    everyone reads what its source has published, and authors read their own. What
    waits as a proposal, or was not accepted, is not for everyone.
    """
    unrestricted = actor.missions_as(READS_RESTRICTED)
    published = ~Q(source_url="") & ~Q(source_kind__in=OWN_SOURCES) & ~_not_accepted()
    seen = (published | reading(actor, "reports")) & ~_restricted()
    seen |= Q(mission_id__in=unrestricted)
    if actor.user is not None:
        seen |= Q(author=actor.user)
    return Report.objects.filter(seen).order_by()


def own_reports(actor: Actor) -> QuerySet[Report]:
    """Return the reports that the actor filed."""
    if actor.user is None:
        return Report.objects.none()
    return Report.objects.filter(author=actor.user).order_by()


def visible_evidence(actor: Actor) -> QuerySet[Evidence]:
    """Return the evidence of which the actor gets a copy of some sort.

    ``own`` and ``is_released`` are annotated: the rules say which copies follow. What was
    released is seen by everyone who reads the incident or the report it came with.
    """
    newest = CustodyEntry.objects.filter(
        upload=OuterRef("pk"), step__in=[CustodyStep.RELEASED, CustodyStep.WITHHELD]
    ).order_by("-pk")
    rows = Evidence.objects.annotate(
        release=Subquery(newest.values("step")[:1]), own=Exists(_own_evidence(actor))
    )
    told = SameEventLink.objects.filter(
        report=OuterRef("report"),
        unlinked_at__isnull=True,
        incident__in=visible_incidents(actor).values("pk"),
    )
    readable = Q(report__in=visible_reports(actor).values("pk"))
    staff = actor.missions_as(EVIDENCE_COPIES["working"])
    seen = Q(own=True) | Q(upload__mission_id__in=staff) & readable
    seen |= Q(release=CustodyStep.RELEASED) & (readable | Q(Exists(told)))
    return rows.filter(seen).order_by()


def _own_evidence(actor: Actor) -> QuerySet[Evidence]:
    """Return what the actor sent, and what came with a report of a post where they stand."""
    if actor.user is None:
        return Evidence.objects.none()
    mine = Q(upload__uploader=actor.user)
    posts = {
        post.pk
        for held in actor.appointments
        if held.role == MONITOR
        for post in posts_open_to(actor, held.mission, {MONITOR})
    }
    if posts:
        mine |= Q(report__post__in=posts, report__in=visible_reports(actor).values("pk"))
    return Evidence.objects.filter(mine, pk=OuterRef("pk"))


def own_uploads(actor: Actor) -> QuerySet[Upload]:
    """Return the uploads that the actor began."""
    if actor.user is None:
        return Upload.objects.none()
    return Upload.objects.filter(uploader=actor.user).order_by()


def own_exports(actor: Actor) -> QuerySet[Export]:
    """Return the exports that the actor asked for."""
    if actor.user is None:
        return Export.objects.none()
    return Export.objects.filter(person=actor.user).order_by()


def published_totals(actor: Actor) -> QuerySet[Report]:
    """Return readable reports of daily and weekly totals, which no sum contains."""
    return visible_reports(actor).filter(scope__in=[Scope.DAILY_TOTAL, Scope.WEEKLY_TOTAL])


def visible_returns(actor: Actor) -> QuerySet[DailyReturn]:
    """Return the daily returns that the actor may read."""
    staff = actor.missions_as(PERMISSIONS["read_open_day"])
    seen = Q(mission_id__in=staff) | ~Q(report__source_url="") & Q(report__isnull=False)
    if actor.user is not None:
        seen |= Q(author=actor.user)
    return DailyReturn.objects.filter(seen).order_by()


def visible_daily_reports(actor: Actor) -> QuerySet[DailyReport]:
    """Return the daily reports that are public, and for staff those under embargo too."""
    staff = actor.missions_as(PERMISSIONS["read_open_day"])
    public = Q(released_at__isnull=False)
    return DailyReport.objects.filter(public | Q(mission_id__in=staff)).order_by()


def visible_daily_calls(actor: Actor) -> QuerySet[DailySignOffCall]:
    """Return the calls to sign the daily reports that the actor reads."""
    reports = visible_daily_reports(actor).values("pk")
    return DailySignOffCall.objects.filter(report__in=reports).order_by()


def visible_daily_sign_offs(actor: Actor) -> QuerySet[DailySignOff]:
    """Return what parties said to the daily reports that the actor reads."""
    reports = visible_daily_reports(actor).values("pk")
    return DailySignOff.objects.filter(report__in=reports).order_by()


def visible_prints(actor: Actor) -> QuerySet[PrintedReport]:
    """Return the prints of the daily reports that the actor reads."""
    reports = visible_daily_reports(actor).values("pk")
    return PrintedReport.objects.filter(report__in=reports).order_by("language", "names")


def visible_findings(actor: Actor) -> QuerySet[Finding]:
    """Return the versions of findings that the actor may read, whole.

    Everyone who reads the incident reads what was published of it; those who conclude
    read every version; a party that was told of a version or asked to sign it reads it.
    """
    staff = actor.missions_as(PERMISSIONS["read_findings"])
    seen = Q(published_at__isnull=False) | Q(mission_id__in=staff)
    seen &= Q(incident__in=visible_incidents(actor).values("pk"))
    for held in actor.appointments:
        if held.party_id and held.role in PERMISSIONS["reply"]:
            seen |= Q(mission_id=held.mission_id) & _told(held.party_id)
    return Finding.objects.filter(seen).order_by()


def _told(party_id: int) -> Q:
    notices = PartyNotice.objects.filter(finding=OuterRef("pk"), party=party_id)
    calls = SignOffCall.objects.filter(finding=OuterRef("pk"), party=party_id)
    restricted = Q(incident__category__in=RESTRICTED_CATEGORIES)
    return (Q(Exists(notices)) | Q(Exists(calls))) & ~restricted


def visible_proposals(actor: Actor) -> QuerySet[Proposal]:
    """Return the proposed corrections that the actor may read: the staff's, and one's own."""
    seen = Q(mission_id__in=actor.missions_as(PERMISSIONS["read_proposals"]))
    if actor.user is not None:
        seen |= Q(report__author=actor.user)
    return Proposal.objects.filter(seen, report__in=visible_reports(actor).values("pk")).order_by()


def _not_accepted() -> Q:
    """Match reports that were proposed as corrections and not accepted."""
    proposals = Proposal.objects.filter(report=OuterRef("pk"))
    return Q(Exists(proposals.exclude(decision__outcome=ProposalOutcome.ACCEPTED)))


def visible_readings(actor: Actor) -> QuerySet[ReadLog]:
    """Return what was read at the missions where the actor may know it."""
    missions = actor.missions_as(PERMISSIONS["read_readings"])
    return ReadLog.objects.filter(mission_id__in=missions).order_by()


def visible_redactions(actor: Actor) -> QuerySet[Redaction]:
    """Return the redactions at the missions where the actor may ask for one."""
    missions = actor.missions_as(PERMISSIONS["redact"])
    return Redaction.objects.filter(mission_id__in=missions).order_by()


def visible_datasets(actor: Actor) -> QuerySet[DatasetRecord]:
    """Return the dataset records that the actor may read: none of a withdrawn batch."""
    missions = actor.missions_as(PERMISSIONS["read_datasets"])
    return DatasetRecord.objects.filter(mission_id__in=missions, withdrawn_at=None).order_by()


def visible_batches(actor: Actor) -> QuerySet[DatasetBatch]:
    """Return the imports at the missions where the actor may import, and withdraw."""
    missions = actor.missions_as(PERMISSIONS["import_datasets"])
    return DatasetBatch.objects.filter(mission_id__in=missions).order_by()


def visible_dataset_files(actor: Actor) -> QuerySet[DatasetFile]:
    """Return the files that were brought to the missions where the actor may import."""
    missions = actor.missions_as(PERMISSIONS["import_datasets"])
    return DatasetFile.objects.filter(mission_id__in=missions).order_by()


def visible_mappings(actor: Actor) -> QuerySet[DatasetMapping]:
    """Return the mappings of the missions where the actor may import, newest first."""
    missions = actor.missions_as(PERMISSIONS["import_datasets"])
    return DatasetMapping.objects.filter(mission_id__in=missions).order_by("-pk")


def _released(actor: Actor, open_categories: Q = OPEN_CATEGORIES) -> Q:
    levels = Q(release__in=READABLE[PUBLIC])
    for role, readable in READABLE.items():
        missions = actor.missions_as({role})
        if missions:
            levels |= Q(mission_id__in=missions, release__in=readable)
    readers = actor.missions_as(READS_RESTRICTED)
    if readers:
        open_categories |= Q(mission_id__in=readers)
    return levels & open_categories


def _restricted() -> Q:
    """Match reports of a restricted category, or of an incident that has one."""
    told = SameEventLink.objects.filter(
        report=OuterRef("pk"),
        unlinked_at__isnull=True,
        incident__category__in=RESTRICTED_CATEGORIES,
    )
    return Q(category__in=RESTRICTED_CATEGORIES) | Q(Exists(told))
