"""The templates keep three promises: no inline style or script, no host, no untranslated word."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
BLOCKS = re.compile(r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}", re.DOTALL)
TAGS = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
# A block may hold an attribute of the tag around it; code is in no language.
MARKUP = re.compile(
    r"<!--.*?-->|<(?P<tag>code|pre)\b.*?</(?P=tag)>|<[^>]*>|&\w+;|aria-current=\"\w+\"|\bdata-[\w-]+",
    re.DOTALL,
)
SPOKEN = re.compile(
    r"""\s(?:aria-label|title|placeholder|alt|data-label)=(["'])(.*?)\1""", re.DOTALL
)
SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))
LITERALS = re.compile(r'"([^"\n]*)"|`([^`]*)`')
# Not words of a language: the name of the time standard, and of kinds of files.
ALLOWED = {"UTC", "CSV", "XLSX", "GeoJSON", "JSON", "PDF"}
PAPER = ROOT / "templates" / "incidents" / "paper"  # set by a worker, never sent to a browser


def read(path):
    return path.read_text(encoding="utf-8")


def each_template():
    return pytest.mark.parametrize(
        "path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates"))
    )


@each_template()
def test_no_style_and_no_script_stands_in_the_markup(path):
    text = TAGS.sub("", read(path))
    if path.is_relative_to(PAPER):
        text = text.replace("<style></style>", "")
    assert not re.search(r"\sstyle\s*=|<style|\son\w+\s*=|javascript:", text)
    assert all("src=" in tag for tag in re.findall(r"<script\b[^>]*>", text))


@each_template()
def test_nothing_is_loaded_from_another_host(path):
    assert not re.search(r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//""", read(path))


@each_template()
def test_every_word_can_be_translated(path):
    left = MARKUP.sub(" ", TAGS.sub(" ", BLOCKS.sub(" ", read(path))))
    assert set(re.findall(r"[^\W\d_]{2,}", left)) <= ALLOWED


@each_template()
def test_every_attribute_that_is_read_aloud_can_be_translated(path):
    text = TAGS.sub(" ", BLOCKS.sub(" ", read(path)))
    words = [
        word for _quote, said in SPOKEN.findall(text) for word in re.findall(r"[^\W\d_]{2,}", said)
    ]
    assert set(words) <= ALLOWED


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_sentence_stands_in_a_script(path):
    """Scripts say what the page gives them in data attributes, in the reader's language."""
    code = re.sub(r"^\s*(?://.*|import .*)$", "", read(path), flags=re.MULTILINE)
    literals = [one or other for one, other in LITERALS.findall(code)]
    assert [text for text in literals if re.search(r"\b[A-Z][a-z]+ [a-z]{2,}", text)] == []


def test_the_vendored_versions_are_those_that_are_listed():
    listed = read(ROOT / "static" / "vendor" / "VENDORED.md")
    fetched = re.findall(r'"([\w@/.-]+)",\s+"([\d.]+)",', read(ROOT / "static/vendor/fetch.py"))
    assert len(fetched) == 6
    for name, version in fetched:
        assert version in listed, name
    for name in ("bootstrap", "leaflet", "leaflet.markercluster", "uplot"):
        assert f"| {name} |" in listed


def test_every_vendored_folder_keeps_its_licence():
    folders = [path for path in (ROOT / "static/vendor").iterdir() if path.is_dir()]
    assert folders
    assert all(list(folder.glob("LICENSE*")) for folder in folders)
