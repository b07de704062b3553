"""Every table of incidents has one writer, and it lives in the domain."""

import ast

from django.apps import apps

from tests.architecture.plan import EDGES, WRITERS
from tests.architecture.sources import offenders, sources

WRITES = {
    *("create", "bulk_create", "get_or_create", "update_or_create"),
    *("insert_once", "insert_all", "insert_missing"),
    *("update", "bulk_update", "delete", "save"),
}
EDGE_FILES = [s for s in sources("incidents") if s.room in EDGES]
DOMAIN_FILES = [s for s in sources("incidents") if s.room == "domain"]


def _writes(source):
    """Calls such as Report.objects.create(…), as (line, source of what is called)."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            called = ast.unparse(node.func)
            if node.func.attr in WRITES and (".objects" in called or node.func.attr == "save"):
                yield node.lineno, called


def _written_models(source):
    models = {m.__name__ for m in apps.get_app_config("incidents").get_models()}
    return {name for _line, call in _writes(source) if (name := call.split(".")[0]) in models}


def test_edges_write_nothing_themselves():
    assert offenders(EDGE_FILES, lambda source: list(_writes(source))) == {}


def test_edges_speak_no_sql():
    def sql(source):
        names = [n.attr for n in ast.walk(source.tree) if isinstance(n, ast.Attribute)]
        return [name for name in names if name in ("cursor", "executemany")]

    assert offenders(EDGE_FILES, sql) == {}


def test_edges_open_no_door_of_the_second_wall():
    doors = {"writing", "looking_beyond", "acting_as", "acting_briefly_as", "act_for"}

    def opened(source):
        nodes = list(ast.walk(source.tree))
        names = {n.id for n in nodes if isinstance(n, ast.Name)}
        return sorted(doors & (names | {n.attr for n in nodes if isinstance(n, ast.Attribute)}))

    assert offenders(EDGE_FILES, opened) == {}


def test_a_table_is_written_by_its_one_writer():
    def strangers(source):
        own = {name for name, writers in WRITERS.items() if source.path.stem in writers}
        return _written_models(source) - own

    assert offenders(DOMAIN_FILES, strangers) == {}


def test_rows_of_several_tables_are_inserted_where_they_are_made_known():
    """The journal inserts what it tells of, and filing its salts with their reports."""

    def together(source):
        return [n for n in ast.walk(source.tree) if _calls(n, "insert_together")]

    inserting = {source.path.stem for source in sources("incidents") if together(source)}
    assert inserting == {"insert_once", "filing", "journal"}


def _calls(node, name):
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name


def test_every_table_has_a_writer():
    models = {m.__name__ for m in apps.get_app_config("incidents").get_models()}
    stems = {source.path.stem for source in DOMAIN_FILES}

    assert set(WRITERS) == models
    assert set().union(*WRITERS.values()) <= stems


def test_the_domain_deletes_nothing():
    def deletions(source):
        return [call for _line, call in _writes(source) if call.endswith(".delete")]

    assert offenders(DOMAIN_FILES, deletions) == {}
