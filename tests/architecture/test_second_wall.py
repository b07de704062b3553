"""Every table of the database has its line in the table of the second wall."""

from django.apps import apps

from ceasefire.postgresql.tables import TABLES


def _models():
    return apps.get_models(include_auto_created=True)


def test_every_table_says_who_reads_and_writes_it():
    made = {m._meta.db_table for m in _models() if m._meta.managed and not m._meta.proxy}
    unmade = {"knox_authtoken"}  # the settings turn its migrations off
    lacking, unknown = made - unmade - TABLES.keys(), TABLES.keys() - made
    assert (sorted(lacking), sorted(unknown)) == ([], []), "see ceasefire/postgresql/tables.py"


def test_the_columns_that_it_names_exist():
    columns = {m._meta.db_table: {f.column for f in m._meta.local_fields} for m in _models()}
    for table, rights in TABLES.items():
        assert {*rights.changes, *rights.hides} - {"*"} <= columns[table], table
