"""Claims: somebody is on it; taken, handed over, released, and free again when they run out."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.domain.content import utc_text
from incidents.domain.duty import impose_all
from incidents.domain.journal import write_entry
from incidents.domain.writing import writing
from incidents.enums import Action, DutyKind
from incidents.models import Claim, Incident
from incidents.rules import PERMISSIONS, may
from incidents.steps import OPEN
from parties.domain.acting import Actor
from parties.models import Appointment, Mission, User

LASTS = timedelta(hours=2)
ASSIGNED_LASTS = timedelta(hours=12)
REMIND_AFTER = (1, 4, 24, 72)


@dataclass(frozen=True, slots=True)
class Claimed:
    """The claim that holds now; ``taken`` is false if somebody else was on it before."""

    claim: Claim
    taken: bool


def claim_incident(incident: Incident, *, actor: Actor, now: datetime | None = None) -> Claimed:
    """Take an incident, or learn who is on it; claiming one's own again prolongs it.

    Raises:
        PermissionDenied: the actor keeps no queue at this mission.
        ValidationError: the incident is closed, or merged into another.

    """
    user, at = _officer(actor, incident), now or timezone.now()
    with writing():
        held = _held_of_open(incident, at)
        if held is not None and held.holder_id != user.pk:
            return Claimed(held, taken=False)
        claim = _hand(incident, held, user, at, at + LASTS)
        _journal(Action.CLAIMED, incident, user, at, {"until": utc_text(claim.until)})
    return Claimed(claim, taken=True)


def assign_incident(
    incident: Incident, to: int, *, actor: Actor, now: datetime | None = None
) -> Claim:
    """Hand an incident to a colleague of one's own party, whoever was on it before.

    Raises:
        PermissionDenied: the actor keeps no queue at this mission.
        ValidationError: ``to`` is no such colleague, or the incident is closed or merged.

    """
    user, at = _officer(actor, incident), now or timezone.now()
    colleague = next((c for c in colleagues_of(actor, incident.mission, at) if c.pk == to), None)
    if colleague is None:
        message = _("Choose a duty officer of your own party.")
        raise ValidationError({"assign": [ValidationError(message, "no_colleague")]})
    with writing():
        held = _held_of_open(incident, at)
        claim = _hand(incident, held, colleague, at, at + ASSIGNED_LASTS)
        _journal(Action.ASSIGNED, incident, user, at, {"until": utc_text(claim.until)})
    return claim


def release_incident(incident: Incident, *, actor: Actor, now: datetime | None = None) -> bool:
    """Give back one's own claim; tells whether there was one.

    Raises:
        PermissionDenied: the actor keeps no queue at this mission.

    """
    user, at = _officer(actor, incident), now or timezone.now()
    with writing():
        held = _held(incident, at)
        if held is None or held.holder_id != user.pk:
            return False
        Claim.objects.filter(pk=held.pk).update(released_at=at)
        _journal(Action.CLAIM_RELEASED, incident, user, at, {})
    return True


def remind_of(
    incident: Incident, hours: int, *, actor: Actor, now: datetime | None = None
) -> datetime:
    """Bring an incident up in the queue after some hours; returns when.

    The reminder is a duty. Once due it stands in the queue until something is done
    about the incident.

    Raises:
        PermissionDenied: the actor keeps no queue at this mission.
        ValidationError: it is none of the times offered.

    """
    user, at = _officer(actor, incident), now or timezone.now()
    if hours not in REMIND_AFTER:
        message = _("Choose one of the times offered.")
        raise ValidationError({"remind": [ValidationError(message, "invalid_choice")]})
    due = at + timedelta(hours=hours)
    with writing():
        _journal(Action.REMINDER_SET, incident, user, at, {"due": utc_text(due)})
        impose_all(
            DutyKind.REMIND,
            mission=incident.mission,
            due={str(incident.pk): due},
            cause=utc_text(due),
            at=at,
        )
    return due


def colleagues_of(actor: Actor, mission: Mission, at: datetime) -> list[User]:
    """Return the other people who keep the queue of a mission for one of the actor's parties."""
    keepers = PERMISSIONS["keep_queue"]
    held = (a for a in actor.appointments_at(mission.pk) if a.role in keepers)
    own = {a.party_id for a in held if a.party_id}
    day = at.date()
    rows = Appointment.objects.filter(
        mission=mission, role__in=keepers, party_id__in=own, since__lte=day
    ).exclude(until__lt=day)
    rows = rows.filter(user__is_active=True).select_related("user").defer("user__password")
    rows = rows.order_by("user__username")
    people = {row.user_id: row.user for row in rows if row.user != actor.user}
    return list(people.values())


def _officer(actor: Actor, incident: Incident) -> User:
    if actor.user is None or not may(actor, "keep_queue", incident.mission_id):
        raise PermissionDenied
    return actor.user


def _held_of_open(incident: Incident, at: datetime) -> Claim | None:
    """Return the claim that holds of an incident on which there is work to do."""
    held = _held(incident, at)
    now = Incident.objects.only("status", "merged_into").get(pk=incident.pk)
    if now.merged_into_id is not None or now.status not in OPEN:
        message = _("This incident is closed: nobody is on it. Reopen it first.")
        raise ValidationError({"incident": [ValidationError(message, "closed")]})
    return held


def _held(incident: Incident, at: datetime) -> Claim | None:
    """Return the claim that holds; the incident is locked, and what ran out is ended."""
    Incident.objects.select_for_update().only("pk").get(pk=incident.pk)
    claim = Claim.objects.filter(incident=incident, released_at__isnull=True).first()
    if claim is not None and claim.until <= at:
        Claim.objects.filter(pk=claim.pk).update(released_at=claim.until)
        return None
    return claim


def _hand(incident: Incident, held: Claim | None, to: User, at: datetime, until: datetime) -> Claim:
    if held is not None:
        Claim.objects.filter(pk=held.pk).update(released_at=at)
    return Claim.objects.create(incident=incident, holder=to, claimed_at=at, until=until)


def _journal(
    action: Action, incident: Incident, user: User, at: datetime, body: dict[str, str]
) -> None:
    subject = ("incident", str(incident.pk))
    write_entry(action, mission=incident.mission, subject=subject, body=body, actor=user, at=at)
