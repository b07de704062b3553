"""What people of the cast tell, valid as it stands; a test names only what matters to it."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import connection, connections

from incidents.domain.content import CasualtyContent, ReportContent
from incidents.domain.daily_return import ReturnContent
from incidents.domain.filing import Acknowledgement, file_report
from incidents.enums import Outcome
from incidents.ledger.uuid7 import uuid7
from incidents.models import Incident
from parties.models import User

# Noon in the cast's mission is 08:00 UTC; its day ends at 15:30 UTC.
DAY = date(2021, 3, 10)
NOW = datetime(2021, 3, 10, 8, 0, tzinfo=UTC)
DAY_ENDS = datetime(2021, 3, 10, 15, 30, tzinfo=UTC)
DUE = DAY_ENDS + timedelta(hours=2)
AFTER_DUE = DUE + timedelta(minutes=1)


def content(**fields: Any) -> ReportContent:
    """Small arms fire, seen an hour ago from the northern post."""
    told: dict[str, Any] = {
        "report_id": uuid7(),
        "mission": "ridge",
        "post": "N-1",
        "occurred_from": NOW - timedelta(hours=1),
        "category": "FIR-SAL",
    }
    return ReportContent(**told | fields)


def claim(**fields: Any) -> ReportContent:
    """The same, told by a party and published by it."""
    told = {
        "post": "",
        "kind": "allegation",
        "source_kind": "party_command",
        "stance": "claimed",
        "source_url": "https://example.org/statement",
    }
    return content(**told | fields)


def tell(author: User | None, now: datetime = NOW, **fields: Any) -> Acknowledgement:
    """File an observation of the northern post, or with an author of None a claim."""
    made = content(**fields) if author else claim(**fields)
    return file_report(made, author=author, now=now)


def incident_of(acknowledged: Acknowledgement) -> Incident:
    """The incident that a report was linked to, as it is now."""
    return Incident.objects.get(pk=acknowledged.incident_id)


def killed(best: int | None = None, side: str = "", **fields: Any) -> CasualtyContent:
    """A line of people killed."""
    return CasualtyContent(outcome=Outcome.KILLED, side=side, best=best, **fields)


def return_content(**fields: Any) -> ReturnContent:
    """The northern post's word that nothing happened on the day."""
    told: dict[str, Any] = {
        "return_id": uuid7(),
        "mission": "ridge",
        "post": "N-1",
        "mission_day": DAY,
    }
    return ReturnContent(**told | fields)


def row_counts() -> dict[str, int]:
    """How many rows each table of what happened has."""
    return {m.__name__: m.objects.count() for m in apps.get_app_config("incidents").get_models()}


def at_once(times: int, work: Callable[[int], Any]) -> list[Any]:
    """Do ``work`` in that many threads that start together; results in order."""
    barrier = threading.Barrier(times)
    results: list[Any] = [None] * times

    def run(index: int) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(30)
            results[index] = work(index)
        except Exception as error:  # noqa: BLE001 - the test looks at it
            results[index] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return results


@contextmanager
def crew(size: int) -> Iterator[Callable[[Callable[[int], Any]], list[Any]]]:
    """A way to do work at once again and again, in threads that keep their connections."""
    barrier = threading.Barrier(size)

    def run(index: int, work: Callable[[int], Any]) -> Any:
        connection.ensure_connection()
        barrier.wait(30)
        try:
            return work(index)
        except Exception as error:  # noqa: BLE001 - the test looks at it
            return error

    with ThreadPoolExecutor(size) as pool:

        def together(work: Callable[[int], Any]) -> list[Any]:
            return [done.result(120) for done in [pool.submit(run, n, work) for n in range(size)]]

        try:
            yield together
        finally:
            together(lambda _: connections.close_all())
