"""How gunicorn serves: many processes in production, one with everything in embedded mode."""

import os
import signal
from typing import Any

import environ

from ceasefire.embedded.progress import say
from ceasefire.logs import logging_config

env = environ.Env()
embedded = env.bool("EMBEDDED", default=False)

bind = env.str("BIND", default="127.0.0.1:8000" if embedded else "0.0.0.0:8000")
worker_class = "gthread"
workers = 1 if embedded else env.int("WEB_CONCURRENCY", default=2)
threads = 8 if embedded else 4
timeout = 60
graceful_timeout = 10 if embedded else 30
keepalive = 5
limit_request_line = 8_190  # longer than the door lets pass, so that the door can say why
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - a heartbeat file
control_socket_disable = True
# No access log: it is made of client addresses. Everything else goes through our logging.
accesslog = None
logconfig_dict = logging_config(env)


def when_ready(_server: Any) -> None:
    """Stop when the terminal is closed; gunicorn would only load its settings anew."""
    if embedded:
        signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))


def post_worker_init(worker: Any) -> None:
    """Load every page's code now, not at the first request; then start the background threads."""
    from django.urls import get_resolver  # noqa: PLC0415 - Django is ready only now

    _ = get_resolver().url_patterns
    if embedded:
        from ceasefire.embedded.worker import BackgroundThreads  # noqa: PLC0415

        worker.background = BackgroundThreads()
        worker.background.start()
        say(f"Ready at http://{bind}/ (Ctrl-C stops everything)")


def worker_exit(_server: Any, worker: Any) -> None:
    """Stop them before the process ends."""
    if background := getattr(worker, "background", None):
        background.stop()
