"""Celery as a doorbell: PostgreSQL remembers the work, a message only says "look now"."""

import os

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ceasefire.settings")

app = Celery("ceasefire")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def keep_our_logging(**_options: object) -> None:
    """Stop Celery from replacing the logging that settings.LOGGING has set up."""
