"""The status machine: every step of an incident and of its finding, one table of data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from incidents.enums import Status
from incidents.judgements import FindingStatus
from parties.models import Appointment, MissionStep

Do = MissionStep.Action
OFFICERS = frozenset({Appointment.Role.DUTY_OFFICER.value})
# Nobody takes such a step by hand: it follows from sign-offs or from another step.
FOLLOWS: frozenset[str] = frozenset()
INCIDENT, FINDING = "incident", "finding"


@dataclass(frozen=True, slots=True)
class Transition:
    """One step: from where to where, what it is called, who takes it, and on which terms."""

    source: str
    target: str
    roles: frozenset[str]
    reason_required: bool
    action: str = ""
    sign_offs: int = 0
    flow: str = INCIDENT


Row = tuple[Iterable[str], str, Do, frozenset[str], int, bool]

# There is work to do on incidents in these states.
OPEN = (Status.SUBMITTED, Status.TRIAGED, Status.UNDER_VERIFICATION, Status.REOPENED)
SETTLED = (Status.VERIFIED, Status.PARTLY_VERIFIED, Status.INCONCLUSIVE)
_SET_ASIDE = (
    Status.UNVERIFIED_CLOSED,
    Status.NOT_A_VIOLATION,
    Status.EXERCISE_OUTSIDE_ZONE,
    Status.OUT_OF_MANDATE,
    Status.WITHDRAWN,
)
_F = FindingStatus
_ADOPTED = (_F.ADOPTED, _F.ADOPTED_WITH_DISSENT)
_UNPUBLISHED = (_F.DRAFT, _F.WITH_PARTIES, _F.SIGN_OFF, *_ADOPTED, _F.BLOCKED)

# from, to, step, who, sign-offs of different parties, whether a reason must be given
_INCIDENT_ROWS: tuple[Row, ...] = (
    ((Status.SUBMITTED, Status.REOPENED), Status.TRIAGED, Do.TRIAGE, OFFICERS, 0, False),
    ((Status.TRIAGED, Status.REOPENED), Status.UNDER_VERIFICATION, Do.BEGIN, OFFICERS, 0, False),
    ((Status.UNDER_VERIFICATION,), Status.VERIFIED, Do.VERIFY, OFFICERS, 0, True),
    ((Status.UNDER_VERIFICATION,), Status.PARTLY_VERIFIED, Do.VERIFY_PARTLY, OFFICERS, 0, True),
    ((Status.UNDER_VERIFICATION,), Status.INCONCLUSIVE, Do.LEAVE_OPEN, OFFICERS, 0, True),
    (OPEN, Status.UNVERIFIED_CLOSED, Do.CLOSE_UNVERIFIED, OFFICERS, 0, True),
    (OPEN, Status.NOT_A_VIOLATION, Do.NO_VIOLATION, OFFICERS, 0, True),
    (OPEN, Status.EXERCISE_OUTSIDE_ZONE, Do.EXERCISE, OFFICERS, 0, True),
    (OPEN, Status.OUT_OF_MANDATE, Do.OUT_OF_MANDATE, OFFICERS, 0, True),
    (OPEN, Status.WITHDRAWN, Do.WITHDRAW, OFFICERS, 0, True),
    (SETTLED + _SET_ASIDE, Status.REOPENED, Do.REOPEN, OFFICERS, 0, True),
)

# A finding begins where an incident is settled. Amending makes a new version in draft;
# the version before is superseded at once, or if published when the new one is. A version
# that is not published yet is void where what it rests on was moved or corrected: superseded.
_FINDING_ROWS: tuple[Row, ...] = (
    (SETTLED, _F.DRAFT, Do.DRAFT, OFFICERS, 0, False),
    ((_F.DRAFT,), _F.WITH_PARTIES, Do.SEND, OFFICERS, 0, False),
    ((_F.WITH_PARTIES,), _F.SIGN_OFF, Do.ASK, OFFICERS, 0, False),
    ((_F.SIGN_OFF,), _F.ADOPTED, Do.ADOPT, FOLLOWS, 2, False),
    ((_F.SIGN_OFF,), _F.ADOPTED_WITH_DISSENT, Do.ADOPT_WITH_DISSENT, FOLLOWS, 2, False),
    ((_F.SIGN_OFF,), _F.BLOCKED, Do.BLOCK, FOLLOWS, 0, False),
    (_ADOPTED, _F.PUBLISHED, Do.PUBLISH, OFFICERS, 0, False),
    ((*_UNPUBLISHED, _F.PUBLISHED), _F.DRAFT, Do.AMEND, OFFICERS, 0, True),
    (_UNPUBLISHED, _F.SUPERSEDED, Do.VOID, FOLLOWS, 0, False),
    ((_F.PUBLISHED,), _F.SUPERSEDED, Do.SUPERSEDE, FOLLOWS, 0, False),
)


def _listed(rows: Iterable[Row], flow: str) -> tuple[Transition, ...]:
    return tuple(
        Transition(str(source), str(target), roles, reason, str(action), signed, flow)
        for sources, target, action, roles, signed, reason in rows
        for source in sources
    )


# Every step that exists. What is not here is refused.
INCIDENT_STEPS = _listed(_INCIDENT_ROWS, INCIDENT)
FINDING_STEPS = _listed(_FINDING_ROWS, FINDING)
STEPS = INCIDENT_STEPS + FINDING_STEPS


def adapted(steps: Iterable[Transition], own: Mapping[str, MissionStep]) -> tuple[Transition, ...]:
    """Return the steps as a mission takes them; ``own`` holds its rows by action."""
    enabled = (step for step in steps if step.action not in own or own[step.action].enabled)
    return tuple(_adapted(step, own.get(step.action)) for step in enabled)


def _adapted(step: Transition, own: MissionStep | None) -> Transition:
    if own is None:
        return step
    by_hand = step.roles and own.roles
    return replace(
        step,
        roles=frozenset(own.roles) if by_hand else step.roles,
        sign_offs=step.sign_offs if own.sign_offs is None else own.sign_offs,
        reason_required=(
            step.reason_required if own.reason_required is None else own.reason_required
        ),
    )


def diagram(steps: Iterable[Transition] = STEPS) -> str:
    """Return the machine as a Mermaid state diagram, a line for each step."""
    lines = ["stateDiagram-v2", "    [*] --> submitted"]
    lines += [f"    {step.source} --> {step.target}: {step.action}" for step in steps]
    return "\n".join(lines)


def table(steps: Iterable[Transition] = STEPS) -> str:
    """Return the machine as a table in Markdown, a row for each step."""
    head = [
        "| from | to | step | who | sign-offs | reason |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    return "\n".join([*head, *(_row(step) for step in steps)])


def _row(step: Transition) -> str:
    who = ", ".join(sorted(step.roles)) or "follows"
    reason = "yes" if step.reason_required else ""
    return (
        f"| `{step.source}` | `{step.target}` | `{step.action}` "
        f"| {who} | {step.sign_offs or ''} | {reason} |"
    )
