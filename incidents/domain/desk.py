"""The desk: what filing looks up in the standing order, once for all reports of a request."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from incidents.domain.writing import looking_beyond
from parties.domain.acting import Actor, actor_of, filer_of, posts_open_to
from parties.models import Mission, Party, Place, Post, User

Found = TypeVar("Found")


def filer(user: User) -> Actor:
    """Return the actor that a person is who files, looked up where filing looks from."""
    with looking_beyond():
        return filer_of(user)


class Desk:
    """Rows of the standing order, each read when it is first asked for and then kept.

    It lives as long as one request, which may have found out already who acts: a change
    of the standing order in between is seen by the next one. Texts that cannot be asked
    for must not come this far.
    """

    def __init__(self, actor: Actor | None = None) -> None:
        self._kept: dict[tuple[object, ...], Any] = {}
        if actor is not None:
            self._know(actor)

    def _know(self, actor: Actor) -> Actor:
        """Keep who acts, with the missions that are read with the appointments."""
        self._kept["actor", actor.user.pk if actor.user else None] = actor
        for appointment in actor.appointments:
            mission = appointment.mission
            self._kept.setdefault(("mission", mission.code), mission)
        return actor

    def once(self, key: tuple[object, ...], ask: Callable[[], Found]) -> Found:
        """Return what was found under a key before, or ask now."""
        if key not in self._kept:
            self._kept[key] = ask()
        found: Found = self._kept[key]
        return found

    def mission(self, code: str) -> Mission | None:
        """Return the mission with a code."""
        return self.once(("mission", code), lambda: Mission.objects.filter(code=code).first())

    def post(self, mission: Mission, code: str) -> Post | None:
        """Return the post of a mission with a code."""
        key = ("post", mission.pk, code)
        return self.once(key, lambda: Post.objects.filter(mission=mission, code=code).first())

    def place(self, code: str) -> Place | None:
        """Return the place with a code."""
        return self.once(("place", code), lambda: Place.objects.filter(code=code).first())

    def parties(self, codes: Iterable[str]) -> dict[str, Party]:
        """Return the parties with these codes, by code."""
        wanted = tuple(sorted(set(codes)))
        key = ("parties", *wanted)
        return self.once(key, lambda: {p.code: p for p in Party.objects.filter(code__in=wanted)})

    def actor(self, user: User | None) -> Actor:
        """Return the actor that a person is today."""
        key = ("actor", user.pk if user else None)
        return self.once(key, lambda: self._know(actor_of(user, with_names=False)))

    def posts_open_to(self, actor: Actor, mission: Mission, roles: set[str]) -> list[Post]:
        """Return the posts that an actor may speak for in some roles."""
        person = actor.user.pk if actor.user else None
        key = ("open", person, mission.pk, *sorted(roles))
        found = self.once(key, lambda: posts_open_to(actor, mission, roles))
        for post in found:
            self._kept.setdefault(("post", post.mission_id, post.code), post)
        return found
