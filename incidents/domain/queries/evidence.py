"""Evidence as it is read: which copies are open to whom, its state, its custody."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from incidents.custody import CustodyStep
from incidents.domain.queries.access import own_uploads, visible_evidence
from incidents.domain.queries.who import Who, appointments_among, who_was
from incidents.files.signature import TYPES, suffix_of
from incidents.models import CustodyEntry, Evidence, Incident, Report, Upload
from incidents.rules import EVIDENCE_COPIES, OWN_EVIDENCE, may, roles_of
from parties.domain.acting import Actor

MOST_CUSTODY = 1000
_GRAPHIC = (CustodyStep.MARKED_GRAPHIC, CustodyStep.UNMARKED_GRAPHIC)


@dataclass(frozen=True, slots=True)
class EvidenceSeen:
    """A piece of evidence with its present state and the copies that are open to its reader.

    ``is_staff`` is false for those who see it only because its copy was released.
    """

    row: Evidence
    copies: frozenset[str]
    is_staff: bool
    graphic: bool
    released: bool
    made: frozenset[str]

    @property
    def kind(self) -> str:
        """Photo, video, audio or document."""
        return TYPES[self.row.file.media_type].kind

    @property
    def misnamed(self) -> bool:
        """Whether the name's ending does not go with what the bytes say."""
        ending = suffix_of(self.row.upload.name)
        return bool(ending) and ending not in TYPES[self.row.file.media_type].suffixes


@dataclass(frozen=True, slots=True)
class CustodyTold:
    """An entry of the custody log, by role and party; nobody when the system did it."""

    row: CustodyEntry
    who: Who | None


def copies_open_to(actor: Actor, evidence: Evidence) -> frozenset[str]:
    """Return which copies the actor gets of evidence that ``visible_evidence`` gave."""
    copies = _copies_of_staff(actor, evidence)
    if evidence.release == CustodyStep.RELEASED:  # type: ignore[attr-defined]  # annotated there
        copies |= {"working"}
    return copies


def _copies_of_staff(actor: Actor, evidence: Evidence) -> frozenset[str]:
    roles = roles_of(actor, evidence.upload.mission_id)
    if evidence.own:  # type: ignore[attr-defined]  # annotated by visible_evidence
        roles |= {OWN_EVIDENCE}
    return frozenset(name for name, readers in EVIDENCE_COPIES.items() if readers & roles)


def with_all(rows: QuerySet[Evidence]) -> QuerySet[Evidence]:
    """Read along what ``evidence_seen`` and its pages show.

    Who sees a file because it was released need not see its report: no row is joined to it.
    """
    near = ("upload", "upload__mission", "file", "file__inspection")
    beside = ("file__derivatives", "report__mission", "report__post")
    return rows.select_related(*near).prefetch_related(*beside)


def evidence_seen(actor: Actor, rows: Iterable[Evidence]) -> list[EvidenceSeen]:
    """Return rows of ``visible_evidence`` with their present state, in the order given."""
    shown = list(rows)
    marks = _newest_marks(shown)
    return [
        EvidenceSeen(
            row=row,
            copies=copies_open_to(actor, row),
            is_staff=bool(_copies_of_staff(actor, row)),
            graphic=marks.get(row.pk, row.upload.graphic),
            released=row.release == CustodyStep.RELEASED,  # type: ignore[attr-defined]
            made=frozenset(copy.name for copy in row.file.derivatives.all()),
        )
        for row in shown
    ]


def evidence_of_reports(actor: Actor, reports: Iterable[Report]) -> list[EvidenceSeen]:
    """Return the readable evidence of some reports."""
    return _in_order(actor, visible_evidence(actor).filter(report__in=list(reports)))


def evidence_of_incident(actor: Actor, incident: Incident) -> list[EvidenceSeen]:
    """Return the readable evidence of all reports that tell of an incident now."""
    told = incident.links.filter(unlinked_at__isnull=True).values("report")
    return _in_order(actor, visible_evidence(actor).filter(report__in=told))


def evidence_named(actor: Actor, pk: UUID) -> EvidenceSeen | None:
    """Return one piece of evidence; nothing for one that is unknown or forbidden."""
    return next(iter(_in_order(actor, visible_evidence(actor).filter(pk=pk))), None)


def uploads_waiting(actor: Actor, report_id: UUID) -> list[Upload]:
    """Return the whole files that wait for a report of the actor to be filed."""
    mine = own_uploads(actor).filter(report_id=report_id, evidence__isnull=True)
    return list(mine.filter(received_at__isnull=False).order_by("begun_at", "pk"))


def may_read_custody(actor: Actor, seen: EvidenceSeen) -> bool:
    """Tell whether the actor reads who handled evidence: who reads the journal, and who sent it."""
    return "original" in seen.copies or may(actor, "read_journal", seen.row.upload.mission_id)


def custody_of(actor: Actor, evidence: Evidence) -> list[CustodyTold]:
    """Return who handled evidence, oldest first: as this evidence, and the file itself."""
    mission = evidence.upload.mission_id
    hashes = [evidence.file_id, *evidence.file.derivatives.values_list("sha256", flat=True)]
    of_file = Q(upload__isnull=True, sha256__in=hashes, mission=mission)
    rows = list(
        CustodyEntry.objects.filter(Q(upload=evidence.pk) | of_file).order_by("pk")[:MOST_CUSTODY]
    )
    people = appointments_among((row.actor_id for row in rows if row.actor_id), [mission])
    return [
        CustodyTold(
            row,
            who_was(row.actor_id, mission, row.at.date(), reader=actor, among=people)
            if row.actor_id
            else None,
        )
        for row in rows
    ]


def _in_order(actor: Actor, rows: QuerySet[Evidence]) -> list[EvidenceSeen]:
    return evidence_seen(actor, with_all(rows).order_by("attached_at", "pk"))


def _newest_marks(rows: list[Evidence]) -> dict[UUID, bool]:
    marks = CustodyEntry.objects.filter(upload__in=[row.pk for row in rows], step__in=_GRAPHIC)
    return {
        upload: step == CustodyStep.MARKED_GRAPHIC
        for upload, step in marks.order_by("pk").values_list("upload", "step")
    }
