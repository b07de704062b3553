"""Load a second mission, of which only a dataset of others tells."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from incidents.domain.dataset import Origin, import_dataset
from incidents.management.founding.files import FOLDER, read_json
from parties.domain.acting import actor_of
from parties.domain.demo import DemoAccount, put_demo_accounts
from parties.domain.standing_order import put_mission
from parties.models import Appointment, Mission, User


class Command(BaseCommand):
    """Put the mission in place, and its events as records: none of them is an incident."""

    help = "Load a second mission with events of UCDP GED as allegations of others."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who imports."""
        parser.add_argument(
            "--as", dest="name", default="analyst", help="User name of who imports."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load both, and tell what was added; a second load adds nothing."""
        record = read_json("second_mission")
        user = User.objects.filter(username=options["name"]).first()
        if user is None:
            raise CommandError("There is no such user.")
        try:
            mission = _put_mission(record["mission"], user)
            self._import(record, mission, user)
        except PermissionDenied as error:
            raise CommandError(str(error) or "This person imports no datasets there.") from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error

    def _import(self, record: dict[str, str], mission: Mission, user: User) -> None:
        content = (FOLDER / record["file"]).read_bytes()
        origin = Origin(record["dataset"], record["licence"])
        found = import_dataset(content, origin, mission, actor=actor_of(user))
        self.stdout.write(f"{mission.code}: {found.added} added, {found.known} were there.")


@transaction.atomic
def _put_mission(record: dict[str, str], user: User) -> Mission:
    """Put the mission in place, with who imports as its analyst."""
    values = {name: value for name, value in record.items() if name != "code"}
    mission = put_mission(record["code"], values)
    mission.refresh_from_db()
    put_demo_accounts(mission, [DemoAccount(user.username, "", "", Appointment.Role.ANALYST)])
    return mission
