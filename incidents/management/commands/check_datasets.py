"""Hash every row of the imported datasets again, and name the imports that are not as they came."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from incidents.domain.dataset_check import check_imports
from parties.models import Mission


class Command(BaseCommand):
    """Compare rows with leaves, leaves with roots, and roots with the journal."""

    help = "Hash the rows of imported datasets again; name the imports that are changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose imports; those of all missions if nothing is said."""
        parser.add_argument("--mission", default="", help="Code of a mission.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check one import after the other; fail if any is changed."""
        del args
        missions = Mission.objects.order_by("code")
        if options["mission"]:
            missions = missions.filter(code=options["mission"])
        checked = [one for mission in missions for one in check_imports(mission)]
        for one in checked:
            for fault in one.faults:
                self.stderr.write(f"{one.name}: {fault}")
            if not one.has_root:
                self.stdout.write(f"{one.name}: imported before rows had leaves; not checked")
        wrong = sum(bool(one.faults) for one in checked)
        if wrong:
            raise CommandError(f"{wrong} of {len(checked)} imports are not as they came")
        self.stdout.write(f"{len(checked)} imports checked, none changed")
