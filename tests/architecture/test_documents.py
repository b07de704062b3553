"""What the documents name exists, and their links lead somewhere."""

import ast
import re

import pytest

from tests.architecture.sources import ROOT

DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
NAMED = re.compile(r"`([\w./-]+\.(?:py|html|js|css|md|yml|toml|txt|csv))(?::(\w+))?`")
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
# The one picture of the README is taken of the running product.
MADE_LATER = {"docs/images/home.png"}


def _names(document):
    return NAMED.findall(document.read_text("utf-8"))


def _defined(path):
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    kinds = ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef
    return {node.name for node in ast.walk(tree) if isinstance(node, kinds)}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.name)
def test_every_file_that_is_named_from_the_top_exists(document):
    tops = {p.name for p in ROOT.iterdir()}
    named = {path for path, _name in _names(document) if path.split("/")[0] in tops}

    assert {path for path in named if not (ROOT / path).exists()} == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.name)
def test_every_function_that_is_named_exists(document):
    named = [(path, name) for path, name in _names(document) if name]

    assert [(path, name) for path, name in named if name not in _defined(path)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.name)
def test_every_link_leads_somewhere(document):
    targets = LINK.findall(document.read_text("utf-8"))
    missing = {t for t in targets if not (document.parent / t).exists()}

    assert missing - MADE_LATER == set()


def test_the_readme_is_short():
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 150
