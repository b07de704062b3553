"""Status: the steps of verification, as the table in ``rules`` allows them."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.domain.content_checks import no_text_message
from incidents.domain.journal import write_entry
from incidents.domain.linking import impose_recounts, move_status
from incidents.domain.version import check_seen
from incidents.domain.writing import writing
from incidents.enums import Action
from incidents.ledger.canonical import is_text
from incidents.models import Incident
from incidents.rules import allowed_transitions, may, steps_at
from incidents.steps import Transition
from parties.domain.acting import Actor
from parties.models import MissionStep

LONGEST_REASON = 2000


def set_status(
    incident: Incident,
    to: str,
    *,
    actor: Actor,
    reason: str = "",
    seen: str | None = None,
    now: datetime | None = None,
) -> Incident:
    """Take one step of the status machine and return the incident as it is then.

    Raises:
        PermissionDenied: the actor takes no step at this mission.
        IncidentChangedError: it is not the version that was ``seen``.
        ValidationError: there is no such step from the present status, or the
            reason that it asks for is missing.

    """
    if not may(actor, "set_status", incident.mission_id):
        raise PermissionDenied
    at = now or timezone.now()
    with writing():
        rows = Incident.objects.select_for_update(of=("self",)).select_related("mission")
        locked = rows.get(pk=incident.pk)
        if locked.merged_into_id is not None:
            message = _("This incident was merged into another meanwhile.")
            raise ValidationError({"to": [ValidationError(message, "merged")]})
        check_seen({locked.pk: locked}, {} if seen is None else {locked.pk: seen})
        step = _step(locked, to, actor)
        check_reason(step, reason)
        move_status(locked, step.target, at)
        _journal(locked, step, actor, reason, at)
        locked.status = step.target
    return locked


def reopen_after(incident: Incident, actor: Actor, reason: str, at: datetime) -> None:
    """Reopen a locked incident as what follows from another act; nothing if it is open."""
    steps = steps_at(incident.mission_id)
    for step in steps:
        if step.source == incident.status and step.action == MissionStep.Action.REOPEN:
            move_status(incident, step.target, at)
            _journal(incident, step, actor, reason, at)
            incident.status = step.target
            return


def _step(incident: Incident, to: str, actor: Actor) -> Transition:
    for step in allowed_transitions(actor, incident.mission_id, incident.status):
        if step.target == to:
            return step
    message = _("This step is not possible from the present status.")
    raise ValidationError({"to": [ValidationError(message, "no_such_step")]})


def check_reason(step: Transition, reason: str) -> None:
    """Refuse a reason that is missing, too long or no text.

    Raises:
        ValidationError: it is.

    """
    if not is_text(reason):
        raise ValidationError({"reason": [ValidationError(no_text_message(), "characters")]})
    if step.reason_required and not reason.strip():
        raise ValidationError({"reason": [ValidationError(_("Give a reason."), "required")]})
    if len(reason) > LONGEST_REASON:
        raise ValidationError({"reason": [ValidationError(_("Shorten the reason."), "max_length")]})


def _journal(incident: Incident, step: Transition, actor: Actor, reason: str, at: datetime) -> None:
    entry = write_entry(
        Action.STATUS_SET,
        mission=incident.mission,
        subject=("incident", str(incident.pk)),
        body={"from": step.source, "to": step.target, "action": step.action, "reason": reason},
        actor=actor.user,
        at=at,
        reason=reason,
    )
    impose_recounts(incident.mission, {incident.mission_day}, cause=entry.seq, at=at)
