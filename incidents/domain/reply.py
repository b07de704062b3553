"""Replies: the parties that a finding concerns are told, and have time to answer."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.domain.content_checks import Problem, no_text_message, refuse
from incidents.domain.duty import impose
from incidents.domain.finding import LONGEST_TEXT, FindingChangedError, Seen, lock_finding
from incidents.domain.journal import write_entry
from incidents.domain.linking import standing_reports
from incidents.domain.writing import writing
from incidents.enums import Action, DutyKind
from incidents.judgements import FindingStatus
from incidents.ledger.canonical import content_hash, is_text
from incidents.models import Finding, PartyNotice, Reply
from incidents.rules import PERMISSIONS
from parties.domain.acting import Actor
from parties.domain.queries.participation import parties_of
from parties.models import Party

# A reply that comes late is taken until the finding is settled.
OPEN_TO_REPLIES = (
    FindingStatus.WITH_PARTIES,
    FindingStatus.SIGN_OFF,
    FindingStatus.ADOPTED,
    FindingStatus.ADOPTED_WITH_DISSENT,
)


def notify_parties(finding: Finding, at: datetime) -> None:
    """Tell every party that is named or alleged, and write the duty to go on after the clock.

    Where nobody is concerned there is no clock, and the sign-off may open at once.
    """
    due = at + timedelta(hours=finding.mission.reply_hours)
    for party in _parties_concerned(finding):
        PartyNotice.objects.create(finding=finding, party=party, notified_at=at, reply_due_at=due)
        write_entry(
            Action.PARTY_NOTIFIED,
            mission=finding.mission,
            subject=("finding", str(finding.pk)),
            body={
                "party": party.code,
                "snapshot_hash": finding.snapshot_hash,
                "reply_hours": finding.mission.reply_hours,
            },
            actor=None,
            at=at,
        )
    impose(
        DutyKind.OPEN_SIGN_OFF,
        mission=finding.mission,
        subject=str(finding.pk),
        cause="clock",
        at=due,
    )


def _parties_concerned(finding: Finding) -> list[Party]:
    alleged = {
        report.alleged_party_id
        for report in standing_reports(finding.incident)
        if report.alleged_party_id
    }
    named = set(finding.sides.values_list("party_id", flat=True))
    return list(Party.objects.filter(pk__in=alleged | named).order_by("code"))


def is_clock_running(finding: Finding, at: datetime) -> bool:
    """Tell whether a notified party still has time to reply and has not."""
    return finding.notices.filter(reply__isnull=True, reply_due_at__gt=at).exists()


def notices_open_to(actor: Actor, finding: Finding) -> list[PartyNotice]:
    """Return the notices that the actor may answer for a party, and nobody has."""
    if finding.status not in OPEN_TO_REPLIES:
        return []
    parties = parties_of(actor, finding.mission_id, PERMISSIONS["reply"])
    open_ = finding.notices.filter(party__in=parties, reply__isnull=True)
    return list(open_.select_related("party"))


def file_reply(
    finding: Finding,
    text: str,
    *,
    actor: Actor,
    seen: Seen | None = None,
    party: str = "",
    now: datetime | None = None,
) -> Reply:
    """Keep a notified party's answer to a version; it is published beside the finding.

    The version may go on while somebody writes: what counts is that it is still open
    to replies.

    Raises:
        PermissionDenied: the actor acts for no party that was notified.
        FindingChangedError: it is not the version that was ``seen``, or was open to
            replies then and is not any more.
        ValidationError: it was answered already, or the text cannot be kept.

    """
    if actor.user is None or not parties_of(actor, finding.mission_id, PERMISSIONS["reply"]):
        raise PermissionDenied
    at = now or timezone.now()
    with writing():
        locked = lock_finding(finding, Seen(seen.snapshot_hash) if seen else None)
        if seen and seen.status in OPEN_TO_REPLIES and locked.status not in OPEN_TO_REPLIES:
            raise FindingChangedError(locked)
        notice = _notice(locked, actor, party)
        refuse(_problems_of(text))
        reply = Reply.objects.create(notice=notice, text=text, replied_at=at, replied_by=actor.user)
        _journal(locked, reply, actor, at)
    return reply


def _notice(finding: Finding, actor: Actor, party: str) -> PartyNotice:
    notices = notices_open_to(actor, finding)
    chosen = [notice for notice in notices if party in ("", notice.party.code)]
    if not chosen:
        message = _("Your party has nothing to answer here, or has answered.")
        raise ValidationError({"party": [ValidationError(message, "no_notice")]})
    return chosen[0]


def _problems_of(text: str) -> list[Problem]:
    if not text.strip():
        return [Problem("text", _("Write the reply."), "required")]
    if not is_text(text):
        return [Problem("text", no_text_message(), "characters")]
    if len(text) > LONGEST_TEXT:
        return [Problem("text", _("Shorten the text."), "max_length")]
    return []


def _journal(finding: Finding, reply: Reply, actor: Actor, at: datetime) -> None:
    write_entry(
        Action.REPLY_RECEIVED,
        mission=finding.mission,
        subject=("finding", str(finding.pk)),
        body={
            "party": reply.notice.party.code,
            "snapshot_hash": finding.snapshot_hash,
            "text_hash": content_hash(reply.text.encode()),
            "late": at > reply.notice.reply_due_at,
        },
        actor=actor.user,
        at=at,
    )
