"""The site as an application: it can be installed, and its worker may serve the whole site."""

import json
import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from django.test import Client

from ceasefire.static_files import IMPORT

pytestmark = pytest.mark.django_db


def test_the_manifest_says_how_to_install_the_site(client):
    response = client.get("/manifest.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    manifest = json.loads(response.content)
    assert (manifest["start_url"], manifest["scope"]) == ("/report/", "/")
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}


def test_every_page_names_the_manifest(client):
    assert b'rel="manifest" href="/manifest.webmanifest"' in client.get("/").content


def test_the_worker_stands_at_the_top_and_is_asked_for_again(client):
    response = client.get("/sw.js")
    assert response["Content-Type"].startswith("text/javascript")
    assert response["Cache-Control"] == "no-cache"
    again = client.get("/sw.js", headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_worker_knows_its_pages_and_files(client):
    first = client.get("/sw.js").content.decode().split("\n")[0]
    shell = json.loads(first.removeprefix("self.SHELL = ").removesuffix(";"))
    assert shell["pages"] == ["/report/", "/return/", "/report/outbox/"]
    assert all(path.startswith("/static/") for path in (*shell["assets"], *shell["styles"]))
    assert len(shell["version"]) == 12


def test_the_worker_keeps_whatever_the_pages_of_filing_load(cast):
    client = Client()
    client.force_login(cast.north_monitor)
    first = client.get("/sw.js").content.decode().split("\n")[0]
    shell = json.loads(first.removeprefix("self.SHELL = ").removesuffix(";"))
    for page in shell["pages"]:
        html = client.get(page).content.decode()
        loaded = re.findall(r'<(?:script|link rel="stylesheet")[^>]*(?:src|href)="([^"]+)"', html)
        todo = {path for path in loaded if path.startswith("/static/")}
        assert todo
        while todo:
            path = todo.pop()
            assert path in shell["assets"], (page, path)
            source = Path("static", path.removeprefix("/static/")).read_text()
            imports = re.finditer(IMPORT[0], source) if path.endswith(".js") else ()
            todo |= {urljoin(path, one["url"]) for one in imports}


@pytest.mark.parametrize("path", ["/manifest.webmanifest", "/sw.js", "/offline/"])
def test_what_is_kept_for_everybody_names_nobody_and_asks_no_database(
    path, cast, django_assert_num_queries
):
    client = Client()
    with django_assert_num_queries(0):
        public = client.get(path)
    client.force_login(cast.north_monitor)
    assert client.get(path).content == public.content


@pytest.mark.parametrize(
    "line, url",
    [
        ('import "./a.js";', "./a.js"),
        ('import { b } from "./a.js";', "./a.js"),
        ('import {\n  b,\n  c,\n} from "./a.js";', "./a.js"),
        ("export { d } from './a.js';", "./a.js"),
        ("await import(module);", None),
        ('const words = "import this";', None),
    ],
    ids=range(6),
)
def test_imports_between_scripts_are_found(line, url):
    found = re.search(IMPORT[0], line)
    assert (found and found["url"]) == url
