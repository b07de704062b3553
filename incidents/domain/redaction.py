"""Redaction: two people of two parties destroy values of a report, and say why.

Walk of a redaction: a duty officer of one operating party proposes it with a reason;
one of another consents or declines. With the consent, in one transaction, the values
go from every row and copy, their salts are forgotten, and the journal says who agreed.
What is left, its hash, the receipts and all proofs stay as they were.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.domain.content_checks import Problem, problems_of_reason, refuse
from incidents.domain.content_salts import forget_salts, gone_from, opened, salts_of
from incidents.domain.journal import write_entry
from incidents.domain.linking import retell
from incidents.domain.serialising import serialise_by_id
from incidents.domain.writing import writing
from incidents.enums import Action
from incidents.ledger.canonical import Canonical, canonical_bytes, parsed
from incidents.ledger.salted import SIDE_TEXT, fields_of, without
from incidents.models import Casualty, Redaction, Report
from incidents.rules import PERMISSIONS, may
from parties.domain.acting import Actor
from parties.domain.queries.participation import operators_on, parties_of
from parties.models import Mission, Party, User

LONGEST_REASON = 1000
# Words that may name somebody. Codes, times and numbers are corrected, not redacted, and
# the area is in daily reports that were published.
REDACTABLE = (
    "narrative",
    "source_label",
    "external_id",
    "occurred_text",
    "place_text",
    "position_text",
    "category_text",
    "weapon_text",
    "count_text",
    "alleged_text",
    "target_text",
    "damage_text",
    SIDE_TEXT,
)


def propose_redaction(
    report: Report,
    fields: Sequence[str],
    *,
    actor: Actor,
    reason: str,
    now: datetime | None = None,
) -> Redaction:
    """Ask another party to agree that fields of a report are destroyed, in all its variants.

    Raises:
        PermissionDenied: the actor acts for no operating party here.
        ValidationError: a field cannot be redacted or holds nothing, there is no
            reason, or another redaction of this report is open.

    """
    at = now or timezone.now()
    user, parties = _officer(actor, report.mission, at)
    chosen = sorted(set(fields))
    refuse([*_problems_of(chosen), *problems_of_reason(reason, LONGEST_REASON)])
    with writing():
        serialise_by_id(report.report_id)
        refuse(_problems_of_report(report, chosen))
        redaction = Redaction(
            mission=report.mission,
            report_id=report.report_id,
            fields=chosen,
            reason=reason.strip(),
            proposed_at=at,
            proposed_by=user,
            proposed_for=parties[0],
        )
        _insert(redaction)
        _journal(Action.REDACTION_PROPOSED, redaction, user, parties[0], at, redaction.reason)
    return redaction


def consent_to_redaction(
    redaction: Redaction, *, actor: Actor, now: datetime | None = None
) -> Redaction:
    """Agree for another party, as another person, and destroy the values at once.

    Raises:
        PermissionDenied: the actor acts for no operating party here.
        ValidationError: it was answered, or the actor or the party has proposed it.

    """
    at = now or timezone.now()
    user, parties = _officer(actor, redaction.mission, at)
    with writing():
        serialise_by_id(redaction.report_id)
        open_one = _still_open(redaction)
        others = [party for party in parties if party.pk != open_one.proposed_for_id]
        refuse(_problems_of_consent(open_one, user, others))
        _answer(open_one, user, others[0], at, consented=True)
        _destroy(open_one, user, at)
        Redaction.objects.filter(pk=open_one.pk).update(done_at=at)
    open_one.done_at = at
    return open_one


def decline_redaction(
    redaction: Redaction, *, actor: Actor, reason: str, now: datetime | None = None
) -> Redaction:
    """Refuse a redaction for good; whoever wants it proposes it anew.

    Raises:
        PermissionDenied: the actor acts for no operating party here.
        ValidationError: it was answered, it is the actor's own, or there is no reason.

    """
    at = now or timezone.now()
    user, parties = _officer(actor, redaction.mission, at)
    refuse(problems_of_reason(reason, LONGEST_REASON))
    with writing():
        serialise_by_id(redaction.report_id)
        open_one = _still_open(redaction)
        if open_one.proposed_by_id == user.pk:
            refuse([Problem("redaction", _("Somebody else must answer this."), "own")])
        _answer(open_one, user, parties[0], at, consented=False)
        _journal(Action.REDACTION_DECLINED, open_one, user, parties[0], at, reason.strip())
    return open_one


def redactable_fields(report: Report) -> list[str]:
    """Return the fields of a report, in any of its variants, that hold something to redact."""
    held = {name for row in _rows(report) for name in fields_of(parsed(bytes(row.content)))}
    return [name for name in REDACTABLE if name in held]


def _officer(actor: Actor, mission: Mission, at: datetime) -> tuple[User, list[Party]]:
    """Return the person and the operating parties that they act for today.

    Raises:
        PermissionDenied: there is none.

    """
    if actor.user is None or not may(actor, "redact", mission.pk):
        raise PermissionDenied
    own = parties_of(actor, mission.pk, PERMISSIONS["redact"])
    parties = list(operators_on(mission, at.date()).filter(pk__in=own))
    if not parties:
        raise PermissionDenied(_("Your party does not operate this mission today."))
    return actor.user, parties


def _problems_of(fields: Sequence[str]) -> list[Problem]:
    if not fields:
        return [Problem("fields", _("Choose what is to be destroyed."), "required")]
    if set(fields) - set(REDACTABLE):
        return [Problem("fields", _("There is no such field to redact."), "invalid_choice")]
    return []


def _problems_of_report(report: Report, fields: Sequence[str]) -> list[Problem]:
    salts = salts_of(report.mission, report.report_id)
    if salts is None:
        message = _("This report was filed without salts and cannot be redacted.")
        return [Problem("fields", message, "no_salts")]
    if set(fields) & gone_from(salts):
        return [Problem("fields", _("This was redacted already."), "redacted")]
    if set(fields) - set(redactable_fields(report)):
        return [Problem("fields", _("This field holds nothing."), "empty")]
    return []


def _problems_of_consent(
    redaction: Redaction, user: User, others: Sequence[Party]
) -> list[Problem]:
    if redaction.proposed_by_id == user.pk:
        return [Problem("redaction", _("Somebody else must consent."), "same_person")]
    if not others:
        return [Problem("redaction", _("Another party must consent."), "same_party")]
    return []


def _insert(redaction: Redaction) -> None:
    try:
        with writing():
            redaction.save(force_insert=True)
    except IntegrityError:
        refuse([Problem("fields", _("A redaction of this report waits already."), "open")])


def _still_open(redaction: Redaction) -> Redaction:
    rows = Redaction.objects.select_for_update(of=("self",))
    locked = rows.select_related("mission", "proposed_for").get(pk=redaction.pk)
    if locked.answered_at is not None:
        refuse([Problem("redaction", _("This was answered already."), "answered")])
    return locked


def _answer(
    redaction: Redaction, user: User, party: Party, at: datetime, *, consented: bool
) -> None:
    values: dict[str, Any] = {
        "answered_at": at,
        "answered_by": user,
        "answered_for": party,
        "consented": consented,
    }
    Redaction.objects.filter(pk=redaction.pk).update(**values)
    for name, value in values.items():
        setattr(redaction, name, value)


def _destroy(redaction: Redaction, user: User, at: datetime) -> None:
    """Take the values and their salts away, wherever they are, and write down who agreed."""
    fields = redaction.fields
    rows = list(Report.objects.filter(mission=redaction.mission, report_id=redaction.report_id))
    salts = salts_of(redaction.mission, redaction.report_id)
    if salts is None or not opened(salts, fields):
        refuse([Problem("redaction", _("This was redacted already."), "redacted")])
        return
    forget_salts(salts, fields)
    for row in rows:
        content = canonical_bytes(without(parsed(bytes(row.content)), fields))
        blanks = dict.fromkeys((name for name in fields if name != SIDE_TEXT), "")
        Report.objects.filter(pk=row.pk).update(content=content, **blanks)
    if SIDE_TEXT in fields:
        Casualty.objects.filter(report__in=rows).exclude(side_text="").update(side_text="")
    party = redaction.answered_for
    entry = _journal(Action.REPORT_REDACTED, redaction, user, party, at, redaction.reason)
    retell(rows, cause=entry, at=at)


def _journal(
    action: Action, redaction: Redaction, user: User, party: Party | None, at: datetime, reason: str
) -> int:
    rows = Report.objects.filter(mission=redaction.mission, report_id=redaction.report_id)
    body: dict[str, Canonical] = {
        "fields": list(redaction.fields),
        "party": party.code if party else "",
        "proposed_for": redaction.proposed_for.code,
        "content_hashes": sorted(rows.values_list("content_hash", flat=True)),
    }
    return write_entry(
        action,
        mission=redaction.mission,
        subject=("report", str(redaction.report_id)),
        body=body,
        actor=user,
        at=at,
        reason=reason,
    ).seq


def _rows(report: Report) -> list[Report]:
    return list(Report.objects.filter(mission=report.mission, report_id=report.report_id))
