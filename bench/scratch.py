"""Scratch databases: made for a run on the given server, dropped after it or kept for the next."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

PREFIX = "ceasefire_bench_"


@contextmanager
def scratch_database(name: str, fill: Callable[[], object], *, keep: bool) -> Iterator[None]:
    """Work in a database of this name, migrated and filled; a kept one is used again."""
    name = f"{PREFIX}{name}"
    before = current_database()
    server = _server()
    try:
        fresh = not _is_whole(server, name)
        if fresh:
            _create(server, name)
        _switch(name)
        if fresh:
            call_command("migrate", verbosity=0, interactive=False)
            fill()
            _comment(server, name)
        yield
    finally:
        _switch(before)
        if not keep:
            _drop(server, name)
        server.close()


def current_database() -> str:
    """Return the name of the database in use."""
    name: str = connection.settings_dict["NAME"]
    return name


@contextmanager
def in_database(name: str) -> Iterator[None]:
    """Work in another database of the same server, and then in this one again."""
    before = current_database()
    _switch(name)
    try:
        yield
    finally:
        _switch(before)


def _server() -> BaseDatabaseWrapper:
    """A connection to the same server, outside any database of ours."""
    server = connection.copy("server")
    server.settings_dict = {**server.settings_dict, "NAME": "postgres"}
    return server


def _switch(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


def _create(server: BaseDatabaseWrapper, name: str) -> None:
    _drop(server, name)
    with server.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')


def _drop(server: BaseDatabaseWrapper, name: str) -> None:
    with server.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _is_whole(server: BaseDatabaseWrapper, name: str) -> bool:
    """Whether a database was filled to the end, with the migrations of today."""
    with server.cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
            [name],
        )
        return cursor.fetchone() == (_stamp(),)


def _comment(server: BaseDatabaseWrapper, name: str) -> None:
    with server.cursor() as cursor:
        cursor.execute(f"COMMENT ON DATABASE \"{name}\" IS '{_stamp()}'")


def _stamp() -> str:
    leaves = MigrationLoader(None).graph.leaf_nodes()
    return "filled, " + ", ".join(".".join(leaf) for leaf in sorted(leaves))
