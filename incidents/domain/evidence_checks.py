"""Checks on a file that is announced: each names its field and says what to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from incidents.custody import CaptureMethod
from incidents.domain.content_checks import Problem
from incidents.files.store import HASH, Store
from incidents.ledger.canonical import is_text
from incidents.models import Upload
from parties.models import Mission, User

CLOCK_SKEW = timedelta(minutes=10)
MEGABYTE = 1_000_000
LONGEST = {
    "name": 255,
    "claimed_type": 100,
    "collected_by": 200,
    "device": 200,
    "source_url": 1000,
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A file that somebody wants to attach to a report, filed or yet to be filed."""

    report_id: UUID
    mission: str
    sha256: str
    size: int
    name: str = ""
    claimed_type: str = ""
    collected_by: str = ""
    collected_at: datetime | None = None
    device: str = ""
    source_url: str = ""
    capture: str = ""
    graphic: bool = False


def evidence_store() -> Store:
    """Return the store in the folder that the settings name."""
    return Store(settings.EVIDENCE_DIR)


def problems_of_offer(offer: Offer, now: datetime) -> Iterator[Problem]:
    """Yield what is wrong with an offer by itself."""
    if not HASH.fullmatch(offer.sha256):
        message = _("Give the SHA-256 as 64 small hexadecimal digits.")
        yield Problem("sha256", message, "invalid")
    if offer.size <= 0:
        yield Problem("size", _("The file is empty."), "empty")
    if offer.size > settings.EVIDENCE_LARGEST_FILE:
        yield Problem("size", _too_large(settings.EVIDENCE_LARGEST_FILE), "too_large")
    for name, most in LONGEST.items():
        text = getattr(offer, name)
        if len(text) > most or not is_text(text):
            message = _("At most %(most)s characters, and no control characters.")
            yield Problem(name, message % {"most": most}, "invalid")
    if offer.collected_at is not None and offer.collected_at > now + CLOCK_SKEW:
        yield Problem("collected_at", _("This lies in the future."), "future")
    if offer.capture and offer.capture not in CaptureMethod.values:
        yield Problem("capture", _("There is no such code."), "invalid_choice")
    yield from _problems_of_address(offer.source_url)


def problems_of_room(offer: Offer, uploader: User, mission: Mission) -> Iterator[Problem]:
    """Yield which limits an offer would pass; call it only for an offer that is new."""
    mine = Upload.objects.filter(report_id=offer.report_id, uploader=uploader)
    held = mine.aggregate(number=Count("pk"), bytes=Sum("size"))
    if held["number"] >= settings.EVIDENCE_FILES_PER_REPORT:
        message = _("A report takes at most %(most)s files.")
        most = settings.EVIDENCE_FILES_PER_REPORT
        yield Problem("file", message % {"most": most}, "too_many")
    if (held["bytes"] or 0) + offer.size > settings.EVIDENCE_BYTES_PER_REPORT:
        message = _("The files of one report take at most %(most)s MB together.")
        most = settings.EVIDENCE_BYTES_PER_REPORT // MEGABYTE
        yield Problem("size", message % {"most": most}, "report_full")
    all_of_it = Upload.objects.filter(mission=mission).aggregate(bytes=Sum("size"))["bytes"] or 0
    if all_of_it + offer.size > settings.EVIDENCE_BYTES_PER_MISSION:
        message = _("The mission has no more room for files. Tell its administrators.")
        yield Problem("size", message, "mission_full")


def is_disk_too_full(size: int) -> bool:
    """Tell whether a file would take the room that is kept free for everything else."""
    return evidence_store().free_bytes() - size < int(settings.EVIDENCE_KEEP_FREE)


def _too_large(most: int) -> str:
    return _("A file has at most %(most)s MB.") % {"most": most // MEGABYTE}


def _problems_of_address(address: str) -> Iterator[Problem]:
    if address:
        try:
            URLValidator(schemes=["http", "https"])(address)
        except ValidationError:
            yield Problem("source_url", _("Give a whole address, with https://."), "invalid")
