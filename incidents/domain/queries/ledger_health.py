"""Whether the ledger keeps up: what waits for a place or a signature, and the signer's memory."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Max, Min

from incidents.domain.ledger_key import SignerRefusalError, log_signer
from incidents.models import Checkpoint, CheckpointSignature, JournalEntry, LedgerEntry

# As far back as every look of the sequencer searches; the rest is for its sweeps.
OVERTAKEN = 2000
LONGEST_WAIT = timedelta(seconds=60)
ELSEWHERE = "elsewhere"  # production's web process has no key, and needs none
FAULTS = {
    "hidden": "This account does not see the whole journal, so it cannot say what waits.",
    "no_key": "LEDGER_KEY_FILE is no Ed25519 key that this process can read.",
    "memory_unreadable": "The signer's memory, the .state file, cannot be read.",
    "memory_older": "The signer's memory is older than the database: it was set back.",
    "database_older": "The database is older than what was signed: it was set back.",
    "another_log": "The signer signed another log than the one in the database.",
}


@dataclass(frozen=True, slots=True)
class LedgerHealth:
    """How long the oldest has waited for a place and for a signature, and what is wrong."""

    waiting: timedelta
    unsigned: timedelta
    fault: str = ""

    @property
    def keeps_up(self) -> bool:
        """Whether nothing is wrong and nothing waits for long."""
        late = max(self.waiting, self.unsigned) > LONGEST_WAIT
        return not late and self.fault in ("", ELSEWHERE)


def ledger_health(now: datetime) -> LedgerHealth:
    """Return how the ledger does; asked as somebody from whom rows are hidden, it says so."""
    if _rows_are_hidden():
        return LedgerHealth(timedelta(), timedelta(), "hidden")
    unsigned = _age(_oldest_unsigned(_signed_size()), now)
    return LedgerHealth(_age(_oldest_waiting(), now), unsigned, memory_fault())


def memory_fault() -> str:
    """Return what is wrong with the key or its memory: a key of FAULTS, or nothing.

    The order of reading matters: a signature is remembered before it is stored, and a
    checkpoint is stored before it is signed.
    """
    if not (settings.LEDGER_KEY_FILE or settings.EMBEDDED):
        return ELSEWHERE
    signed = _signed_size()
    try:
        signer = log_signer()
        _ = signer.verifier
    except (SignerRefusalError, OSError):
        return "no_key"
    try:
        last = signer.last_signed()
    except (OSError, ValueError):
        return "memory_unreadable"
    if last.size < signed:
        return "memory_older"
    if last.size > (Checkpoint.objects.aggregate(size=Max("size"))["size"] or 0):
        return "database_older"
    same = last.size == 0 or Checkpoint.objects.filter(text=last.text).exists()
    return "" if same else "another_log"


def _signed_size() -> int:
    own = CheckpointSignature.objects.filter(is_log=True)
    return own.aggregate(at=Max("checkpoint"))["at"] or 0


def _rows_are_hidden() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_security_active(%s)", [JournalEntry._meta.db_table])
        return bool(cursor.fetchone()[0])


def _oldest_waiting() -> datetime | None:
    newest = LedgerEntry.objects.aggregate(at=Max("journal"))["at"] or 0
    waiting = JournalEntry.objects.filter(ledger_entry__isnull=True, seq__gt=newest - OVERTAKEN)
    return waiting.aggregate(at=Min("at"))["at"]  # type: ignore[no-any-return]


def _oldest_unsigned(signed: int) -> datetime | None:
    later = Checkpoint.objects.filter(size__gt=signed)
    return later.aggregate(at=Min("created_at"))["at"]  # type: ignore[no-any-return]


def _age(at: datetime | None, now: datetime) -> timedelta:
    return max(now - at, timedelta()) if at else timedelta()
