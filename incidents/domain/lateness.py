"""Late obligations: their day has passed, and the parties do not agree that they are met."""

from datetime import date, datetime, time

from incidents.domain import duty
from incidents.domain.compliance import standings_of
from incidents.enums import DutyKind
from incidents.judgements import ComplianceState
from incidents.missionday.window import end_of, local_date
from parties.domain.queries.mission import missions_open_on
from parties.models import Mission, Provision

# Where all who spoke say one of these, nothing is late.
SETTLED = frozenset(
    {
        *(ComplianceState.MET, ComplianceState.MET_LATE, ComplianceState.NOT_DUE),
        *(ComplianceState.AMENDED, ComplianceState.LAPSED),
    }
)
MIDNIGHT = time(0)  # a day of the calendar ends with it, whatever the mission's cut-off
BY_CALENDAR = "due"


def impose_late_obligations(now: datetime) -> int:
    """Write a duty for each obligation that is late, once for each day on which it was due.

    Returns the number of late obligations found. Nothing is remembered: what is late is
    computed from the agreement and from what the parties said.
    """
    found = missions_open_on(now.date()).filter(agreement__isnull=False)
    return sum(_impose_lateness(mission, now) for mission in found)


def late_obligations(mission: Mission, now: datetime) -> list[Provision]:
    """Return the obligations of the mission's agreement that are late, in the order of the text."""
    today = local_date(now, mission.time_zone)
    dated = Provision.objects.filter(agreement=mission.agreement_id, due_on__isnull=False)
    passed = [one for one in dated.order_by("number", "code") if due_day(one) < today]
    return [one.provision for one in standings_of(mission, passed, today) if _is_open(one.state)]


def due_day(provision: Provision) -> date:
    """Return the day by which a dated obligation is to be met, as it was moved by agreement."""
    due = provision.amended_due_on or provision.due_on
    if due is None:
        message = f"{provision} has no day"
        raise ValueError(message)
    return due


def late_since(provision: Provision, mission: Mission) -> datetime:
    """Return the end of the day on which an obligation was due, where the mission is."""
    return end_of(due_day(provision), mission.time_zone, MIDNIGHT)


def subject_of(provision: Provision) -> str:
    """Return what names an obligation that is late since a day."""
    return f"{provision.pk}/{due_day(provision).isoformat()}"


def _is_open(state: str) -> bool:
    return state not in SETTLED


def _impose_lateness(mission: Mission, now: datetime) -> int:
    late = late_obligations(mission, now)
    if late:
        due = {subject_of(one): late_since(one, mission) for one in late}
        kind = DutyKind.LATE_OBLIGATION
        duty.impose_all(kind, mission=mission, due=due, cause=BY_CALENDAR, at=now)
    return len(late)
