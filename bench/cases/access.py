"""Access: the newest incidents through the access function, against the bare table."""

from typing import Any

from bench.cases import Case, Options
from bench.fill import MISSION
from bench.turns import Comparison, timed_side
from incidents.api.incident_columns import COLUMNS, incident_record
from incidents.api.record import Audience, record
from incidents.domain.queries.access import visible_incidents
from incidents.models import Incident
from incidents.rules import FIELD_GROUPS
from parties.domain.acting import Actor, actor_of
from parties.models import Appointment, Mission, User

PAGE_SIZE = 100
NEWEST = ("-sort_at", "-id")
RATIO_AIM = 1 / 1.5
ROLES = (Appointment.Role.ANALYST, Appointment.Role.MONITOR)
Rows = list[tuple[str]]


def comparisons(options: Options) -> list[Comparison]:
    """An analyst's page and a monitor's, against the same page read without asking who reads."""
    mission = Mission.objects.get(code=MISSION)
    bare = timed_side("unscoped", lambda: unscoped(mission))
    found = []
    for role in ROLES:
        actor = reader(role)
        ours = timed_side("ours", lambda actor=actor: scoped(actor, mission))
        title = f"Newest {PAGE_SIZE} as {role.label}"
        notes = {"rows in the table": f"{options.size:,}"}
        found.append(
            Comparison(title, "ms", ours, bare, options.rounds, ratio_aim=RATIO_AIM, notes=notes)
        )
    return found


def reader(role: Appointment.Role) -> Actor:
    """Somebody in a role at the mission."""
    return actor_of(User.objects.get(appointments__role=role, appointments__mission__code=MISSION))


def scoped(actor: Actor, mission: Mission) -> Rows:
    """A page as the API reads it: scoped, and pruned row by row."""
    return _page(visible_incidents(actor), mission, incident_record(actor))


def unscoped(mission: Mission) -> Rows:
    """The same page of the whole table, with every field."""
    every = record(COLUMNS, Audience([], frozenset(FIELD_GROUPS)))
    return _page(Incident.objects.all(), mission, every)


def _page(rows: Any, mission: Mission, told: Any) -> Rows:
    return list(rows.filter(mission=mission).order_by(*NEWEST).values_list(told)[:PAGE_SIZE])


CASE = Case("access", 100_000, 11, comparisons)
