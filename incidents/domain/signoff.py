"""Sign-off: each party's word on one exact snapshot, and what the mission's rule makes of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.domain.content_checks import Problem, no_text_message, refuse
from incidents.domain.duty import impose
from incidents.domain.finding import LONGEST_TEXT, Seen, lock_finding, move_finding
from incidents.domain.finding_content import is_intact
from incidents.domain.journal import write_entry
from incidents.domain.signoff_terms import Terms, terms_bytes, terms_hash_of, terms_of
from incidents.domain.writing import writing
from incidents.enums import Action, DutyKind
from incidents.judgements import APPROVING, EXPLAINED, NAMES_A_SIDE, Decision, FindingStatus
from incidents.ledger.canonical import content_hash, is_text
from incidents.models import Finding, SignOff, SignOffCall
from incidents.rules import PERMISSIONS, may, steps_at
from incidents.steps import FINDING, FINDING_STEPS
from parties.domain.acting import Actor
from parties.domain.queries.participation import operators_on, parties_of
from parties.models import Mission, MissionStep, Party

Do = MissionStep.Action
# The steps that follow from the count.
COUNTED = (Do.ADOPT, Do.ADOPT_WITH_DISSENT, Do.BLOCK)
CHAIR_ONLY = "chair_only_with_notice"
SIGNED_BY_PEOPLE = tuple(code for code in Decision.values if code != Decision.NO_REPLY)


@dataclass(frozen=True, slots=True)
class Vote:
    """What the called parties said, by code."""

    decisions: Mapping[str, str]
    chair: str = ""

    @property
    def sitting(self) -> set[str]:
        """Who did not step aside."""
        return {party for party, said in self.decisions.items() if said != Decision.RECUSE}

    @property
    def approving(self) -> set[str]:
        """Who approved, with a reservation or without."""
        return {party for party, said in self.decisions.items() if said in APPROVING}

    @property
    def dissenting(self) -> set[str]:
        """Who said no."""
        return {party for party, said in self.decisions.items() if said == Decision.DISSENT}

    @property
    def silent(self) -> set[str]:
        """Who said nothing in time."""
        return {party for party, said in self.decisions.items() if said == Decision.NO_REPLY}


# Rule → whether the vote carries the finding. How many must approve is the step's to say.
RULES: dict[str, Callable[[Vote], bool]] = {
    # nobody dissents, and silence is not consent; who abstains stands aside
    "unanimous": lambda vote: not vote.dissenting | vote.silent,
    "chair_plus_one": lambda vote: vote.chair in vote.approving,
    "majority_with_annex": lambda vote: 2 * len(vote.approving) > len(vote.sitting),
    # every side has spoken for itself; dissent is annexed
    "each_side_once": lambda vote: not vote.silent,
    # the others had notice and time to object; what they said is annexed
    CHAIR_ONLY: lambda vote: vote.chair in vote.approving,
}


def outcome_of(rule: str, vote: Vote, needed: int) -> FindingStatus:
    """Return what the mission's rule makes of a vote in which all have spoken, or let time pass.

    Args:
        rule: the mission's sign-off rule.
        vote: every called party's decision.
        needed: how many parties must approve at least.

    """
    if not RULES[rule](vote) or len(vote.approving) < needed:
        return FindingStatus.BLOCKED
    return FindingStatus.ADOPTED_WITH_DISSENT if vote.dissenting else FindingStatus.ADOPTED


def call_parties(finding: Finding, at: datetime) -> None:
    """Ask every party that operates the mission on this day, and write the duty of the deadline.

    Raises:
        ValidationError: there are too few parties, or no chair where the rule needs one.

    """
    mission = finding.mission
    parties = list(operators_on(mission, at.date()))
    terms = _terms_today(finding, parties)
    check_called(mission, parties, terms.needed, "action")
    stored = terms_bytes(finding, terms)
    digest = content_hash(stored)
    due = at + timedelta(hours=mission.sign_off_hours)
    for party in parties:
        SignOffCall.objects.create(
            finding=finding,
            party=party,
            called_at=at,
            due_at=due,
            rule=terms.rule,
            chairs=party.code == terms.chair,
            needed=terms.needed,
            needed_despite_dissent=terms.needed_despite_dissent,
            terms=stored,
            terms_hash=digest,
        )
    write_entry(
        Action.SIGN_OFF_CALLED,
        mission=finding.mission,
        subject=("finding", str(finding.pk)),
        body={
            "snapshot_hash": finding.snapshot_hash,
            "rule": terms.rule,
            "parties": [party.code for party in parties],
            "terms_hash": digest,
        },
        actor=None,
        at=at,
    )
    impose(
        DutyKind.CLOSE_SIGN_OFF,
        mission=finding.mission,
        subject=str(finding.pk),
        cause="deadline",
        at=due,
    )


def _terms_today(finding: Finding, parties: list[Party]) -> Terms:
    return terms_for(finding.mission, parties, names_a_side=finding.attribution in NAMES_A_SIDE)


def terms_for(mission: Mission, parties: list[Party], *, names_a_side: bool) -> Terms:
    """Return the mission's terms of today for a sign-off by these parties.

    As many must approve as the steps say. Where the chair decides alone one is enough,
    unless a side is named.
    """
    chairs = [party.code for party in parties if party.pk == mission.chair_id]
    steps = steps_at(mission.pk, FINDING)
    alone = mission.sign_off_rule == CHAIR_ONLY and not names_a_side

    def needed(to: FindingStatus) -> int:
        return 1 if alone else max((s.sign_offs for s in steps if s.target == to), default=2)

    return Terms(
        rule=mission.sign_off_rule,
        chair=next(iter(chairs), ""),
        parties=tuple(sorted(party.code for party in parties)),
        needed=needed(FindingStatus.ADOPTED),
        needed_despite_dissent=needed(FindingStatus.ADOPTED_WITH_DISSENT),
        outcomes=tuple(sorted({step.target for step in steps if step.action in COUNTED})),
    )


def check_called(mission: Mission, parties: list[Party], needed: int, field: str) -> None:
    """Refuse a sign-off for which there are too few parties, or no chair where one is needed."""
    if len(parties) < needed:
        message = _("Too few parties operate this mission today to sign it.")
        raise ValidationError({field: [ValidationError(message, "too_few_parties")]})
    if mission.sign_off_rule.startswith("chair") and mission.chair not in parties:
        message = _("The mission's rule needs a chair among its operating parties.")
        raise ValidationError({field: [ValidationError(message, "no_chair")]})


def calls_open_to(actor: Actor, finding: Finding) -> list[SignOffCall]:
    """Return the calls that the actor may answer for a party, and nobody has."""
    if finding.status != FindingStatus.SIGN_OFF:
        return []
    parties = parties_of(actor, finding.mission_id, PERMISSIONS["sign_off"])
    signed = finding.sign_offs.values("party_id")
    calls = finding.calls.filter(party__in=parties).exclude(party__in=signed)
    if finding.sign_offs.filter(signed_by=actor.user).exists():
        return []
    return list(calls.select_related("party"))


def sign(
    finding: Finding,
    decision: str,
    *,
    actor: Actor,
    seen: Seen,
    text: str = "",
    party: str = "",
    now: datetime | None = None,
) -> SignOff:
    """Keep one party's decision on the snapshot that the person has seen.

    When all have spoken, the mission's rule says what becomes of the finding.

    Raises:
        PermissionDenied: the actor signs for no party here.
        FindingChangedError: the version is not the one that was seen.
        ValidationError: the party is not called or has signed, the person has signed
            for another party, or a dissent lacks its text.

    """
    if not may(actor, "sign_off", finding.mission_id):
        raise PermissionDenied
    at = now or timezone.now()
    with writing():
        locked = lock_finding(finding, seen)
        refuse(problems_of(decision, text))
        call = _call(locked, actor, party)
        signed = _keep(locked, call.party, decision, text, actor, at)
        settle(locked, at)
        finding.status = locked.status
    return signed


def problems_of(decision: str, text: str) -> list[Problem]:
    """Return what is wrong with a party's word, whatever it is said to."""
    if decision not in SIGNED_BY_PEOPLE:
        return [Problem("decision", _("There is no such decision."), "invalid_choice")]
    if not is_text(text):
        return [Problem("text", no_text_message(), "characters")]
    if len(text) > LONGEST_TEXT:
        return [Problem("text", _("Shorten the text."), "max_length")]
    if decision in EXPLAINED and not text.strip():
        message = _("Write the reservation or dissent: it is kept and published.")
        return [Problem("text", message, "required")]
    return []


def _call(finding: Finding, actor: Actor, party: str) -> SignOffCall:
    if finding.status != FindingStatus.SIGN_OFF:
        message = _("This version is not in sign-off.")
        raise ValidationError({"decision": [ValidationError(message, "not_in_sign_off")]})
    calls = [c for c in calls_open_to(actor, finding) if party in ("", c.party.code)]
    if not calls:
        message = _("Your party is not asked for this version, or you or it have signed.")
        raise ValidationError({"party": [ValidationError(message, "not_called")]})
    return calls[0]


def _keep(
    finding: Finding, party: Party, decision: str, text: str, actor: Actor | None, at: datetime
) -> SignOff:
    user = actor.user if actor else None
    signed = SignOff.objects.create(
        finding=finding,
        snapshot_hash=finding.snapshot_hash,
        terms_hash=terms_hash_of(finding),
        party=party,
        decision=decision,
        text=text,
        signed_at=at,
        signed_by=user,
    )
    write_entry(
        Action.SIGNED_OFF,
        mission=finding.mission,
        subject=("finding", str(finding.pk)),
        body={
            "snapshot_hash": finding.snapshot_hash,
            "terms_hash": signed.terms_hash,
            "party": party.code,
            "decision": decision,
            "text_hash": content_hash(text.encode()) if text else "",
        },
        actor=user,
        at=at,
    )
    return signed


def close_sign_off(finding: Finding, at: datetime) -> None:
    """Write “no reply” for who let the time pass, and settle; nothing if it is settled."""
    with writing():
        locked = lock_finding(finding)
        if locked.status != FindingStatus.SIGN_OFF:
            return
        signed = locked.sign_offs.values("party_id")
        for call in locked.calls.exclude(party__in=signed).select_related("party"):
            _keep(locked, call.party, Decision.NO_REPLY, "", None, at)
        settle(locked, at)


def settle(finding: Finding, at: datetime) -> None:
    """Take the step that follows from the sign-offs, once every called party has spoken."""
    if finding.calls.exclude(party__in=finding.sign_offs.values("party_id")).exists():
        return
    to = _outcome(finding)
    step = next(s for s in FINDING_STEPS if s.source == finding.status and s.target == to)
    move_finding(finding, step.target, step, None, at)


def _outcome(finding: Finding) -> FindingStatus:
    """Count on the terms that were signed; where a mission takes no such step, it is blocked."""
    terms = terms_of(finding)
    return outcome_on(terms, vote_of(finding)) if terms else FindingStatus.BLOCKED


def outcome_on(terms: Terms, vote: Vote) -> FindingStatus:
    """Count a vote on its terms; where a mission takes no such step, it is blocked."""
    needed = terms.needed_despite_dissent if vote.dissenting else terms.needed
    to = outcome_of(terms.rule, vote, needed)
    return to if to in terms.outcomes else FindingStatus.BLOCKED


def vote_of(finding: Finding) -> Vote:
    """Return what the called parties said to this very snapshot, on its very terms."""
    signed = finding.sign_offs.filter(
        snapshot_hash=finding.snapshot_hash, terms_hash=terms_hash_of(finding)
    )
    terms = terms_of(finding)
    decisions = dict(signed.values_list("party__code", "decision"))
    return Vote(decisions, terms.chair if terms else "")


def is_established(finding: Finding) -> bool:
    """Tell whether the mission holds this version to be so: computed, never stored.

    The rows still say what was signed, every called party has spoken on exactly this
    snapshot and its terms, and the rule of the terms carries it.
    """
    called = set(finding.calls.values_list("party__code", flat=True))
    if not called or called - vote_of(finding).decisions.keys():
        return False
    return _outcome(finding) != FindingStatus.BLOCKED and is_intact(finding)
