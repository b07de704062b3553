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
        from ceasefire.checks import (  # noqa: PLC0415
            check_deployment,
            check_ledger,
            check_settings,
            check_wall,
        )

        checks.register(check_settings)
        checks.register(check_deployment, deploy=True)
        checks.register(check_ledger, deploy=True)
        checks.register(check_wall, deploy=True)
        for folder in settings.LOCALE_PATHS:
            compile_changed(Path(folder))
