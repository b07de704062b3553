"""Give the log its next signing key, in an entry that the old key and the parties sign."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from incidents.domain.ledger_key import SignerRefusalError
from incidents.domain.ledger_rotation import rotate_key
from parties.models import Mission


class Command(BaseCommand):
    """Write the entry, put the new key in the old one's place, and print the policy's new line."""

    help = "Rotate the log's key; docs/ledger.md tells the ceremony."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--mission", required=True, help="In whose journal it is noted.")
        parser.add_argument("--reason", required=True, help="Why, for the journal.")
        parser.add_argument("--stolen", action="store_true", help="The old key signs nothing.")
        parser.add_argument("--old", default="", help="The old key's line, if its file is lost.")

    def handle(self, *args: Any, **options: Any) -> None:
        mission = Mission.objects.filter(code=options["mission"]).first()
        if mission is None or not options["reason"].strip():
            raise CommandError("Name a mission and a reason.")
        names = ("reason", "stolen", "old")
        try:
            done = rotate_key(mission, **{name: options[name] for name in names})
        except (SignerRefusalError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"From entry {done.place} on the log's key is\nlog {done.key}")
        self.stdout.write(f"Destroy {done.old_file} when nobody needs it any more.")
