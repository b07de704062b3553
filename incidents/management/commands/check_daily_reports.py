"""Make every published revision again from the journal, and tell which are not the same."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from incidents.domain.daily_replay import check_revision
from incidents.models import DailyReport


class Command(BaseCommand):
    """Recompute published daily reports byte for byte."""

    help = "Recompute published daily reports from the journal, byte for byte."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which reports; all of them if nothing is said."""
        parser.add_argument("--mission", default="", help="Code of a mission.")
        parser.add_argument("--day", default="", help="A mission day, such as 2022-03-26.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check one report after the other; fail if any is not the same."""
        del args
        rows = DailyReport.objects.select_related("mission").order_by("pk")
        if options["mission"]:
            rows = rows.filter(mission__code=options["mission"])
        if options["day"]:
            rows = rows.filter(mission_day=options["day"])
        checked, wrong = 0, []
        for report in rows.iterator(chunk_size=100):
            checked += 1
            if not check_revision(report).is_same:
                wrong.append(f"{report.mission.code} {report.mission_day} {report}")
        for name in wrong:
            self.stderr.write(f"not the same: {name}")
        self.stdout.write(f"{checked} revisions made again, {len(wrong)} not the same")
        if wrong:
            raise CommandError(f"{len(wrong)} of {checked} revisions are not the same")
