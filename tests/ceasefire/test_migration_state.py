"""Missing migrations are told by their names."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from ceasefire import migration_state

pytestmark = pytest.mark.django_db


def test_a_migrated_database_lacks_nothing():
    assert migration_state.missing_migrations() == []


def test_a_migration_that_was_not_applied_is_named():
    MigrationRecorder(connection).record_unapplied("incidents", "0001_reports_and_incidents")
    assert migration_state.missing_migrations() == [("incidents", "0001_reports_and_incidents")]


def test_the_names_are_those_that_django_loads():
    loaded = set(MigrationExecutor(connection).loader.disk_migrations)
    assert loaded == migration_state._in_code()
