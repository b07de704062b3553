"""Bring a data folder up to date before serving; quick when there is nothing to do."""

from typing import Any

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from ceasefire.embedded.progress import step
from ceasefire.static_files import StaticFiles


class Command(BaseCommand):
    """What `./dev run` does between starting PostgreSQL and serving."""

    help = "Migrate, load the founding case, make demo accounts and collect static files."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        _migrate()
        _collect_static_files()
        if "load_founding_case" in get_commands():
            with step("Founding case"):
                call_command("load_founding_case")
            call_command("demo_accounts")


def _migrate() -> None:
    executor = MigrationExecutor(connection)
    if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        with step(f"Database: {len(plan)} migrations"):
            call_command("migrate", verbosity=0, interactive=False)


def _collect_static_files() -> None:
    files = StaticFiles()
    if files.have_changed():
        with step("Static files"):
            files.collect()
