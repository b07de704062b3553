"""Take in the cosignature that a party's witness wrote to a file."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from incidents.domain.cosigning import import_cosignatures


class Command(BaseCommand):
    """Check the cosignatures of a note against the policy and keep them."""

    help = "Import cosignatures of a checkpoint, as witness.py writes them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="A signed note.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            new = import_cosignatures(options["file"].read_text(encoding="utf-8"))
        except (ValidationError, OSError, UnicodeDecodeError) as error:
            message = "; ".join(error.messages) if isinstance(error, ValidationError) else error
            raise CommandError(str(message)) from error
        self.stdout.write(f"{new} new cosignatures.")
