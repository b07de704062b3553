"""Read every stored file again and name what is missing or changed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from incidents.domain.evidence_check import check_files, files_of, note_check
from parties.models import Mission


class Command(BaseCommand):
    """Compare each file with the hash under which it was received."""

    help = "Read every stored file again; name those that are missing or changed."

    def handle(self, *args: Any, **options: Any) -> None:
        number, faults = 0, 0
        for mission in Mission.objects.order_by("code"):
            for checked in check_files(files_of(mission)):
                note_check(checked, mission, timezone.now())
                number += 1
                if checked.state != "intact":
                    faults += 1
                    self.stdout.write(f"{checked.state}: {checked.file.sha256} ({mission.code})")
        if faults:
            raise CommandError(f"{faults} of {number} files are not as they were received.")
        self.stdout.write(f"{number} files are as they were received.")
