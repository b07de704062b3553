"""Every text that people read is translated into all languages, and none breaks a page."""

import ast
import gettext
import re
from collections import Counter

import pytest
from django.utils.translation import gettext as gettext_of_django
from django.utils.translation import override

from ceasefire.catalogue import read_catalogue
from tests.architecture.plan import APPS
from tests.architecture.sources import ROOT, offenders, sources
from tests.ceasefire.texts import said

LANGUAGES = ("fr", "ru", "tr", "az", "hy")
# Number → which form of a language's plural it takes; the fourth Russian one is for fractions.
PLURALS = {
    "fr": {0: 0, 1: 0, 2: 1, 21: 1},
    "ru": {1: 0, 2: 1, 5: 2, 11: 2, 21: 0, 22: 1, 112: 2},
    "tr": {1: 0, 2: 1, 21: 1},
    "az": {1: 0, 2: 1, 21: 1},
    "hy": {1: 0, 2: 1, 21: 1},
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")
MARKUP = re.compile(r"</?\w[^>]*>|&\w+;")
READ_BY_PEOPLE = {"label", "help_text", "message", "empty_label", "placeholder"}


def catalogue(language):
    path = ROOT / "ceasefire" / "locale" / language / "LC_MESSAGES" / "django.po"
    return read_catalogue(path)


def entries(language):
    return [entry for entry in catalogue(language) if entry.text]


def plural_of(language):
    header = catalogue(language)[0].forms[0]
    number, rule = re.search(r"nplurals=(\d);\s*plural=(.*?);", header).groups()
    return int(number), gettext.c2py(rule)


def everywhere(function):
    return pytest.mark.parametrize("language", LANGUAGES)(function)


@everywhere
def test_the_catalogue_holds_what_the_sources_say(language):
    held = {(entry.context, entry.text): entry.plural or None for entry in entries(language)}
    assert held == said()


@everywhere
def test_nothing_is_left_untranslated(language):
    number, _rule = plural_of(language)

    def is_whole(entry):
        return len(entry.forms) == (number if entry.plural else 1) and all(entry.forms.values())

    assert [entry.text for entry in entries(language) if not is_whole(entry)] == []


@everywhere
def test_nothing_is_doubtful(language):
    assert [entry.text for entry in catalogue(language) if entry.fuzzy] == []


@everywhere
def test_numbers_take_their_plural(language):
    number, form_of = plural_of(language)
    assert {n: form_of(n) for n in PLURALS[language]} == PLURALS[language]
    assert max(PLURALS[language].values()) < number


@everywhere
def test_placeholders_are_those_of_the_text(language):
    def breaks(entry):
        wanted = [Counter(PLACEHOLDER.findall(text)) for text in (entry.text, entry.plural)]
        one, more = wanted[0], wanted[1] if entry.plural else wanted[0]
        found = [Counter(PLACEHOLDER.findall(form)) for _n, form in sorted(entry.forms.items())]
        return found[0] not in (one, more) or any(form != more for form in found[1:])

    assert [entry.text for entry in entries(language) if entry.is_usable and breaks(entry)] == []


@everywhere
def test_markup_is_that_of_the_text(language):
    def breaks(entry):
        wanted = Counter(MARKUP.findall(entry.plural or entry.text))
        return any(Counter(MARKUP.findall(form)) != wanted for form in entry.forms.values())

    assert [entry.text for entry in entries(language) if entry.is_usable and breaks(entry)] == []


@everywhere
def test_edges_are_those_of_the_text(language):
    """A space or line break lost at an edge glues two words together."""

    def edges(text):
        return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]

    def breaks(entry):
        return any(edges(form) != edges(entry.text) for form in entry.forms.values())

    assert [entry.text for entry in entries(language) if entry.is_usable and breaks(entry)] == []


def test_what_is_said_is_found_by_gettext_too():
    """`./dev messages` collects with xgettext: what it cannot read would never be translated."""
    assert not offenders(sources(*APPS), lambda source: list(_hidden_in_f_strings(source.tree)))


def _hidden_in_f_strings(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            calls = (part for part in ast.walk(node) if isinstance(part, ast.Call))
            yield from (c.lineno for c in calls if getattr(c.func, "id", "") in ("_", "ngettext"))


def test_what_forms_and_refusals_say_goes_through_gettext():
    edges = [s for s in sources("incidents", "parties") if s.room in ("forms", "views", "domain")]
    assert not offenders(edges, lambda source: list(_bare_words(source.tree)))


def _bare_words(tree):
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        spoken = [k.value for k in node.keywords if k.arg in READ_BY_PEOPLE]
        if name in ("ValidationError", "PermissionDenied"):
            spoken += node.args[:1]
        if getattr(getattr(node.func, "value", None), "id", "") == "messages":
            spoken += node.args[1:2]
        yield from (f"{node.lineno}: {s.value}" for s in spoken if _is_words(s))


def _is_words(node):
    value = getattr(node, "value", None)
    return isinstance(node, ast.Constant) and isinstance(value, str) and bool(value.strip())


@pytest.mark.parametrize(
    "text",
    [
        "Change Password",
        "Two-Factor Authentication",
        "Incorrect code.",
        "Null characters are not allowed.",
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_libraries_say_is_translated_too(language, text):
    with override(language):
        assert gettext_of_django(text) != text
