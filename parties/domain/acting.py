"""Acting: who asks, and in which roles at which missions today."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from parties.domain.straight_rows import columns_of, instance_from, instance_of
from parties.models import Appointment, Mission, Post, User

# Missions' days begin up to half a day before or after the day in UTC.
ONE_DAY = timedelta(days=1)
_HELD = f"""
SELECT {columns_of(Appointment, "held")}, {columns_of(Mission, "mission")}{{columns}}
FROM parties_appointment AS held JOIN parties_mission AS mission ON mission.id = held.mission_id
{{joined}} WHERE held.user_id = %s AND held.since <= %s AND (held.until IS NULL OR held.until >= %s)
"""  # noqa: S608 - columns of ours
HELD = _HELD.format(columns="", joined="")
# The same, once for each post that an appointment names.
HELD_WITH_POSTS = _HELD.format(
    columns=f", {columns_of(Post, 'post')}",
    joined="LEFT JOIN parties_appointment_posts AS named ON named.appointment_id = held.id "
    "LEFT JOIN parties_post AS post ON post.id = named.post_id",
)
THEIR_POSTS = f"""
SELECT named.appointment_id, {columns_of(Post, "post")}
FROM parties_appointment_posts AS named JOIN parties_post AS post ON post.id = named.post_id
WHERE named.appointment_id = ANY(%s)
"""  # noqa: S608

_BEFORE_MISSION = len(Appointment._meta.concrete_fields)
_BEFORE_POST = _BEFORE_MISSION + len(Mission._meta.concrete_fields)


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, or the public, with the appointments that hold today.

    For who files, the posts that appointments name are known as well, by appointment.
    """

    user: User | None = None
    appointments: tuple[Appointment, ...] = field(default=())
    posts: Mapping[int, Sequence[Post]] | None = field(default=None, compare=False)

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
    those out takes a quarter of the time, and none where a token has said who asks.
    """
    if not isinstance(user, User) or not user.is_active:
        return Actor()
    at = now or timezone.now()
    if user.held is not None and not (on or now or with_names):
        return Actor(user, tuple(row for row in user.held if _holds(row, at)))
    day, around = on or at.date(), timedelta(0) if on else ONE_DAY
    find = _appointments_with_names if with_names else _appointments
    rows = find(user, day - around, day + around)
    return Actor(user, tuple(row for row in rows if on or _holds(row, at)))


def filer_of(user: User | AnonymousUser | None) -> Actor:
    """Return the actor that a person is now, with the posts that the appointments name."""
    if not isinstance(user, User) or not user.is_active:
        return Actor()
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(HELD_WITH_POSTS, [user.pk, now.date() + ONE_DAY, now.date() - ONE_DAY])
        rows = cursor.fetchall()
    posts: dict[int, list[Post]] = {}
    for values in rows:
        if values[_BEFORE_POST] is not None:
            posts.setdefault(values[0], []).append(instance_of(Post, values[_BEFORE_POST:]))
    held = _instances({values[0]: values for values in rows}.values())
    return Actor(user, tuple(row for row in held if _holds(row, now)), posts)


def _appointments_with_names(user: User, first: date, last: date) -> Iterable[Appointment]:
    rows = Appointment.objects.filter(Q(until__isnull=True) | Q(until__gte=first))
    return rows.filter(user=user, since__lte=last).select_related("mission", "party")


def _appointments(user: User, first: date, last: date) -> Iterable[Appointment]:
    """Read every request's appointments; posts wait until somebody files."""
    with connection.cursor() as cursor:
        cursor.execute(HELD, [user.pk, last, first])
        return _instances(cursor.fetchall())


def appointments_from(read: Iterable[Mapping[str, Any]]) -> tuple[Appointment, ...]:
    """Return the appointments that were read with a token, with their missions."""
    held = []
    for told in read:
        row = instance_from(Appointment, told["appointment"])
        row.mission = instance_from(Mission, told["mission"])
        held.append(row)
    return tuple(held)


def _instances(rows: Iterable[Sequence[Any]]) -> Iterator[Appointment]:
    """Yield appointments with their missions; what stands behind those in a row is left."""
    missions: dict[int, Mission] = {}
    for values in rows:
        row = instance_of(Appointment, values[:_BEFORE_MISSION])
        if row.mission_id not in missions:
            mission = values[_BEFORE_MISSION:_BEFORE_POST]
            missions[row.mission_id] = instance_of(Mission, mission)
        row.mission = missions[row.mission_id]
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
    posts = _posts_named([a.pk for a in held]) if actor.posts is None else actor.posts
    named = {post.pk: post for a in held for post in posts.get(a.pk, ())}
    with_posts = {a.pk for a in held if a.pk in posts}
    parties = {a.party_id for a in held if a.party_id and a.pk not in with_posts}
    if parties:
        operated = Post.objects.filter(mission=mission, operators__in=parties).distinct()
        named |= {post.pk: post for post in operated}
    return sorted(named.values(), key=lambda post: post.code)


def _posts_named(appointments: list[int]) -> dict[int, list[Post]]:
    """Return the posts that appointments name, by the appointment's id."""
    posts: dict[int, list[Post]] = {}
    if appointments:
        with connection.cursor() as cursor:
            cursor.execute(THEIR_POSTS, [appointments])
            for appointment, *values in cursor.fetchall():
                posts.setdefault(appointment, []).append(instance_of(Post, values))
    return posts
