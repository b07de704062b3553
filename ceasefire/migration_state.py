"""Which migrations the database lacks, told without loading them all."""

from functools import cache
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder


def missing_migrations() -> list[tuple[str, str]]:
    """App and name of every migration that the code has and the database has not."""
    return sorted(_in_code() - set(MigrationRecorder(connection).applied_migrations()))


@cache
def _in_code() -> frozenset[tuple[str, str]]:
    return frozenset(
        (app.label, path.stem)
        for app in apps.get_app_configs()
        for path in _folder(app.label, app.path).glob("[0-9]*.py")
    )


def _folder(label: str, app_path: str) -> Path:
    """The app's migrations, unless the settings move them or turn them off."""
    override = settings.MIGRATION_MODULES
    if label not in override:
        return Path(app_path) / "migrations"
    moved = override[label]
    return Path(import_module(moved).__path__[0]) if moved else Path(app_path) / "no-migrations"
