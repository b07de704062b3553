"""Catalogues are compiled without GNU gettext, and say what GNU gettext would make them say."""

import gettext
import io
import os
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceasefire.catalogue import Entry, compile_catalogue, compile_changed, read_catalogue

HEADER = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && "
"(n%100<12 || n%100>14) ? 1 : 2);\\n"
"""
TEXT = (
    HEADER
    + """
#: a/file.py
msgid "report"
msgstr "донесение"

# said by somebody
#, python-format
msgctxt "after a number"
msgid "%(n)s post"
msgid_plural "%(n)s posts"
msgstr[0] "%(n)s пост"
msgstr[1] "%(n)s поста"
msgstr[2] "%(n)s постов"

msgid ""
"Two lines,\\n"
"with \\"quotes\\"."
msgstr ""
"Две строки,\\n"
"с \\"кавычками\\"."

#, fuzzy, python-format
#| msgid "older"
msgid "doubtful"
msgstr "сомнительно"

msgid "untranslated"
msgstr ""

#~ msgid "obsolete"
#~ msgstr "устарело"
"""
)


@pytest.fixture
def text(tmp_path):
    folder = tmp_path / "ru" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    path = folder / "django.po"
    path.write_text(TEXT, encoding="utf-8")
    return path


def compiled(entries):
    return gettext.GNUTranslations(io.BytesIO(compile_catalogue(entries)))


def test_texts_contexts_and_lines_are_found(text):
    russian = compiled(read_catalogue(text))
    assert russian.gettext("report") == "донесение"
    assert russian.gettext('Two lines,\nwith "quotes".') == 'Две строки,\nс "кавычками".'


@pytest.mark.parametrize("number, word", [(1, "пост"), (3, "поста"), (11, "постов")])
def test_each_number_has_its_plural(text, number, word):
    russian = compiled(read_catalogue(text))
    said = russian.npgettext("after a number", "%(n)s post", "%(n)s posts", number)
    assert said == f"%(n)s {word}"


@pytest.mark.parametrize("left", ["doubtful", "untranslated", "obsolete"])
def test_what_is_doubtful_or_missing_stays_as_it_is(text, left):
    assert compiled(read_catalogue(text)).gettext(left) == left


def test_it_says_the_same_as_gnu_gettext(text, needs, tmp_path):
    theirs = tmp_path / "theirs.mo"
    subprocess.run([needs("msgfmt", "gettext"), "-o", theirs, text], check=True)
    with theirs.open("rb") as file:
        assert gettext.GNUTranslations(file)._catalog == compiled(read_catalogue(text))._catalog


def test_it_is_compiled_once_until_it_changes(text, tmp_path):
    assert [path.name for path in compile_changed(tmp_path)] == ["django.mo"]
    assert compile_changed(tmp_path) == []
    text.write_text(TEXT.replace("донесение", "рапорт"), encoding="utf-8")
    os.utime(text, (1, 1))
    assert len(compile_changed(tmp_path)) == 1
    assert sorted(path.name for path in text.parent.iterdir()) == ["django.mo", "django.po"]


def test_a_line_that_is_none_of_its_kind_is_named(text):
    text.write_text("msgid 'single'\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 1"):
        read_catalogue(text)


WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\x04"), min_size=1)


@given(st.dictionaries(WORDS, WORDS))
def test_whatever_was_translated_is_found(pairs):
    header = Entry(forms={0: "Content-Type: text/plain; charset=UTF-8\n"})
    entries = [header, *(Entry(text=text, forms={0: said}) for text, said in pairs.items())]
    made = compiled(entries)
    assert {text: made.gettext(text) for text in pairs} == pairs
