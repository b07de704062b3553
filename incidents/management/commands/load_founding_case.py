"""Load the founding case: its standing order, its places and its 92 reports."""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from incidents.management.founding.accounting import (
    Account,
    account_for,
    balance_of,
    numbers_with,
    unexpected,
)
from incidents.management.founding.files import read_rows
from incidents.management.founding.filing import file_rows
from incidents.management.founding.parties import (
    load_agreement,
    load_groups,
    load_mission,
    load_participations,
    load_parties,
)
from incidents.management.founding.places import load_places
from incidents.management.founding.posts import load_posts
from parties.models import Mission


class Command(BaseCommand):
    """Put what is missing in place, file every row, and account for all of them."""

    help = "Load the founding case and print where each of its reports went."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--refresh",
            action="store_true",
            help="Bring edited parties, posts and agreement back to what is shipped.",
        )
        parser.add_argument("--list", action="store_true", help="Print one line for each row.")

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            mission = self._load_standing_order(refresh=options["refresh"])
        numbers = [row["report_id"] for row in read_rows("reports")]
        answers = self._file_reports(len(numbers))
        accounts = account_for(numbers, mission)
        if options["list"]:
            self._print_rows(accounts)
        self._print_accounting(accounts, answers)
        self.refuse_imbalance(accounts, unexpected(numbers, mission))

    def _load_standing_order(self, *, refresh: bool) -> Mission:
        parties = load_parties(refresh=refresh)
        load_groups(parties, refresh=refresh)
        mission = load_mission(load_agreement(parties, refresh=refresh), refresh=refresh)
        load_participations(parties, mission, refresh=refresh)
        self.stdout.write(f"Parties: {len(parties)} in place.")
        self._show("Places ...")
        places, names = load_places(parties)
        self._show("")
        self.stdout.write(f"Places: {places} added, with {names} names.")
        posts = load_posts(mission, parties, refresh=refresh)
        self.stdout.write(f"Posts: {posts} in place.")
        return mission

    def _file_reports(self, total: int) -> Counter[str]:
        answers: Counter[str] = Counter()
        for number, answer in enumerate(file_rows(), start=1):
            answers[answer] += 1
            self._show(f"Reports: {number} of {total} ...")
        self._show("")
        return answers

    def _show(self, text: str) -> None:
        """Rewrite the line of progress where a person watches, and nowhere else."""
        if self.stdout.isatty():
            self.stdout.write(f"\r\x1b[K{text}", ending="")
            self.stdout.flush()

    def _print_rows(self, accounts: list[Account]) -> None:
        for account in accounts:
            self.stdout.write(f"{account.external_id}  {account.fate:<18}  {account.shown_by}")

    def _print_accounting(self, accounts: list[Account], answers: Counter[str]) -> None:
        told = ", ".join(f"{number} {answer}" for answer, number in sorted(answers.items()))
        self.stdout.write(f"Reports: {len(accounts)} in ({told}), and where they are:")
        balance = balance_of(accounts)
        for fate, number in balance.items():
            if number or fate != "lost":
                self.stdout.write(f"  {number:>3}  {fate}")
        self.stdout.write(f"  {balance.total():>3}  in all")
        undated = numbers_with("nil, undated", accounts)
        self.stdout.write(f"Undated, of a month only: {', '.join(undated) or 'none'}.")

    def refuse_imbalance(self, accounts: list[Account], strangers: list[str]) -> None:
        """Fail if a row is lost, or a report is in no row or there more than once."""
        if lost := numbers_with("lost", accounts):
            raise CommandError(f"Lost: {', '.join(lost)}")
        if strangers:
            raise CommandError(f"Stored but in no row, or more than once: {', '.join(strangers)}")
