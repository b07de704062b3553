"""Celery tasks: thin, carrying ids at most; PostgreSQL remembers what is due."""

from celery import shared_task

from incidents.domain.pump import look
from incidents.domain.sequencing import keep_ledger


@shared_task(name="incidents.tasks.look_now", ignore_result=True)
def look_now() -> int:
    """Look at what is due now and do it; returns the number of duties done."""
    return look()


@shared_task(name="incidents.tasks.keep_ledger_now", ignore_result=True)
def keep_ledger_now() -> int:
    """Give waiting entries their places and sign; returns the number of entries placed."""
    return keep_ledger()
