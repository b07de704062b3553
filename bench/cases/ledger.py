"""The ledger: what it costs filing, how fast entries get their places, what a proof weighs."""

import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from unittest.mock import patch

from django.conf import settings
from django.db import connections, models
from django.test import Client

from bench.caller import Caller
from bench.cases import Case, Options
from bench.cases.filing import OURS, RefusedError, our_body
from bench.chain import create_chain, write, write_chained
from bench.fill import filled
from bench.turns import Comparison, Side, timed_side
from incidents.domain import filing, opening
from incidents.domain.journal import Entry
from incidents.domain.ledger_key import make_key
from incidents.domain.sequencing import sequence
from incidents.ledger.canonical import canonical_bytes, content_hash
from incidents.models import JournalEntry, LedgerEntry
from incidents.models.insert_once import insert_together
from parties.models import Mission, User

WRITERS = 16
EACH = 25  # entries of each writer in a turn
TOGETHER = 10  # reports to one look of the leader
LEDGER = 10_000  # entries under the proof that is asked for
BEAT = 1.0  # seconds between two looks, as in production
PACE = 0.1  # seconds from one filing to the next
LOAD = 12  # seconds of filing


def comparisons(options: Options) -> list[Comparison]:
    """With a key of this run, so that a database that was kept is signed from its beginning."""
    key = Path(mkdtemp()) / "log.pem"
    make_key(key)
    settings.LEDGER_KEY_FILE = str(key)
    found = filled()
    caller = Caller(found.monitor_token)
    _place_everything()
    return [
        *_filing(caller, options.rounds),
        *_writing(found.mission, options.rounds),
        _acknowledged(caller),
        *_proving(caller, found.mission, options.rounds),
    ]


def post_report(caller: Caller) -> str:
    """File a report, and return its incident."""
    answer = caller.post(OURS, json.dumps(our_body()).encode())
    if answer.status != 201:
        raise RefusedError(answer.body.decode())
    incident: str = json.loads(answer.body)["incident"]
    return incident


@contextmanager
def without_ledger() -> Iterator[None]:
    """File without journal, salts and salted hashes: the bare report with its incident."""
    with (
        patch.object(filing, "write_entries", _written_nowhere),
        patch.object(opening, "write_entries", _written_nowhere),
        patch.object(filing, "new_salts", lambda _mission, _report: None),
        patch.object(filing, "insert_together", lambda _salts, rows: insert_together(rows)),
        patch.object(filing, "digest_with", lambda _, facts: content_hash(canonical_bytes(facts))),
    ):
        yield


def _written_nowhere(
    entries: Iterable[Entry], after: Iterable[Sequence[models.Model]] = ()
) -> list[JournalEntry]:
    insert_together(*after)
    return [JournalEntry(seq=0, action=entry.action) for entry in entries]


def _filing(caller: Caller, rounds: int) -> list[Comparison]:
    def bare() -> None:
        with without_ledger():
            post_report(caller)

    def several() -> None:
        for _ in range(TOGETHER):
            post_report(caller)
        sequence()

    def several_bare() -> None:
        for _ in range(TOGETHER):
            bare()

    titles = {
        "Filing one report": (lambda: post_report(caller), bare),
        f"{TOGETHER} reports, and the leader's look for them": (several, several_bare),
    }
    return [
        Comparison(
            title,
            "ms",
            timed_side("with the ledger", ours),
            timed_side("without", other),
            rounds,
            ratio_aim=0.6,
        )
        for title, (ours, other) in titles.items()
    ]


def _writing(mission: Mission, rounds: int) -> list[Comparison]:
    """Figures are milliseconds per entry."""
    create_chain()

    def chained() -> float:
        return _by_many(lambda: write_chained(mission))

    def backlog() -> float:
        _place_everything()
        for _ in range(WRITERS * EACH):
            write(mission)
        return _ms_each(_place_everything)

    def at_once() -> float:
        def both() -> None:
            _by_many(lambda: write(mission))
            _place_everything()

        return _ms_each(both)

    chain = Side(f"chain, {WRITERS} writers", chained)
    notes = {"entries in a turn": WRITERS * EACH}
    return [
        Comparison(
            "The sequencer, a waiting entry",
            "ms",
            Side("sequencer", backlog),
            chain,
            rounds,
            ratio_aim=5,
            notes=notes,
        ),
        Comparison(
            f"{WRITERS} writers and then the sequencer, an entry",
            "ms",
            Side("journal and sequencer", at_once),
            chain,
            rounds,
            notes=notes,
        ),
    ]


def _by_many(action: Callable[[], object]) -> float:
    """Let all writers write at once; return milliseconds per entry."""

    def write_some() -> None:
        for _ in range(EACH):
            action()
        connections.close_all()

    def run() -> None:
        threads = [threading.Thread(target=write_some) for _ in range(WRITERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    return _ms_each(run)


def _ms_each(run: Callable[[], object]) -> float:
    begun = time.perf_counter()
    run()
    return (time.perf_counter() - begun) / (WRITERS * EACH) * 1000


def _acknowledged(caller: Caller) -> Comparison:
    def worst() -> float:
        return _percentile(_waits(caller), 0.99)

    notes = {"reports a second": round(1 / PACE), "a look each": f"{BEAT:g} s"}
    return Comparison(
        "Acknowledged until in a signed checkpoint, 99 of 100 within",
        "ms",
        Side("ours", worst),
        None,
        1,
        ceiling=2000,
        notes=notes,
    )


def _waits(caller: Caller) -> list[float]:
    """File at an even pace while a leader looks each second; return the waits in ms."""
    signed: list[tuple[float, int]] = []
    filed: list[tuple[float, int]] = []
    done = threading.Event()

    def lead() -> None:
        while not done.wait(BEAT):
            sequence()
            signed.append((time.perf_counter(), _newest_placed()))
        connections.close_all()

    leader = threading.Thread(target=lead)
    leader.start()
    until = time.perf_counter() + LOAD
    while time.perf_counter() < until:
        begun = time.perf_counter()
        post_report(caller)
        filed.append((time.perf_counter(), _newest_written()))
        time.sleep(max(0.0, PACE - (time.perf_counter() - begun)))
    time.sleep(2 * BEAT)
    done.set()
    leader.join()
    return [
        (next(at for at, newest in signed if newest >= seq and at > when) - when) * 1000
        for when, seq in filed
    ]


def _newest_placed() -> int:
    rows = LedgerEntry.objects.order_by("-seq").values_list("journal", flat=True)
    return int(rows[0])


def _newest_written() -> int:
    return int(JournalEntry.objects.order_by("-seq").values_list("seq", flat=True)[0])


def _percentile(figures: list[float], share: float) -> float:
    return sorted(figures)[min(len(figures) - 1, int(len(figures) * share))]


def _proving(caller: Caller, mission: Mission, rounds: int) -> list[Comparison]:
    """The proofs of an incident that stands early in a large log."""
    incident = post_report(caller)
    path = f"/incidents/{incident}/proof.json"
    reader = Client(SERVER_NAME="localhost")
    reader.force_login(User.objects.get(username="bench-monitor"))

    def answer() -> bytes:
        _grow(mission)
        got = reader.get(path)
        if got.status_code != 200:
            raise RefusedError(got.status_code)
        return bytes(got.content)

    def weigh() -> float:
        return len(answer()) / 1000

    notes = {"entries in the log": f"{LEDGER:,}", "of the incident": _entries_of(incident)}
    return [
        Comparison(
            "An incident's proofs",
            "ms",
            Side("ours", _timer(answer)),
            None,
            rounds,
            ceiling=1000,
            notes=notes,
        ),
        Comparison("Their size", "kB", Side("ours", weigh), None, 1, ceiling=20, notes=notes),
    ]


def _timer(action: Callable[[], object]) -> Callable[[], float]:
    def turn() -> float:
        begun = time.perf_counter()
        action()
        return (time.perf_counter() - begun) * 1000

    return turn


def _entries_of(incident: str) -> int:
    return JournalEntry.objects.filter(subject_type="incident", subject_id=incident).count()


def _grow(mission: Mission) -> None:
    """Fill the log up; the first time only, in the turn that warms up."""
    missing = LEDGER - LedgerEntry.objects.count()
    if missing <= 0:
        return
    sample = write(mission)
    JournalEntry.objects.bulk_create(
        (_copy(sample, number) for number in range(missing)), batch_size=2000
    )
    _place_everything()


def _copy(sample: JournalEntry, number: int) -> JournalEntry:
    names = ("at", "mission", "action", "subject_type", "body", "body_hash")
    values = {name: getattr(sample, name) for name in names}
    return JournalEntry(**values, subject_id=f"{sample.subject_id[:-6]}{number:06}")


def _place_everything() -> None:
    while sequence():
        pass


CASE = Case("ledger", 10_000, 9, comparisons)
