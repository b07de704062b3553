"""The shell as a Django app: it brings system checks and management commands."""

from django.apps import AppConfig
from django.core import checks


class CeasefireConfig(AppConfig):
    """The shell."""

    name = "ceasefire"

    def ready(self) -> None:
        from ceasefire.checks import check_deployment, check_settings  # noqa: PLC0415

        checks.register(check_settings)
        checks.register(check_deployment, deploy=True)
