"""Acting: who asks, and in which roles at which missions today."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from parties.domain.straight_rows import columns_of, instance_of
from parties.models import Appointment, Mission, Post, User

# Missions' days begin up to half a day before or after the day in UTC.
ONE_DAY = timedelta(days=1)
HELD = f"""
SELECT {columns_of(Appointment, "held")}, {columns_of(Mission, "mission")}
FROM parties_appointment AS held JOIN parties_mission AS mission ON mission.id = held.mission_id
WHERE held.user_id = %s AND held.since <= %s AND (held.until IS NULL OR held.until >= %s)
"""  # noqa: S608 - columns of ours
THEIR_POSTS = f"""
SELECT named.appointment_id, {columns_of(Post, "post")}
FROM parties_appointment_posts AS named JOIN parties_post AS post ON post.id = named.post_id
WHERE named.appointment_id = ANY(%s)
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, or the public, with the appointments that hold today."""

    user: User | None = None
    appointments: tuple[Appointment, ...] = field(default=())

    @property
    def is_public(self) -> bool:
        """Whether nobody is signed in."""
        return self.user is None

    def roles_at(self, mission_id: int) -> frozenset[str]:
        """Return the roles held at a mission; empty for the public."""
        return frozenset(a.role for a in self.appointments_at(mission_id))

    def appointments_at(self, mission_id: int) -> Iterator[Appointment]:
        """Yield the appointments at a mission."""
        return (a for a in self.appointments if a.mission_id == mission_id)

    def missions_as(self, roles: frozenset[str] | set[str]) -> set[int]:
        """Return the ids of the missions where one of ``roles`` is held."""
        return {a.mission_id for a in self.appointments if a.role in roles}

    @property
    def mission_ids(self) -> set[int]:
        """The ids of all missions with an appointment."""
        return {a.mission_id for a in self.appointments}


def actor_of(
    user: User | AnonymousUser | None,
    on: date | None = None,
    *,
    with_names: bool = True,
    now: datetime | None = None,
) -> Actor:
    """Return the actor that a signed-in or anonymous user is on a day.

    Without a day it is today at each mission, in its own time zone.

    Who only checks what may be done needs the missions, but not the parties: leaving
    those out takes a quarter of the time.
    """
    if not isinstance(user, User) or not user.is_active:
        return Actor()
    at = now or timezone.now()
    day, around = on or at.date(), timedelta(0) if on else ONE_DAY
    find = _appointments_with_names if with_names else _appointments
    rows = find(user, day - around, day + around)
    return Actor(user, tuple(row for row in rows if on or _holds(row, at)))


def _appointments_with_names(user: User, first: date, last: date) -> Iterable[Appointment]:
    rows = Appointment.objects.filter(Q(until__isnull=True) | Q(until__gte=first))
    return rows.filter(user=user, since__lte=last).select_related("mission", "party")


def _appointments(user: User, first: date, last: date) -> Iterable[Appointment]:
    """Read every request's appointments; posts wait until somebody files."""
    width = len(Appointment._meta.concrete_fields)
    missions: dict[int, Mission] = {}
    with connection.cursor() as cursor:
        cursor.execute(HELD, [user.pk, last, first])
        for values in cursor.fetchall():
            row = instance_of(Appointment, values[:width])
            mission = missions.get(row.mission_id) or instance_of(Mission, values[width:])
            row.mission = missions[row.mission_id] = mission
            yield row


def _holds(row: Appointment, at: datetime) -> bool:
    """Tell whether an appointment holds on its mission's own day."""
    today = timezone.localtime(at, ZoneInfo(row.mission.time_zone)).date()
    return row.since <= today and (row.until is None or today <= row.until)


def posts_open_to(actor: Actor, mission: Mission, roles: set[str]) -> list[Post]:
    """Return the posts that the actor may speak for at ``mission`` in ``roles``.

    The posts named in an appointment; all posts that its party operates when it
    names none.
    """
    held = [a for a in actor.appointments_at(mission.pk) if a.role in roles]
    found = _posts_named([a.pk for a in held]) if held else []
    named = {post.pk: post for _appointment, post in found}
    with_posts = {appointment for appointment, _post in found}
    parties = {a.party_id for a in held if a.party_id and a.pk not in with_posts}
    if parties:
        operated = Post.objects.filter(mission=mission, operators__in=parties).distinct()
        named |= {post.pk: post for post in operated}
    return sorted(named.values(), key=lambda post: post.code)


def _posts_named(appointments: list[int]) -> list[tuple[int, Post]]:
    """Return the posts that appointments name, each with the appointment's id."""
    with connection.cursor() as cursor:
        cursor.execute(THEIR_POSTS, [appointments])
        return [(row[0], instance_of(Post, row[1:])) for row in cursor.fetchall()]
