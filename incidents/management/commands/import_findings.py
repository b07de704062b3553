"""Import drafts of findings from a file, one JSON object a line, through the one door."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError

from incidents.api.finding_body import DraftBody
from incidents.domain.finding import draft_finding
from incidents.domain.queries.access import visible_incidents
from parties.domain.acting import Actor, actor_of
from parties.models import User


class Command(BaseCommand):
    """Every line meets the same checks and the same gate as a form or a call of the API."""

    help = "Import drafts of findings: one JSON object a line, as POST /api/v1/findings/ takes it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who imports, and what."""
        parser.add_argument("file", type=Path, help="The lines to import.")
        parser.add_argument("--as", dest="name", required=True, help="User name of who imports.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import what may be, tell of every line what became of it."""
        user = User.objects.filter(username=options["name"]).first()
        if user is None:
            raise CommandError("There is no such user.")
        actor = actor_of(user)
        lines = options["file"].read_text("utf-8").splitlines()
        refused = sum(self._import(number, line, actor) for number, line in enumerate(lines, 1))
        if refused:
            raise CommandError(f"{refused} of {len(lines)} lines were refused.")

    def _import(self, number: int, line: str, actor: Actor) -> int:
        """Import one line; returns 1 if it is refused."""
        try:
            reference = _draft(line, actor)
        except (ValueError, ValidationError, PermissionDenied) as error:
            self.stderr.write(f"line {number}: refused: {_why(error)}")
            return 1
        self.stdout.write(f"line {number}: {reference}")
        return 0


def _draft(line: str, actor: Actor) -> str:
    body = DraftBody(data=json.loads(line))
    if not body.is_valid():
        raise ValueError(json.dumps(body.errors))
    rows = visible_incidents(actor).select_related("mission")
    incident = rows.filter(pk=body.validated_data["incident"]).first()
    if incident is None:
        raise ValueError("there is no such incident")
    return str(draft_finding(incident, body.content(), actor=actor))


def _why(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return "; ".join(f"{name}: {' '.join(told)}" for name, told in error.message_dict.items())
    return str(error) or "not allowed"
