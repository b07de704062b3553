"""Make the log's signing key if there is none, and print its public half."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from incidents.domain.ledger_key import SignerRefusalError, log_signer, make_key


class Command(BaseCommand):
    """Print the line by which a policy names this log; a key that is there stays."""

    help = "Make LEDGER_KEY_FILE if it is missing and print the log's line for policies."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if settings.LEDGER_KEY_FILE:
                make_key(Path(settings.LEDGER_KEY_FILE))
            self.stdout.write(f"log {log_signer().verifier}")
        except (SignerRefusalError, OSError) as error:
            raise CommandError(str(error)) from error
