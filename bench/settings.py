"""The product's own settings, with the plain rivals' addresses beside the product's."""

import os
import tempfile
from pathlib import Path

BENCHMARKING = {
    "EMBEDDED": "1",
    "SECRET_KEY": "only-for-benchmarks-" * 3,
    "DATA_DIR": str(Path(tempfile.gettempdir()) / f"ceasefire-bench-{os.getuid()}"),
    # Both sides log as in production, to where nobody reads it.
    "LOG_FILE": "/dev/null",
    "LOG_JSON": "1",
}
for name, value in BENCHMARKING.items():
    os.environ.setdefault(name, value)
Path(os.environ["DATA_DIR"], "static").mkdir(parents=True, exist_ok=True)  # whitenoise looks

from ceasefire.settings import *  # noqa: E402, F403

ROOT_URLCONF = "bench.urls"

# Pages are measured without the step that gives files their hashed names.
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

API_REQUESTS_PER_MINUTE = 10**9  # counted as in production, and never reached
