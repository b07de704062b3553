"""Migrate the database, then raise the second wall over what is there now."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate

from ceasefire.postgresql.raising import NoRightToRaiseError, raise_wall

REFUSED = "The account of DATABASE_URL may not make roles. As a superuser, run once:\n{needed}"


class Command(migrate.Command):
    """Django's own, and the roles, grants and policies that follow from the tables."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate; raise the wall unless only a plan or a check was asked for."""
        super().handle(*args, **options)
        if options["plan"] or options["check_unapplied"]:
            return
        try:
            raised = raise_wall()
        except NoRightToRaiseError as error:
            raise CommandError(REFUSED.format(needed=error)) from error
        if raised and options["verbosity"] > 0:
            self.stdout.write("Second wall: grants and policies are up to date.")
