"""Write the log and what opens it to a file, for verify.py."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from incidents.domain.queries.ledger_bundle import bundle
from incidents.domain.sequencing import keep_ledger


class Command(BaseCommand):
    """Sequence what is waiting, then write everything as one JSON file."""

    help = "Write the ledger as one JSON file; check it with static/verify/verify.py."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="Where to write; never over a file.")

    def handle(self, *args: Any, **options: Any) -> None:
        keep_ledger()
        path: Path = options["file"]
        try:
            with path.open("x", encoding="utf-8") as out:
                out.writelines(bundle())
        except FileExistsError as error:
            raise CommandError(f"{path} exists; choose another name.") from error
        self.stdout.write(f"Wrote {path} ({path.stat().st_size:,} bytes).")
