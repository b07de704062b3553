"""Subscriptions: somebody wants to be told; begun, changed and ended by nobody else."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.alerting import TOPICS_OFFERED, AlertChannel, AlertRhythm
from incidents.categories import Category
from incidents.domain.content_checks import Problem, no_text_message, refuse
from incidents.domain.exporting import ReusedKeyError
from incidents.domain.writing import writing
from incidents.enums import Severity
from incidents.exchange.guarded_post import Reach, RefusedError, checked_url
from incidents.exchange.typed_text import NotUnderstoodError
from incidents.geo.polygon import Corner, check_polygon
from incidents.ledger.canonical import is_text
from incidents.ledger.uuid7 import uuid7
from incidents.models import Subscription
from parties.domain.acting import Actor
from parties.models import Mission, Party, Post, User

MOST_SUBSCRIPTIONS = 20
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionContent:
    """What somebody wants to be told of, and how; codes of posts and parties, not their ids."""

    name: str
    topics: tuple[str, ...]
    corners: tuple[Corner, ...] = ()
    categories: tuple[str, ...] = ()
    severity_min: int = Severity.S0
    post: str = ""
    party: str = ""
    channel: str = AlertChannel.EMAIL
    url: str = ""
    rhythm: str = AlertRhythm.BY_SEVERITY
    quiet_from: time | None = None
    quiet_until: time | None = None
    flash_in_quiet: bool = False


def subscribe(
    content: SubscriptionContent,
    mission: Mission,
    *,
    actor: Actor,
    site: str,
    key: UUID | None = None,
    now: datetime | None = None,
) -> Subscription:
    """Begin a subscription of the actor's own.

    Args:
        content: what it is about.
        mission: where.
        actor: whoever is told; only ever of what they may read.
        site: where the person reaches the site, such as https://example.org; links lead there.
        key: its id, if the caller made one.
        now: when, for tests.

    Raises:
        PermissionDenied: nobody is signed in.
        ValidationError: what is wrong, field by field.

    """
    person, at = _person(actor), now or timezone.now()
    refuse(_problems_of(content, mission, person))
    with writing():
        held = Subscription.objects.filter(person=person, ended_at__isnull=True)
        if held.count() >= MOST_SUBSCRIPTIONS:
            words = _("You hold %(n)s subscriptions already; end one first.")
            refuse([Problem("name", words % {"n": MOST_SUBSCRIPTIONS}, "too_many")])
        return Subscription.objects.create(
            id=key or uuid7(),
            person=person,
            mission=mission,
            site=settings.SITE_ADDRESS or site.rstrip("/"),
            begun_at=at,
            changed_at=at,
            **_columns(content, mission),
        )


def subscribe_once(
    content: SubscriptionContent, mission: Mission, key: UUID, *, actor: Actor, site: str
) -> tuple[Subscription, bool]:
    """Return the subscription that a person began under a key, and whether it is new.

    Raises:
        ReusedKeyError: the key came with something else, or is not theirs.

    """
    mine = Subscription.objects.filter(person=_person(actor), pk=key)
    if not mine.exists():
        try:
            return subscribe(content, mission, actor=actor, site=site, key=key), True
        except IntegrityError:  # somebody was faster, or it is another's
            pass
    held = mine.select_related("mission", "post", "party").first()
    if held is None or _differs(held, content, mission):
        raise ReusedKeyError
    return held, False


def content_of(held: Subscription) -> SubscriptionContent:
    """Return what a subscription says, as it would be said."""
    same = ("name", "severity_min", "channel", "url", "rhythm")
    quiet = ("quiet_from", "quiet_until", "flash_in_quiet")
    return SubscriptionContent(
        **{name: getattr(held, name) for name in (*same, *quiet)},
        topics=tuple(held.topics),
        corners=tuple((lon, lat) for lon, lat in held.corners),
        categories=tuple(held.categories),
        post=held.post.code if held.post else "",
        party=held.party.code if held.party else "",
    )


def change_subscription(
    held: Subscription, content: SubscriptionContent, *, actor: Actor, now: datetime | None = None
) -> None:
    """Let a subscription be about something else from now on; what it told stays told.

    Raises:
        PermissionDenied: it is somebody else's.
        ValidationError: what is wrong, or it has ended.

    """
    person = _person(actor, held)
    if content.channel != held.channel:
        words = _("How it tells you cannot change: end it, and begin another one.")
        refuse([Problem("channel", words, "fixed")])
    refuse(_problems_of(content, held.mission, person))
    columns = _columns(content, held.mission)
    with writing():
        _open(held).update(changed_at=now or timezone.now(), **columns)


def end_subscription(held: Subscription, *, actor: Actor, now: datetime | None = None) -> None:
    """End a subscription of the actor's own; ended twice, it ended the first time."""
    _person(actor, held)
    end_by_link(held, now=now)


def end_by_link(held: Subscription, *, now: datetime | None = None) -> None:
    """End a subscription for whoever holds the link in one of its messages."""
    with writing():
        rows = Subscription.objects.filter(pk=held.pk, ended_at__isnull=True)
        rows.update(ended_at=now or timezone.now())


def stop_subscription(held: Subscription, now: datetime) -> None:
    """Stop a webhook that is gone or does not answer, until its holder resumes it."""
    rows = Subscription.objects.filter(pk=held.pk, stopped_at__isnull=True)
    rows.update(stopped_at=now)


def resume_subscription(held: Subscription, *, actor: Actor) -> None:
    """Let a stopped webhook be called again, of what happens from now on."""
    _person(actor, held)
    with writing():
        _open(held).update(stopped_at=None)


def problems_of_url(url: str) -> Iterator[Problem]:
    """Yield what is wrong with the address of a webhook, as far as it shows without calling."""
    try:
        checked_url(url, reach())
    except RefusedError as error:
        words = {
            "scheme": _("The address must begin with https://."),
            "address": _("This address is not of the public internet; a webhook must be."),
            "host": _("The operator of this site does not allow that host."),
        }.get(error.code, _("This is no address that a webhook can have."))
        yield Problem("url", words, error.code)


def reach() -> Reach:
    """Return where the operator lets webhooks go."""
    return Reach(
        hosts=frozenset(settings.WEBHOOK_HOSTS),
        networks=tuple(settings.WEBHOOK_NETWORKS),
        plain=settings.WEBHOOK_PLAIN_HTTP,
        ca_file=settings.WEBHOOK_CA_FILE or None,
    )


def _person(actor: Actor, held: Subscription | None = None) -> User:
    if actor.user is None or (held is not None and held.person_id != actor.user.pk):
        raise PermissionDenied
    return actor.user


def _differs(held: Subscription, content: SubscriptionContent, mission: Mission) -> bool:
    """Tell whether a subscription was begun with something else; not once it was changed."""
    if held.changed_at != held.begun_at:
        return False
    columns = _columns(content, mission).items()
    return held.mission != mission or any(getattr(held, name) != said for name, said in columns)


def _open(held: Subscription) -> Any:
    rows = Subscription.objects.filter(pk=held.pk, ended_at__isnull=True)
    if not rows.exists():
        refuse([Problem("name", _("This subscription has ended. Begin another one."), "ended")])
    return rows


def _columns(content: SubscriptionContent, mission: Mission) -> dict[str, Any]:
    return {
        "name": content.name.strip(),
        "topics": list(content.topics),
        "corners": [list(corner) for corner in content.corners],
        "categories": list(content.categories),
        "severity_min": content.severity_min,
        "post": Post.objects.filter(mission=mission, code=content.post).first(),
        "party": Party.objects.filter(code=content.party).first(),
        "channel": content.channel,
        "url": content.url if content.channel == AlertChannel.WEBHOOK else "",
        "rhythm": content.rhythm,
        "quiet_from": content.quiet_from,
        "quiet_until": content.quiet_until,
        "flash_in_quiet": content.flash_in_quiet,
    }


def _problems_of(content: SubscriptionContent, mission: Mission, person: User) -> Iterator[Problem]:
    yield from _problems_of_name(content.name)
    yield from _problems_of_lists(content)
    yield from _problems_of_matter(content, mission)
    if content.corners:
        yield from problems_of_corners(content.corners)
    yield from _problems_of_way(content, person)


def _problems_of_way(content: SubscriptionContent, person: User) -> Iterator[Problem]:
    begins, ends = content.quiet_from, content.quiet_until
    if (begins, ends) != (None, None) and (None in (begins, ends) or begins == ends):
        words = _("Give the beginning and the end of the quiet hours, or neither.")
        yield Problem("quiet_until", words, "half")
    if content.channel == AlertChannel.WEBHOOK:
        yield from problems_of_url(content.url)
    elif not settings.SENDS_EMAIL:
        words = _("This site sends no e-mail: its operator has named no mail server.")
        yield Problem("channel", words, "no_mail")
    elif not person.email:
        words = _("Your account has no e-mail address. An administrator enters it there.")
        yield Problem("channel", words, "no_address")


def _problems_of_name(name: str) -> Iterator[Problem]:
    if not name.strip():
        yield Problem("name", _("Give it a name."), "required")
    elif not is_text(name) or "\n" in name or "\r" in name:
        yield Problem("name", no_text_message(), "characters")
    elif len(name) > LONGEST_NAME:
        words = _("Shorten this to %(longest)s characters.") % {"longest": LONGEST_NAME}
        yield Problem("name", words, "max_length")


def _problems_of_lists(content: SubscriptionContent) -> Iterator[Problem]:
    known: dict[str, tuple[tuple[Any, ...], list[Any]]] = {
        "topics": (content.topics, list(TOPICS_OFFERED)),
        "categories": (content.categories, Category.values),
        "severity_min": ((content.severity_min,), Severity.values),
        "channel": ((content.channel,), AlertChannel.values),
        "rhythm": ((content.rhythm,), AlertRhythm.values),
    }
    for name, (chosen, offered) in known.items():
        if not set(chosen) <= set(offered):
            yield Problem(name, _("There is no such choice."), "invalid_choice")
    if not content.topics:
        yield Problem("topics", _("Choose what you want to be told of."), "required")


def _problems_of_matter(content: SubscriptionContent, mission: Mission) -> Iterator[Problem]:
    if content.post and not Post.objects.filter(mission=mission, code=content.post).exists():
        yield Problem("post", _("The mission has no such post."), "unknown")
    if content.party and not Party.objects.filter(code=content.party).exists():
        yield Problem("party", _("There is no such party."), "unknown")


def problems_of_corners(corners: tuple[Corner, ...]) -> Iterator[Problem]:
    """Yield what is wrong with an area."""
    try:
        check_polygon(corners)
    except NotUnderstoodError as error:
        yield Problem("corners", polygon_words(error), error.code)


def polygon_words(error: NotUnderstoodError) -> str:
    """Return what to do about a polygon that was not understood."""
    return POLYGON_WORDS[error.code]() % {
        "found": error.found,
        "other": "".join(error.expected),
    }


POLYGON_WORDS = {
    "too_long": lambda: _("This is too long for an area."),
    "no_json": lambda: _("This begins as GeoJSON does, and is none."),
    "no_polygon": lambda: _("Give one GeoJSON Polygon, or a feature that holds one."),
    "one_ring": lambda: _("Give a polygon with one ring, without holes."),
    "no_corner": lambda: _("Corner %(found)s is not a position."),
    "not_on_earth": lambda: _("Corner %(found)s is not on earth."),
    "few_corners": lambda: _("An area has at least three different corners; here are %(found)s."),
    "many_corners": lambda: _("An area has at most 200 corners; here are %(found)s."),
    "too_wide": lambda: _("This area goes around half the earth."),
    "crosses_itself": lambda: _(
        "The outline crosses itself: the sides that begin at corners %(found)s and %(other)s meet."
    ),
}
