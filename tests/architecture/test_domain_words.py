"""docs/domain.md owns the words: every table and every code is there, as in the code."""

import pytest
from django.apps import apps

from tests.architecture.code_lists import as_text, in_code, in_text
from tests.architecture.sources import ROOT

TEXT = (ROOT / "docs" / "domain.md").read_text("utf-8")
MODELS = [
    model.__name__
    for app in ("parties", "incidents")
    for model in apps.get_app_config(app).get_models()
    if not model.__name__.startswith("Historical")
]


@pytest.mark.parametrize("model", MODELS)
def test_every_table_has_its_word(model):
    words = TEXT.split("## Code lists")[0]

    assert f"`{model}`" in words


@pytest.mark.parametrize("name,rows", in_code().items(), ids=list(in_code()))
def test_every_code_list_is_told_as_it_is(name, rows):
    assert in_text(TEXT).get(name) == rows, as_text(name, rows)


def test_no_code_list_is_told_that_does_not_exist():
    assert set(in_text(TEXT)) - set(in_code()) == set()
