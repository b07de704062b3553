"""Celery tasks: thin, carrying ids at most; PostgreSQL remembers what is due."""

import threading

from celery import shared_task
from django.db import connections

from incidents.domain.pump import look, run_due
from incidents.domain.sequencing import keep_ledger


@shared_task(name="incidents.tasks.look_now", ignore_result=True)
def look_now() -> int:
    """Look at what is due now and do it; returns the number of duties done."""
    return look()


@shared_task(name="incidents.tasks.keep_ledger_now", ignore_result=True)
def keep_ledger_now() -> int:
    """Give waiting entries their places and sign; returns the number of entries placed."""
    return keep_ledger()


# As many at once wait for mail servers and other machines, beside all other work.
_ABROAD = threading.BoundedSemaphore(4)


@shared_task(name="incidents.tasks.tell_now", ignore_result=True)
def tell_now() -> None:
    """Tell what is due to be told, in a thread of its own: a slow receiver stops nothing."""
    if _ABROAD.acquire(blocking=False):
        threading.Thread(name="tell", target=_tell, daemon=True).start()


def _tell() -> None:
    try:
        run_due(abroad=True)
    finally:
        connections.close_all()
        _ABROAD.release()
