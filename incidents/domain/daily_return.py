"""Daily returns: a post's word on a mission day, filed once."""

from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.domain.content import canonical_fields, utc_text
from incidents.domain.content_checks import (
    LONGEST_NARRATIVE,
    Problem,
    no_text_message,
    refuse,
)
from incidents.domain.day_rule import rule_of
from incidents.domain.journal import write_entry
from incidents.domain.linking import impose_recounts
from incidents.domain.references import mission_named, nothing_named, row_named
from incidents.domain.report_row import reference_of
from incidents.domain.serialising import serialise_by_id
from incidents.domain.writing import writing
from incidents.enums import Action, ActivityKind, CounterKind
from incidents.ledger.canonical import canonical_bytes, content_hash, is_text
from incidents.ledger.uuid7 import is_uuid7
from incidents.models import DailyReturn, Report
from incidents.rules import DUTY_OFFICER, MONITOR, may
from parties.domain.acting import actor_of, posts_open_to
from parties.models import Mission, Party, Post, User

MOST_MINUTES = 25 * 60
EARLIEST_DAY = date(1900, 1, 1)
MOST_POSTS = 10_000
MOST_LINES = 50
MOST_COUNTED = 1_000_000
LINES = ("denials", "outages", "activities", "counters")
# The code lists of the lines that have one.
_KINDS = {"activities": ActivityKind, "counters": CounterKind}
_MOST = {"minutes": MOST_MINUTES, "number": MOST_COUNTED}


@dataclass(frozen=True, slots=True, kw_only=True)
class DenialContent:
    """One access that was denied or delayed: by whom, why, minutes lost; None is not known."""

    by: str = ""
    reason: str = ""
    minutes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutageContent:
    """One camera, radio or sensor that did not work, for how many minutes; None is not known."""

    what: str
    minutes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityContent:
    """One exercise, demining or convoy that was notified: by whom, and what it is."""

    kind: str
    by: str = ""
    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterContent:
    """One number of what is no violation, as this post alone handled it; None is not known."""

    kind: str
    number: int | None = None


Line = DenialContent | OutageContent | ActivityContent | CounterContent


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnContent:
    """What a post, or a source for many posts, says of one mission day."""

    return_id: UUID
    mission: str
    post: str = ""
    source_party: str = ""
    mission_day: date | None = None
    is_nil: bool = True
    observed_minutes: int | None = None
    posts_watching: int | None = None
    outage_text: str = ""
    denied_text: str = ""
    note: str = ""
    denials: tuple[DenialContent, ...] = ()
    outages: tuple[OutageContent, ...] = ()
    activities: tuple[ActivityContent, ...] = ()
    counters: tuple[CounterContent, ...] = ()


@dataclass(frozen=True, slots=True)
class ReturnAcknowledgement:
    """The stored return and its receipt, byte for byte."""

    daily_return: DailyReturn
    receipt: bytes
    outcome: Literal["new", "replayed", "variant"]


def file_daily_return(
    content: ReturnContent,
    *,
    author: User | None,
    report: Report | None = None,
    now: datetime | None = None,
) -> ReturnAcknowledgement:
    """File one daily return, once, however often it is sent.

    Args:
        content: what is said.
        author: who files; None when the mission loads what others published.
        report: the nil statement that this return is read from, if any.
        now: the time of receipt, for tests.

    Raises:
        ValidationError: a dict from field to what is wrong; nothing is stored.
        PermissionDenied: the author may not file at this mission.

    """
    at = now or timezone.now()
    mission = mission_named(content.mission)
    if author is not None and not may(actor_of(author), "file_return", mission.pk):
        raise PermissionDenied
    named = _Named(
        mission=mission,
        post=row_named(Post.objects.filter(mission=mission), content.post),
        party=row_named(Party.objects.all(), content.source_party),
    )
    problems = [*_problems(content, mission, at), *_missing(content, named)]
    if author is not None:
        problems += _post_problems(author, content, named)
    refuse(problems)
    row = _row(content, named, author, at)
    row.report = report
    with writing():
        return _store(row, content)


@dataclass(frozen=True, slots=True)
class _Named:
    """The rows that a return's content names by code."""

    mission: Mission
    post: Post | None
    party: Party | None


def _missing(content: ReturnContent, named: _Named) -> list[Problem]:
    problems = []
    if content.post and named.post is None:
        problems.append(nothing_named("post"))
    if content.source_party and named.party is None:
        problems.append(nothing_named("source_party"))
    return problems


def _problems(content: ReturnContent, mission: Mission, now: datetime) -> list[Problem]:
    problems = []
    if not is_uuid7(content.return_id):
        problems.append(Problem("return_id", _("The id must be a UUID of version 7."), "uuid7"))
    problems += _day_problems(content.mission_day, mission, now)
    problems += _number_problems("observed_minutes", content.observed_minutes, MOST_MINUTES)
    problems += _number_problems("posts_watching", content.posts_watching, MOST_POSTS)
    for name in ("outage_text", "denied_text", "note"):
        problems += _text_problems(name, getattr(content, name))
    for name in LINES:
        problems += _line_problems(name, getattr(content, name))
    return problems


def _line_problems(name: str, lines: tuple[Line, ...]) -> list[Problem]:
    """What is wrong with the lines of a list, each by its number and field."""
    if len(lines) > MOST_LINES:
        message = _("Give %(most)s lines at most.") % {"most": MOST_LINES}
        return [Problem(name, message, "max_length")]
    problems = []
    for number, line in enumerate(lines):
        for field in fields(line):
            place, value = f"{name}.{number}.{field.name}", getattr(line, field.name)
            if field.name in _MOST:
                problems += _number_problems(place, value, _MOST[field.name])
            elif field.name == "kind" and value not in _KINDS[name].values:
                problems.append(Problem(place, _("Choose one of the list."), "invalid_choice"))
            else:
                problems += _text_problems(place, value)
    return problems


def _day_problems(day: date | None, mission: Mission, now: datetime) -> list[Problem]:
    if day is None:
        return []
    if day > rule_of(mission).day_of(now):
        return [Problem("mission_day", _("This mission day has not begun."), "future")]
    if day < EARLIEST_DAY:
        return [Problem("mission_day", _("This day is before 1900; check the year."), "too_early")]
    return []


def _number_problems(name: str, number: int | None, most: int) -> list[Problem]:
    if number is None or 0 <= number <= most:
        return []
    message = _("Give a number between 0 and %(most)s.") % {"most": most}
    return [Problem(name, message, "range")]


def _text_problems(name: str, text: str) -> list[Problem]:
    if not is_text(text):
        return [Problem(name, no_text_message(), "characters")]
    if len(text) > LONGEST_NARRATIVE:
        message = _("Shorten this to %(longest)s characters.") % {"longest": LONGEST_NARRATIVE}
        return [Problem(name, message, "max_length")]
    return []


def _post_problems(author: User, content: ReturnContent, named: _Named) -> list[Problem]:
    if not content.post:
        return [Problem("post", _("Choose the post whose return this is."), "required")]
    actor = actor_of(author)
    if named.post is None or DUTY_OFFICER in actor.roles_at(named.mission.pk):
        return []
    if named.post in posts_open_to(actor, named.mission, {MONITOR}):
        return []
    return [Problem("post", _("You are not appointed to this post."), "not_appointed")]


def _store(row: DailyReturn, content: ReturnContent) -> ReturnAcknowledgement:
    row.content = _canonical(content, row.author)
    row.content_hash = content_hash(row.content)
    serialise_by_id(row.return_id)
    same_id = DailyReturn.objects.filter(return_id=row.return_id, mission=row.mission)
    row.is_variant = same_id.exists()
    row.receipt = _receipt(row)
    if not DailyReturn.objects.insert_once(row):
        kept = same_id.get(content_hash=row.content_hash)
        return ReturnAcknowledgement(kept, bytes(kept.receipt), "replayed")
    _journal(row)
    return ReturnAcknowledgement(row, row.receipt, "variant" if row.is_variant else "new")


def _canonical(content: ReturnContent, author: User | None) -> bytes:
    facts = canonical_fields(content) | {"author": author.pk if author else 0}
    if content.mission_day is not None:
        facts["mission_day"] = content.mission_day.isoformat()
    return canonical_bytes(facts)


def _row(content: ReturnContent, named: _Named, author: User | None, at: datetime) -> DailyReturn:
    return DailyReturn(
        return_id=content.return_id,
        reference=reference_of(named.mission, content.return_id),
        mission=named.mission,
        post=named.post,
        source_party=named.party,
        author=author,
        received_at=at,
        mission_day=content.mission_day,
        is_nil=content.is_nil,
        observed_minutes=content.observed_minutes,
        posts_watching=content.posts_watching,
        outage_text=content.outage_text,
        denied_text=content.denied_text,
        note=content.note,
        **{name: [asdict(line) for line in getattr(content, name)] for name in LINES},
    )


def _receipt(row: DailyReturn) -> bytes:
    return canonical_bytes(
        {
            "v": 1,
            "return_id": str(row.return_id),
            "reference": row.reference,
            "mission": row.mission.code,
            "content_hash": row.content_hash,
            "received_at": utc_text(row.received_at),
            "variant": row.is_variant,
        }
    )


def _journal(row: DailyReturn) -> None:
    entry = write_entry(
        Action.RETURN_FILED,
        mission=row.mission,
        subject=("daily_return", str(row.return_id)),
        body={"content_hash": row.content_hash, "reference": row.reference},
        actor=row.author,
        at=row.received_at,
    )
    impose_recounts(row.mission, {row.mission_day}, cause=entry.seq, at=row.received_at)
