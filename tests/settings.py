"""The settings under test: the product's own, with what only tests may have."""

import os
import tempfile
from pathlib import Path

TESTING = {
    "EMBEDDED": "1",
    "SECRET_KEY": "only-for-tests-" * 4,
    "DATA_DIR": str(Path(tempfile.gettempdir()) / f"ceasefire-tests-{os.getuid()}"),
    "STATICFILES_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage",
}
for name, value in TESTING.items():
    os.environ.setdefault(name, value)

from ceasefire.settings import *  # noqa: E402, F403

DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405 - the live server's threads end
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["*"]
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
API_REQUESTS_PER_MINUTE = 0  # tests of the limit set their own
