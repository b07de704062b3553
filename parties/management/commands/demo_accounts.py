"""Add the demo accounts and print them as a table, in the embedded mode only."""

import json
from pathlib import Path
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser

from parties.domain.demo import DemoAccount, put_demo_accounts
from parties.models import Mission

ACCOUNTS = Path(__file__).resolve().parent.parent / "demo_accounts.json"


class Command(BaseCommand):
    """Read the accounts from their file, put them in place, print them."""

    help = "Add demo accounts with known passwords (embedded mode only) and print them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--file", type=Path, default=ACCOUNTS, help="JSON file with mission and accounts."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        record = json.loads(options["file"].read_text(encoding="utf-8"))
        accounts = [_account(entry) for entry in record["accounts"]]
        try:
            mission = Mission.objects.get(code=record["mission"])
            put_demo_accounts(mission, accounts)
        except PermissionDenied as error:
            raise CommandError(str(error)) from error
        except ObjectDoesNotExist as error:
            raise CommandError(f"Load the founding case first: {error}") from error
        self._print_table(accounts)

    def _print_table(self, accounts: list[DemoAccount]) -> None:
        lines = [("user name", "password", "who")]
        lines += [(one.username, one.password, one.name) for one in accounts]
        widths = [max(len(line[column]) for line in lines) for column in range(2)]
        for user, password, who in lines:
            self.stdout.write(f"{user:<{widths[0]}}  {password:<{widths[1]}}  {who}")


def _account(entry: dict[str, Any]) -> DemoAccount:
    return DemoAccount(**{**entry, "posts": tuple(entry.get("posts", ()))})
