"""Compliance: what each operating party says of a dated obligation, and what that makes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.domain.content_checks import Problem, no_text_message, refuse
from incidents.domain.journal import write_entry
from incidents.domain.writing import writing
from incidents.enums import Action
from incidents.judgements import ComplianceState
from incidents.ledger.canonical import content_hash, is_text
from incidents.models import ComplianceWord
from incidents.rules import PERMISSIONS
from parties.domain.acting import Actor
from parties.domain.queries.participation import operators_on, parties_of
from parties.models import Mission, Party, Provision

LONGEST_NOTE = 2000


@dataclass(frozen=True, slots=True)
class Standing:
    """How an obligation stands: one state if all who spoke agree, with every word behind it."""

    provision: Provision
    state: str
    words: tuple[ComplianceWord, ...] = field(default=())

    @property
    def label(self) -> str:
        """The state in words; empty where nobody spoke and the day has come."""
        return str(ComplianceState(self.state).label) if self.state else ""

    @property
    def latest(self) -> list[ComplianceWord]:
        """The newest word of each party, by party."""
        newest = {word.party.code: word for word in self.words}
        return [newest[code] for code in sorted(newest)]


def say_compliance(
    provision: Provision,
    mission: Mission,
    *,
    state: str,
    since: date,
    note: str = "",
    actor: Actor,
    now: datetime | None = None,
) -> ComplianceWord:
    """Keep what the actor's party says of an obligation, beside what others say.

    Raises:
        PermissionDenied: the actor speaks for no party that operates the mission today.
        ValidationError: the provision is no dated obligation of the mission's agreement,
            or the state, the day or the note cannot be.

    """
    if actor.user is None:
        raise PermissionDenied
    at = now or timezone.now()
    party = _speaker(actor, mission, at.date())
    refuse(_problems_of(provision, mission, state, since, note, at))
    with writing():
        word = ComplianceWord.objects.create(
            mission=mission,
            provision=provision,
            party=party,
            state=state,
            since=since,
            note=note,
            said_at=at,
            said_by=actor.user,
        )
        _journal(word, actor, at)
    return word


def _speaker(actor: Actor, mission: Mission, day: date) -> Party:
    parties = parties_of(actor, mission.pk, PERMISSIONS["say_compliance"])
    party = operators_on(mission, day).filter(pk__in=parties).first()
    if party is None:
        raise PermissionDenied
    return party


def _problems_of(
    provision: Provision, mission: Mission, state: str, since: date, note: str, at: datetime
) -> list[Problem]:
    problems = []
    if provision.agreement_id != mission.agreement_id or provision.due_on is None:
        message = _("This is no dated obligation of the mission's agreement.")
        problems.append(Problem("provision", message, "no_obligation"))
    if state not in ComplianceState.values:
        problems.append(Problem("state", _("There is no such state."), "invalid_choice"))
    if since > at.date():
        problems.append(Problem("since", _("This day has not come yet."), "future"))
    if not is_text(note):
        problems.append(Problem("note", no_text_message(), "characters"))
    elif len(note) > LONGEST_NOTE:
        problems.append(Problem("note", _("Shorten the note."), "max_length"))
    return problems


def _journal(word: ComplianceWord, actor: Actor, at: datetime) -> None:
    write_entry(
        Action.COMPLIANCE_SAID,
        mission=word.mission,
        subject=("provision", word.provision.code),
        body={
            "party": word.party.code,
            "state": word.state,
            "since": word.since.isoformat(),
            "note_hash": content_hash(word.note.encode()) if word.note else "",
        },
        actor=actor.user,
        at=at,
    )


def standings_of(mission: Mission, provisions: Iterable[Provision], today: date) -> list[Standing]:
    """Return how each dated obligation stands, with the dated history of what was said."""
    dated = [provision for provision in provisions if provision.due_on]
    said = ComplianceWord.objects.filter(mission=mission, provision__in=dated)
    by_provision: dict[int, list[ComplianceWord]] = {provision.pk: [] for provision in dated}
    for word in said.select_related("party").order_by("said_at", "pk"):
        by_provision[word.provision_id].append(word)
    return [_standing(one, by_provision[one.pk], today) for one in dated]


def _standing(provision: Provision, words: list[ComplianceWord], today: date) -> Standing:
    newest = {word.party_id: word.state for word in words}
    states = set(newest.values())
    if len(states) > 1:
        return Standing(provision, ComplianceState.DISPUTED, tuple(words))
    if states:
        return Standing(provision, states.pop(), tuple(words))
    due = provision.amended_due_on or provision.due_on
    not_yet = due is not None and due > today
    return Standing(provision, ComplianceState.NOT_DUE if not_yet else "", ())
