"""Acting: who asks, and in which roles at which missions today."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet, prefetch_related_objects
from django.utils import timezone

from parties.models import Appointment, Mission, Post, User

# Missions' days begin up to half a day before or after the day in UTC.
ONE_DAY = timedelta(days=1)
# What it takes of an appointment and its mission to tell what may be done.
RIGHTS = ("user", "mission__code", "mission__time_zone", "role", "party", "since", "until")


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

    Who only checks what may be done needs no names of missions and parties, only the
    missions' codes and zones: leaving the rest out takes a third of the time.
    """
    if not isinstance(user, User) or not user.is_active:
        return Actor()
    at = now or timezone.now()
    rows = _appointments_of(user, on or at.date(), timedelta(0) if on else ONE_DAY)
    if with_names:
        rows = rows.select_related("mission", "party")
    else:
        rows = rows.order_by().select_related("mission").only(*RIGHTS)
    return Actor(user, tuple(row for row in rows if on or _holds(row, at)))


def _appointments_of(user: User, on: date, around: timedelta) -> QuerySet[Appointment]:
    """Read every request's appointments in one query; posts wait until somebody files."""
    return Appointment.objects.filter(
        Q(until__isnull=True) | Q(until__gte=on - around), user=user, since__lte=on + around
    )


def _holds(row: Appointment, at: datetime) -> bool:
    """Tell whether an appointment holds on its mission's own day."""
    today = timezone.localtime(at, ZoneInfo(row.mission.time_zone)).date()
    return row.since <= today and (row.until is None or today <= row.until)


def posts_open_to(actor: Actor, mission: Mission, roles: set[str]) -> list[Post]:
    """Return the posts that the actor may speak for at ``mission`` in ``roles``.

    The posts named in an appointment; all posts that its party operates when it
    names none.
    """
    named: dict[int, Post] = {}
    parties: set[int] = set()
    held = [a for a in actor.appointments_at(mission.pk) if a.role in roles]
    prefetch_related_objects(held, "posts")
    for appointment in held:
        posts = list(appointment.posts.all())
        named.update({post.pk: post for post in posts})
        if not posts and appointment.party_id:
            parties.add(appointment.party_id)
    if parties:
        operated = Post.objects.filter(mission=mission, operators__in=parties).distinct()
        named.update({post.pk: post for post in operated})
    return sorted(named.values(), key=lambda post: post.code)
