"""Daily returns: a post's word on a mission day, filed once."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.domain.content import canonical_fields, utc_text
from incidents.domain.content_checks import LONGEST_NARRATIVE, Problem
from incidents.domain.filing import reference_of, refuse, serialise_by_id
from incidents.domain.journal import write_entry
from incidents.domain.linking import impose_recounts
from incidents.enums import Action
from incidents.ledger.canonical import canonical_bytes, content_hash
from incidents.ledger.uuid7 import is_uuid7
from incidents.missionday.window import day_of
from incidents.models import DailyReturn, Report
from incidents.rules import DUTY_OFFICER, MONITOR, may
from parties.domain.acting import actor_of, posts_open_to
from parties.models import Mission, Party, Post, User

MOST_MINUTES = 25 * 60
EARLIEST_DAY = date(1900, 1, 1)
MOST_POSTS = 10_000


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
    mission = Mission.objects.filter(code=content.mission.replace("\x00", "")).first()
    if mission is None:
        refuse([Problem("mission", _("There is no such mission."), "unknown")])
        raise AssertionError
    if author is not None and not may(actor_of(author), "file_return", mission.pk):
        raise PermissionDenied
    post = Post.objects.filter(mission=mission, code=content.post.replace("\x00", "")).first()
    problems = _problems(content, mission, at)
    if author is not None:
        problems += _post_problems(author, mission, post)
    refuse(problems)
    with transaction.atomic():
        return _store(content, mission, post, author, report, at)


def _problems(content: ReturnContent, mission: Mission, now: datetime) -> list[Problem]:
    problems = []
    if not is_uuid7(content.return_id):
        problems.append(Problem("return_id", _("The id must be a UUID of version 7."), "uuid7"))
    problems += _day_problems(content.mission_day, mission, now)
    problems += _number_problems("observed_minutes", content.observed_minutes, MOST_MINUTES)
    problems += _number_problems("posts_watching", content.posts_watching, MOST_POSTS)
    for name in ("outage_text", "denied_text", "note"):
        problems += _text_problems(name, getattr(content, name))
    return problems


def _day_problems(day: date | None, mission: Mission, now: datetime) -> list[Problem]:
    if day is None:
        return []
    if day > day_of(now, mission.time_zone, mission.cut_off):
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
    if "\x00" in text or any("\ud800" <= c <= "\udfff" for c in text):
        message = _("Remove the characters that are no text (NUL or half a character).")
        return [Problem(name, message, "characters")]
    if len(text) > LONGEST_NARRATIVE:
        message = _("Shorten this to %(longest)s characters.") % {"longest": LONGEST_NARRATIVE}
        return [Problem(name, message, "max_length")]
    return []


def _post_problems(author: User, mission: Mission, post: Post | None) -> list[Problem]:
    if post is None:
        return [Problem("post", _("Choose the post whose return this is."), "required")]
    actor = actor_of(author)
    if DUTY_OFFICER in actor.roles_at(mission.pk):
        return []
    if post in posts_open_to(actor, mission, {MONITOR}):
        return []
    return [Problem("post", _("You are not appointed to this post."), "not_appointed")]


def _store(
    content: ReturnContent,
    mission: Mission,
    post: Post | None,
    author: User | None,
    report: Report | None,
    at: datetime,
) -> ReturnAcknowledgement:
    facts = canonical_fields(content) | {"author": author.pk if author else 0}
    if content.mission_day is not None:
        facts["mission_day"] = content.mission_day.isoformat()
    canonical = canonical_bytes(facts)
    digest = content_hash(canonical)
    serialise_by_id(content.return_id)
    is_variant = DailyReturn.objects.filter(return_id=content.return_id).exists()
    row = _row(content, mission, post, author, at)
    row.report, row.content, row.content_hash = report, canonical, digest
    row.is_variant = is_variant
    row.receipt = _receipt(row)
    if not DailyReturn.objects.insert_once(row):
        kept = DailyReturn.objects.get(return_id=content.return_id, content_hash=digest)
        return ReturnAcknowledgement(kept, bytes(kept.receipt), "replayed")
    _journal(row, author)
    return ReturnAcknowledgement(row, row.receipt, "variant" if is_variant else "new")


def _row(
    content: ReturnContent, mission: Mission, post: Post | None, author: User | None, at: datetime
) -> DailyReturn:
    party = (
        Party.objects.filter(code=content.source_party).first() if content.source_party else None
    )
    return DailyReturn(
        return_id=content.return_id,
        reference=reference_of(mission, content.return_id),
        mission=mission,
        post=post,
        source_party=party,
        author=author,
        received_at=at,
        mission_day=content.mission_day,
        is_nil=content.is_nil,
        observed_minutes=content.observed_minutes,
        posts_watching=content.posts_watching,
        outage_text=content.outage_text,
        denied_text=content.denied_text,
        note=content.note,
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


def _journal(row: DailyReturn, author: User | None) -> None:
    entry = write_entry(
        Action.RETURN_FILED,
        mission=row.mission,
        subject=("daily_return", str(row.return_id)),
        body={"content_hash": row.content_hash, "reference": row.reference},
        actor=author,
        at=row.received_at,
    )
    impose_recounts(row.mission, {row.mission_day}, cause=entry.seq, at=row.received_at)
