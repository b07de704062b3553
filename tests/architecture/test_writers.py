"""Every table of incidents has one writer, and it lives in the domain."""

import ast

import pytest
from django.apps import apps

from tests.architecture.plan import EDGES, WRITERS
from tests.architecture.sources import sources

WRITES = {
    *("create", "bulk_create", "get_or_create", "update_or_create", "insert_once"),
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


@pytest.mark.parametrize("source", EDGE_FILES, ids=str)
def test_edges_write_nothing_themselves(source):
    assert list(_writes(source)) == []


@pytest.mark.parametrize("source", EDGE_FILES, ids=str)
def test_edges_speak_no_sql(source):
    calls = [n for n in ast.walk(source.tree) if isinstance(n, ast.Attribute)]

    assert [n.attr for n in calls if n.attr in ("cursor", "executemany")] == []


@pytest.mark.parametrize("source", DOMAIN_FILES, ids=str)
def test_a_table_is_written_by_its_one_writer(source):
    mine = {name for name, writers in WRITERS.items() if source.path.stem in writers}

    assert _written_models(source) - mine == set()


def test_every_table_has_a_writer():
    models = {m.__name__ for m in apps.get_app_config("incidents").get_models()}
    stems = {source.path.stem for source in DOMAIN_FILES}

    assert set(WRITERS) == models
    assert set().union(*WRITERS.values()) <= stems


@pytest.mark.parametrize("source", DOMAIN_FILES, ids=str)
def test_the_domain_deletes_nothing(source):
    deleted = [call for _line, call in _writes(source) if call.endswith(".delete")]

    assert deleted == []
