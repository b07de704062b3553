"""Sign-off of a daily report: each party's word on one exact revision, beside its content.

The rules are those of findings. Whoever signs first asks the other operating parties and
fixes the terms; who lets the time pass has given no reply. The content and its hash hold
nothing of it, so that a revision is made again whoever signed.
"""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.domain.content_checks import refuse
from incidents.domain.daily_report import subject_of
from incidents.domain.journal import write_entry
from incidents.domain.queries.daily import later_spots
from incidents.domain.serialising import serialise_by_daily_report
from incidents.domain.signoff import Vote, check_called, outcome_on, problems_of, terms_for
from incidents.domain.signoff_terms import Terms, bytes_of, terms_in
from incidents.domain.writing import writing
from incidents.enums import Action
from incidents.judgements import Decision, FindingStatus
from incidents.ledger.canonical import content_hash
from incidents.models import DailyReport, DailySignOff, DailySignOffCall
from incidents.rules import PERMISSIONS, may
from parties.domain.acting import Actor
from parties.domain.queries.participation import operators_on, parties_of
from parties.models import Party, User


def sign_report(
    report: DailyReport,
    decision: str,
    *,
    actor: Actor,
    seen: str,
    text: str = "",
    party: str = "",
    now: datetime | None = None,
) -> DailySignOff:
    """Keep one party's decision on the revision whose hash the person has seen.

    Args:
        report: the revision.
        decision: one that people take.
        actor: who signs.
        seen: hash of the content that was before their eyes.
        text: the reservation or dissent; it is annexed.
        party: code of the party, for who acts for several.
        now: when, for tests.

    Raises:
        PermissionDenied: the actor signs for no party here.
        ValidationError: the revision or the report is superseded, or not the one that was seen; the
            party is not called or has signed, the person has signed for another party,
            the time is over, or a dissent lacks its text.

    """
    if actor.user is None or not may(actor, "sign_off", report.mission_id):
        raise PermissionDenied
    at = now or timezone.now()
    with writing():
        serialise_by_daily_report(report.pk)
        _check_current(report, seen)
        refuse(problems_of(decision, text))
        chosen = [one for one in parties_open_to(actor, report, at) if party in ("", one.code)]
        if not chosen:
            message = _("Your party is not asked for this version, or you or it have signed.")
            raise ValidationError({"party": [ValidationError(message, "not_called")]})
        call = _call_of(report) or _call_parties(report, at)
        return _keep(call, chosen[0], decision, text, actor.user, at)


def _check_current(report: DailyReport, seen: str) -> None:
    if seen != report.content_hash or newer_revisions(report).exists():
        message = _("This is not the newest revision. Read that, and sign it.")
    elif later_spots(report).exists():
        message = _("A later spot report supersedes this one. Read that, and sign it.")
    else:
        return
    raise ValidationError({"decision": [ValidationError(message, "superseded")]})


def newer_revisions(report: DailyReport) -> QuerySet[DailyReport]:
    """Return the later revisions of the same report."""
    rows = DailyReport.objects.filter(mission=report.mission_id, name=report.name)
    return rows.filter(revision__gt=report.revision)


def parties_open_to(actor: Actor, report: DailyReport, at: datetime) -> list[Party]:
    """Return the parties for which the actor may sign this revision now."""
    held = parties_of(actor, report.mission_id, PERMISSIONS["sign_off"])
    call = _call_of(report)
    if actor.user is None or not held or (call is not None and at > call.due_at):
        return []
    signed = list(report.sign_offs.all())
    if any(one.signed_by_id == actor.user.pk for one in signed):
        return []
    if call is None:
        asked = operators_on(report.mission, at.date())
    else:
        asked = Party.objects.filter(code__in=terms_of_call(call).parties)
    return list(asked.filter(pk__in=held).exclude(pk__in=[one.party_id for one in signed]))


def _call_of(report: DailyReport) -> DailySignOffCall | None:
    rows = DailySignOffCall.objects.filter(report=report)
    return rows.select_related("report__mission").first()


def _call_parties(report: DailyReport, at: datetime) -> DailySignOffCall:
    mission = report.mission
    parties = list(operators_on(mission, at.date()))
    terms = terms_for(mission, parties, names_a_side=False)
    check_called(mission, parties, terms.needed, "decision")
    stored = terms_bytes(report, terms)
    call = DailySignOffCall.objects.create(
        report=report,
        called_at=at,
        due_at=at + timedelta(hours=mission.sign_off_hours),
        terms=stored,
        terms_hash=content_hash(stored),
    )
    write_entry(
        Action.SIGN_OFF_CALLED,
        mission=mission,
        subject=subject_of(report),
        body={
            "snapshot_hash": report.content_hash,
            "rule": terms.rule,
            "parties": list(terms.parties),
            "terms_hash": call.terms_hash,
        },
        actor=None,
        at=at,
    )
    return call


def terms_bytes(report: DailyReport, terms: Terms) -> bytes:
    """Return the canonical bytes of the terms on which a revision is signed."""
    kind, name = subject_of(report)
    bound = {"mission": report.mission.code, kind: name, "snapshot_hash": report.content_hash}
    return bytes_of(bound, terms)


def terms_of_call(call: DailySignOffCall) -> Terms:
    """Return the terms that a call fixed."""
    return terms_in(bytes(call.terms))


def _keep(
    call: DailySignOffCall, party: Party, decision: str, text: str, user: User, at: datetime
) -> DailySignOff:
    report = call.report
    signed = DailySignOff.objects.create(
        report=report,
        snapshot_hash=report.content_hash,
        terms_hash=call.terms_hash,
        party=party,
        decision=decision,
        text=text,
        signed_at=at,
        signed_by=user,
    )
    write_entry(
        Action.SIGNED_OFF,
        mission=report.mission,
        subject=subject_of(report),
        body={
            "snapshot_hash": report.content_hash,
            "terms_hash": call.terms_hash,
            "party": party.code,
            "decision": decision,
            "text_hash": content_hash(text.encode()) if text else "",
        },
        actor=user,
        at=at,
    )
    return signed


def outcome_at(call: DailySignOffCall, signed: list[DailySignOff], at: datetime) -> FindingStatus:
    """Return what the terms make of a revision's sign-offs at a moment: computed, never stored.

    Terms that are not what was signed carry nothing.
    """
    terms = terms_of_call(call)
    said = {
        one.party.code: one.decision
        for one in signed
        if one.terms_hash == call.terms_hash and one.party.code in terms.parties
    }
    missing = set(terms.parties) - said.keys()
    if missing and at <= call.due_at:
        return FindingStatus.SIGN_OFF
    stored = bytes(call.terms)
    if terms_bytes(call.report, terms) != stored or content_hash(stored) != call.terms_hash:
        return FindingStatus.BLOCKED
    said |= dict.fromkeys(missing, str(Decision.NO_REPLY))
    return outcome_on(terms, Vote(said, terms.chair))
