"""Import a dataset of others, or withdraw an import, through the one door."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError

from incidents.domain.dataset import Imported, Origin, import_dataset, withdraw_batch
from incidents.domain.dataset_mapping import mapping_named
from incidents.domain.dataset_words import reason_of
from incidents.domain.queries.access import visible_batches
from incidents.exchange.dataset_reading import WrongRow
from incidents.exchange.dataset_rows import Manner
from parties.domain.acting import Actor, actor_of
from parties.models import Mission, User

MOST_SHOWN = 50


class Command(BaseCommand):
    """Rows land as dataset records; nothing becomes an incident, and nothing is counted."""

    help = (
        "Import ACLED, UCDP GED, OSCE or our own CSV, XLSX or GeoJSON as dataset records,"
        " or withdraw a batch."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What, whose, where, and by whom."""
        parser.add_argument("file", type=Path, nargs="?", help="The file to import.")
        parser.add_argument("--as", dest="name", required=True, help="User name of who imports.")
        parser.add_argument("--mission", help="Code of the mission.")
        parser.add_argument("--dataset", default="", help="Its name and version: UCDP GED 25.1.")
        parser.add_argument("--licence", default="", help="Its licence, as its authors word it.")
        parser.add_argument("--mapping", help="Name of a mapping: which column is what.")
        parser.add_argument("--dry-run", action="store_true", help="Tell, and keep nothing.")
        parser.add_argument("--withdraw", type=int, help="Number of a batch to take back.")
        parser.add_argument("--reason", default="", help="Why it is taken back.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import or withdraw, and tell what became of it."""
        user = User.objects.filter(username=options["name"]).first()
        if user is None:
            raise CommandError("There is no such user.")
        try:
            if options["withdraw"] is not None:
                self._withdraw(options, actor_of(user))
            else:
                self._import(options, actor_of(user))
        except PermissionDenied as error:
            raise CommandError("This person imports no datasets at that mission.") from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error

    def _withdraw(self, options: dict[str, Any], actor: Actor) -> None:
        batch = visible_batches(actor).filter(pk=options["withdraw"]).first()
        if batch is None:
            raise CommandError("There is no such batch.")
        withdraw_batch(batch, actor=actor, reason=options["reason"])
        self.stdout.write(f"Batch {batch.pk} withdrawn: {batch.added} rows.")

    def _import(self, options: dict[str, Any], actor: Actor) -> None:
        mission = Mission.objects.filter(code=options["mission"]).first()
        if mission is None or options["file"] is None:
            raise CommandError("Give a file, and the code of a mission.")
        try:
            content = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error.strerror}.") from error
        origin = Origin(options["dataset"], options["licence"])
        manner = _mapping(options["mapping"], mission, actor)
        found = import_dataset(
            content, origin, mission, actor=actor, manner=manner, dry_run=options["dry_run"]
        )
        self._tell(found, dry_run=options["dry_run"])

    def _tell(self, found: Imported, *, dry_run: bool) -> None:
        for line in found.wrong[:MOST_SHOWN]:
            self.stderr.write(f"line {line.number}: {_wrong(line)}")
        if len(found.wrong) > MOST_SHOWN:
            self.stderr.write(f"… and {len(found.wrong) - MOST_SHOWN} more.")
        would = "would be added" if dry_run else "added"
        self.stdout.write(
            f"{found.kind}: {found.added} {would}, {found.known} were there, "
            f"{len(found.wrong)} wrong."
        )
        if found.batch:
            self.stdout.write(f"Batch {found.batch.pk}.")


def _mapping(name: str | None, mission: Mission, actor: Actor) -> Manner | None:
    found = mapping_named(actor, mission, name) if name else None
    if name and found is None:
        raise CommandError("There is no such mapping.")
    return found


def _wrong(row: WrongRow) -> str:
    where = " ".join(filter(None, (row.column, f"“{row.value}”" if row.value else "")))
    return f"{where}: {reason_of(row.code)}" if where else reason_of(row.code)
