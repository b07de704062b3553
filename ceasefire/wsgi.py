"""The web application, as gunicorn loads it."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ceasefire.settings")
application = get_wsgi_application()
gc.freeze()  # what is loaded by now stays: no collection has to look at it again
# Requests leave few cycles behind; with Python's own 700 each is interrupted several times.
gc.set_threshold(20_000)
