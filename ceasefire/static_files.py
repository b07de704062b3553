"""Collecting static files only when one has changed."""

import hashlib
import shutil
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage

# A module of ours that another one imports, and how the import is written again.
IMPORT = (
    r"""(?P<matched>(?P<import>(?:import|export)\b[^"';]*)["'](?P<url>\./[^"']+)["'];)""",
    """%(import)s"%(url)s";""",
)


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Files named by their content, also where one script imports another: kept for ever."""

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/*.js", (IMPORT,)))


class StaticFiles:
    """The static files of this code, and the copy of them that is served."""

    def __init__(self) -> None:
        self._stamp = Path(settings.STATIC_ROOT) / ".collected-from"
        self._now = _fingerprint()

    def have_changed(self) -> bool:
        return not self._stamp.exists() or self._stamp.read_text() != self._now

    def collect(self) -> None:
        """Collect anew; the stamp comes last, so that half a copy never counts."""
        shutil.rmtree(settings.STATIC_ROOT, ignore_errors=True)
        call_command("collectstatic", interactive=False, verbosity=0)
        self._stamp.parent.mkdir(parents=True, exist_ok=True)
        self._stamp.write_text(self._now)


def _fingerprint() -> str:
    """Names, sizes and times of all source files."""
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: found[0]):
            status = Path(storage.path(path)).stat()
            digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
