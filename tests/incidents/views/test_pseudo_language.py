"""Every page in an invented language: what stays English was translated too early, or never."""

import re

import pytest
from django.conf import settings
from django.utils.translation import trans_real

from ceasefire.catalogue import Entry, compile_catalogue
from incidents.forms import whole_field
from tests.ceasefire.texts import said
from tests.incidents.views.test_accessibility import PAGES
from tests.incidents.views.walls import told

__all__ = ["told"]

OPEN, CLOSE = "⟦", "⟧"
HEADER = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"
NODES = re.compile(r">([^<>]+)<|\s(?:aria-label|title|placeholder|alt|data-label)=\"([^\"]*)\"")
LIBRARIES = "/accounts/"  # pages of libraries, in the libraries' words


@pytest.fixture(scope="module")
def invented(tmp_path_factory):
    """Armenian, as it would be if every text stood in brackets."""
    folder = tmp_path_factory.mktemp("locale")
    entries = [Entry(forms={0: HEADER})]
    for (context, text), plural in said().items():
        forms = [text, plural] if plural else [text]
        bracketed = {n: f"{OPEN}{form}{CLOSE}" for n, form in enumerate(forms)}
        entries.append(Entry(context=context, text=text, plural=plural or "", forms=bracketed))
    path = folder / "hy" / "LC_MESSAGES" / "django.mo"
    path.parent.mkdir(parents=True)
    path.write_bytes(compile_catalogue(entries))
    return folder


@pytest.fixture
def speaks_it(invented, monkeypatch):
    monkeypatch.setattr(settings, "LOCALE_PATHS", [invented])
    monkeypatch.setattr(trans_real, "_translations", {})
    monkeypatch.setattr(whole_field, "kept", {})
    yield
    trans_real._translations.clear()


def english_left(html):
    """Whole texts of ours that stand in the page as they are in the source."""
    ours = {text for _context, text in said() if re.search(r"[a-z]", text)} - {"English"}
    html = re.sub(r"<script.*?</script>|<!--.*?-->", "", html, flags=re.DOTALL)
    nodes = {(node or attribute).strip() for node, attribute in NODES.findall(html)}
    return nodes & ours


@pytest.mark.slow
@pytest.mark.usefixtures("speaks_it")
def test_nothing_on_any_page_stays_english(cast, told, client):
    left = {}
    for name, (person, address) in PAGES.items():
        if address.startswith(LIBRARIES):
            continue
        client.logout()
        if person != "public":
            client.force_login(getattr(cast, person))
        page = client.get(told.get(address, address), headers={"accept-language": "hy"})
        html = page.content.decode()
        assert OPEN in html, name
        left[name] = english_left(html) - {person}  # as whom one is signed in
    assert {name: words for name, words in left.items() if words} == {}
