"""The shell as a Django app: it brings system checks and management commands."""

from pathlib import Path

from django.apps import AppConfig
from django.conf import settings
from django.core import checks

from ceasefire.catalogue import compile_changed


class CeasefireConfig(AppConfig):
    """The shell."""

    name = "ceasefire"

    def ready(self) -> None:
        from ceasefire.checks import check_deployment, check_settings  # noqa: PLC0415

        checks.register(check_settings)
        checks.register(check_deployment, deploy=True)
        for folder in settings.LOCALE_PATHS:
            compile_changed(Path(folder))
