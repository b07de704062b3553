"""What officers of the cast conclude: findings at each state, valid as they stand."""

from datetime import timedelta
from typing import Any

from incidents.domain.compliance import say_compliance
from incidents.domain.finding import Seen, draft_finding
from incidents.domain.finding_content import BreachContent, FindingContent, SideContent
from incidents.domain.finding_steps import take_step
from incidents.domain.linking import move_status
from incidents.domain.reply import file_reply
from incidents.domain.signoff import sign
from incidents.models import Finding, Incident, Proposal, SignOff
from parties.domain.acting import Actor, actor_of
from parties.models import Appointment, Mission, Party, User
from tests import factories
from tests.incidents.telling import DAY, NOW, incident_of, tell
from tests.people import Cast

LATER = NOW + timedelta(hours=1)
AFTER_REPLIES = LATER + timedelta(hours=49)
AFTER_SIGN_OFF = AFTER_REPLIES + timedelta(hours=80)


def plain(**fields: Any) -> FindingContent:
    """The mission verified an event and names nobody."""
    return FindingContent(**{"text": "The mission verified three shots."} | fields)


def naming(*parties: str, **fields: Any) -> FindingContent:
    """The mission attributes the event to a side, with all that the gate asks for."""
    said = {
        "attribution": "attributed",
        "sides": tuple(SideContent(party) for party in parties or ("lowlands",)),
        "confidence": "high",
        "basis": ("direct_observation",),
        "grounds": "Two posts saw the muzzle flashes.",
    }
    return plain(**said | fields)


def settled(cast: Cast, status: str = "verified", **told: Any) -> Incident:
    """An incident whose verification came to an end."""
    incident = incident_of(tell(cast.north_monitor, **told))
    move_status(incident, status, NOW)
    return incident_of_id(incident)


def incident_of_id(incident: Incident) -> Incident:
    """The incident as it is now."""
    return Incident.objects.select_related("mission").get(pk=incident.pk)


def drafted(cast: Cast, content: FindingContent | None = None, **fields: Any) -> Finding:
    """A first draft of the northern officer."""
    incident = fields.pop("incident", None) or settled(cast)
    officer = actor_of(cast.north_duty_officer)
    return draft_finding(incident, content or plain(), actor=officer, now=LATER, **fields)


def sent(cast: Cast, content: FindingContent | None = None, **fields: Any) -> Finding:
    """A finding that lies with the parties."""
    made = drafted(cast, content, **fields)
    return step(made, "send_to_parties", cast.north_duty_officer, LATER)


def opened(cast: Cast, content: FindingContent | None = None, **fields: Any) -> Finding:
    """A finding in sign-off, after the time for replies."""
    made = sent(cast, content, **fields)
    return step(made, "open_sign_off", cast.north_duty_officer, AFTER_REPLIES)


def step(finding: Finding, action: str, user: User, at: Any = AFTER_REPLIES) -> Finding:
    """Take a step by hand."""
    return take_step(finding, action, actor=actor_of(user), now=at)


def say(finding: Finding, user: User, decision: str = "approve", **fields: Any) -> SignOff:
    """Sign for one's party what lies there."""
    said = {"actor": actor_of(user), "seen": Seen(finding.snapshot_hash), "now": AFTER_REPLIES}
    return sign(finding, decision, **said | fields)


def adopted(cast: Cast, content: FindingContent | None = None, **fields: Any) -> Finding:
    """A finding that both operating parties approved."""
    made = opened(cast, content, **fields)
    say(made, cast.north_duty_officer)
    say(made, cast.south_duty_officer)
    return as_is(made)


def published(cast: Cast, content: FindingContent | None = None, **fields: Any) -> Finding:
    """The same, published."""
    return step(adopted(cast, content, **fields), "publish", cast.south_duty_officer)


def as_is(finding: Finding) -> Finding:
    """The version as it is stored now."""
    return Finding.objects.select_related("incident__mission", "mission").get(pk=finding.pk)


def answer(finding: Finding, user: User, text: str = "It was not us.", **fields: Any) -> Any:
    """Reply for one's party."""
    return file_reply(finding, text, actor=actor_of(user), **{"now": LATER} | fields)


def concluded(cast: Cast) -> Finding:
    """A published finding with a breach, a reply and sign-offs; and a word on an obligation."""
    breach = (BreachContent("TR-1", "Fire after the truce."),)
    made = opened(cast, naming(breaches=breach))
    answer(made, officer_of(cast.lowlands, cast.mission, "observer"))
    say(made, cast.north_duty_officer)
    say(made, cast.south_duty_officer)
    obligation = factories.ProvisionFactory(agreement=cast.agreement, code="TR-9", due_on=DAY)
    speaker = actor_of(cast.north_duty_officer)
    say_compliance(obligation, cast.mission, state="met", since=DAY, actor=speaker, now=NOW)
    return step(as_is(made), "publish", cast.south_duty_officer)


def officer_of(party: Party, mission: Mission, role: str = "duty_officer") -> User:
    """Somebody who acts for a party at a mission."""
    user = factories.UserFactory()
    factories.AppointmentFactory(
        user=user, mission=mission, party=party, role=Appointment.Role(role)
    )
    return user


def invited(cast: Cast, **fields: Any) -> User:
    """The officer of a third party that was invited to operate the mission."""
    factories.ParticipationFactory(party=cast.west, mission=cast.mission, **fields)
    return officer_of(cast.west, cast.mission)


def acting(user: User) -> Actor:
    """The person as an actor."""
    return actor_of(user)


def with_rule(cast: Cast, rule: str, chair: Party | None = None) -> Mission:
    """Give the mission another sign-off rule."""
    cast.mission.sign_off_rule, cast.mission.chair = rule, chair
    cast.mission.save()
    return cast.mission


def concluded_with(cast: Cast, **told: Any) -> tuple[Finding, Any]:
    """A published finding on one report of the north, and that report."""
    filed = tell(cast.north_monitor, **told)
    incident = incident_of(filed)
    move_status(incident, "verified", NOW)
    return published(cast, incident=incident_of_id(incident)), filed.report


def correct(user: User, report: Any, at: Any = AFTER_REPLIES, **said: Any) -> Any:
    """Correct a report of the north, whatever becomes of the correction."""
    return tell(user, at, corrects=report.report_id, **{"weapon": "howitzer"} | said)


def proposal_of(acknowledged: Any) -> Proposal:
    """The proposal as which a correction waits."""
    return Proposal.objects.get(report=acknowledged.report)
