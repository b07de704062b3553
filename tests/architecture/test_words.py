"""Every file, model and field says what it is; no file leaves a mark or a path behind."""

import ast
import re

import pytest
from django.apps import apps
from django.db import models

from tests.architecture.plan import APPS, FILLED_IN
from tests.architecture.sources import imports_of, offenders, sources, text_files

OURS = ("incidents", "parties")
MARKS = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME"]) + r")\b")
# Paths that exist on one machine only.
MACHINE_PATHS = re.compile(
    "/(" + "|".join(["ho" + "me", "Us" + "ers", "wo" + "rk", "ro" + "ot"]) + r")/[\w.]"
)
SIDES = re.compile(r"karabakh|armenia\b|azerbaijan\b|russia\b|turkey\b|minsk", re.IGNORECASE)
WRITTEN_BY_OTHERS = ("requirements", "LICENSE", "ceasefire/locale", "static/map")


def _models():
    found = [m for app in OURS for m in apps.get_app_config(app).get_models()]
    return [m for m in found if not m.__name__.startswith("Historical")]


def _fields():
    """What people fill in: editable fields of our own, except the link to the row above."""
    for model in _models():
        if model._meta.app_label == "parties" or model.__name__ in FILLED_IN:
            fields = model._meta.local_fields + model._meta.local_many_to_many
            yield from (f for f in fields if f.name not in _inherited(model) and _is_filled_in(f))


def _inherited(model):
    """Fields that a library declared."""
    bases = [b for b in model.__mro__[1:] if hasattr(b, "_meta")]
    return {f.name for base in bases for f in base._meta.get_fields()}


def _is_filled_in(field):
    through = getattr(field.remote_field, "through", None)
    is_above = getattr(field.remote_field, "on_delete", None) is models.CASCADE
    by_rows = through is not None and not through._meta.auto_created
    return field.editable and not (field.primary_key or is_above or by_rows)


def test_every_file_says_in_one_sentence_what_it_is():
    def silent(source):
        docstring = ast.get_docstring(source.tree) or ""
        return not docstring.split("\n\n", maxsplit=1)[0].endswith((".", ":"))

    assert offenders(sources(*APPS, "tests", "bench"), silent) == {}


@pytest.mark.parametrize("model", _models(), ids=lambda m: m.__name__)
def test_every_model_defines_its_word(model):
    assert model.__doc__
    assert not model.__doc__.startswith(f"{model.__name__}(")


@pytest.mark.parametrize("field", _fields(), ids=str)
def test_every_field_that_people_fill_in_explains_itself(field):
    assert field.help_text


@pytest.mark.parametrize("field", _fields(), ids=str)
def test_every_label_can_be_translated(field):
    assert type(field.verbose_name).__name__ == "__proxy__"


def test_nothing_happens_behind_a_write():
    def listening(source):
        modules = imports_of(source)
        return [m for m in modules if "signals" in m or m.startswith("django.dispatch")]

    assert offenders(sources(*OURS), listening) == {}


def test_no_part_of_ours_is_replaced_in_a_test():
    def mocking(source):
        return [m for m in imports_of(source) if "mock" in m.split(".")]

    assert offenders(sources("tests"), mocking) == {}


def test_nothing_is_left_for_later():
    marked = [str(path) for path, text in _written_here() if MARKS.search(text)]

    assert marked == []


def test_no_file_knows_the_machine_it_was_written_on():
    knowing = [str(path) for path, text in _written_here() if MACHINE_PATHS.search(text)]

    assert knowing == []


def test_no_code_knows_the_founding_case():
    """The same code must serve any other ceasefire: names of sides are data."""
    files = [s for s in sources(*APPS) if "founding" not in str(s)]

    assert offenders(files, lambda source: SIDES.findall(source.text)) == {}


def _written_here():
    for path, text in text_files():
        if not str(path).startswith(WRITTEN_BY_OTHERS):
            yield path, text
