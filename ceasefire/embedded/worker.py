"""The Celery worker and beat as threads of the web process."""

import threading
from collections.abc import Callable

from ceasefire.celery import app

SECONDS_TO_STOP = 3


class BackgroundThreads:
    """One worker and one beat; they take no signals and end with the process."""

    def __init__(self) -> None:
        from celery.beat import Service  # noqa: PLC0415 - only the embedded server pays for it

        self._beat = Service(app, max_interval=1, scheduler_cls=app.conf.beat_scheduler)
        self._threads = [_thread("worker", _work), _thread("beat", self._beat.start)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Let the task at hand end; what a thread cannot end in time is in the duty table."""
        from celery.worker import state  # noqa: PLC0415

        self._beat.stop()
        state.should_stop = 0
        for thread in self._threads:
            thread.join(SECONDS_TO_STOP)


def _work() -> None:
    from celery.worker import WorkController  # noqa: PLC0415

    WorkController(
        app=app,
        pool="solo",
        concurrency=1,
        hostname="embedded@localhost",
        without_heartbeat=True,
        without_mingle=True,
        without_gossip=True,
    ).start()


def _thread(name: str, target: Callable[[], None]) -> threading.Thread:
    return threading.Thread(name=name, target=target, daemon=True)
