"""Name a state of the record, so that others can cite it."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from incidents.domain.edition import make_edition
from parties.domain.acting import Actor, actor_of
from parties.models import User


class Command(BaseCommand):
    """Make an edition of what the record was at a signed checkpoint."""

    help = "Name a state of the record for ever; “as_of” then takes the name."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="Such as 2021.1.")
        parser.add_argument("--by", required=True, help="An administrator's user name.")
        parser.add_argument("--size", type=int, help="Of a signed checkpoint; else the newest.")
        parser.add_argument("--note", default="", help="What readers should know of it.")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["by"], is_active=True).first()
        actor = Actor() if user is None else actor_of(user)
        told = {name: options[name] for name in ("size", "note")}
        try:
            made = make_edition(options["name"], actor=actor, **told)
        except PermissionDenied as error:
            raise CommandError("Name an administrator.") from error
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        self.stdout.write(f"{made} is the record at size {made.checkpoint_id} of the log.")
