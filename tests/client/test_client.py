"""ceasefire_client.py over real HTTP: whole lists, statistics, files, and reports filed once."""

import ast
import csv
import hashlib
import json
import sys
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from ceasefire.api import limits
from incidents.domain.pump import run_due
from incidents.models import Export, Report
from parties.domain.request_count import Leases
from parties.domain.token import create_token
from static.client.ceasefire_client import (
    Client,
    NoAnswer,
    Problem,
    Rows,
    WrongFile,
    WrongReceipt,
    _signed,
    new_id,
)
from tests.architecture.sources import ROOT
from tests.calls import observation, released
from tests.line import Line

SOURCE = ROOT / "static" / "client" / "ceasefire_client.py"
REPORT = {
    "mission": "ridge",
    "post": "N-1",
    "occurred_from": "2021-03-04T18:40:00+04:00",
    "category": "FIR-SAL",
}


@pytest.fixture
def line(live_server):
    line = Line(live_server.url)
    yield line
    line.close()


@pytest.mark.django_db(transaction=True)
def test_an_analyst_reads_and_a_monitor_files(cast, live_server, line, tmp_path, settings):
    for _one in range(3):
        released(observation(cast.north_monitor))
    _reads_whole_lists(cast, live_server.url, tmp_path)
    _is_told_what_is_wrong(live_server.url)
    _waits_when_it_asks_too_much(cast, live_server.url, settings)
    _files_once_over_a_bad_line(cast, line)


def _reads_whole_lists(cast, site, folder):
    client = Client(site, create_token(cast.analyst, "tests")[1])
    rows = client.list("incidents", limit=1)
    assert [row["category"] for row in rows] == ["FIR-SAL"] * 3
    assert {row["id"] for row in rows} == {row["id"] for row in client.rows("incidents")}
    assert client.get(f"incidents/{rows[0]['id']}")["reports"]
    assert client.list("incidents", dated=True, category=["IND", "AIR"]) == []
    cells, coverage = client.statistics("month", "category")
    assert [(cell["month"], cell["category"], cell["incidents"]) for cell in cells] == [
        ("2021-03", "FIR-SAL", 3)
    ]
    assert coverage == []
    client.save(folder / "all.csv", fields="reference")
    with (folder / "all.csv").open(newline="") as file:
        assert {row["reference"] for row in csv.DictReader(file)} == {r["reference"] for r in rows}
    assert not list(folder.glob("*.part"))


def _is_told_what_is_wrong(site):
    with pytest.raises(Problem, match="colour") as caught:
        Client(site).list("incidents", colour="red")
    assert (caught.value.status, caught.value.kind) == (400, "bad-query")
    assert caught.value.errors[0]["parameter"] == "colour"
    with pytest.raises(Problem) as caught:
        Client(site, "cft_" + "0" * 64).list("incidents")
    assert caught.value.kind == "unauthenticated"
    with pytest.raises(Problem, match="401"):
        Client(site).file(dict(REPORT))


def _waits_when_it_asks_too_much(cast, site, settings):
    settings.API_REQUESTS_PER_MINUTE = 1
    limits.LEASES = Leases()
    waited = []

    def pass_the_minute(seconds):
        waited.append(seconds)
        settings.API_REQUESTS_PER_MINUTE = 0

    client = Client(site, create_token(cast.observer, "tests")[1], wait=pass_the_minute)
    assert len([client.list("missions") for _one in range(3)]) == 3
    assert len(waited) == 1
    assert 0 < waited[0] <= 60


def _files_once_over_a_bad_line(cast, line):
    token = create_token(cast.north_monitor, "tests")[1]
    troubles = iter(["lost", "cut", ""])
    line.trouble = lambda: next(troubles, "")
    waited = []
    report = dict(REPORT)
    receipt = Client(line.url, token, wait=waited.append).file(report)
    assert waited == [1, 2]
    assert receipt["report_id"] == report["report_id"]
    assert Report.objects.filter(report_id=report["report_id"]).count() == 1
    line.lie()
    with pytest.raises(NoAnswer):
        Client(line.url, token, tries=2, wait=waited.append).file(report)
    line.restore()
    assert Client(line.url, token).file(report) == receipt
    variant = Client(line.url, token).file({**report, "narrative": "edited"})
    assert variant["variant"]
    with pytest.raises(WrongReceipt, match="mission"):
        _of_another_mission(Client(line.url, token), report)


@pytest.mark.django_db(transaction=True)
def test_an_export_is_waited_for_and_checked(cast, live_server, tmp_path, settings):
    settings.EXPORT_DIR = tmp_path / "made"
    filed = released(observation(cast.north_monitor))

    def work(_seconds):
        run_due(timezone.now() + timedelta(seconds=1))

    client = Client(live_server.url, create_token(cast.analyst, "tests")[1], wait=work)
    told = client.export(tmp_path / "all.csv", category=["FIR", "IND"], fields="reference")
    taken = (tmp_path / "all.csv").read_bytes()
    assert (told["rows"], told["sha256"]) == (1, hashlib.sha256(taken).hexdigest())
    assert filed.reference in taken.decode()
    row = Export.objects.get()
    assert (tmp_path / "all.csv.manifest.json").read_bytes() == bytes(row.manifest)
    assert (tmp_path / "all.csv.manifest.sig").read_text() == row.signature
    _is_told_why_there_is_no_file(client, row, tmp_path)


def _is_told_why_there_is_no_file(client, row, folder):
    with pytest.raises(Problem, match="category"):
        client.export(folder / "none.csv", category="XYZ")
    with pytest.raises(Problem, match="profile"):
        client.export(folder / "none.csv", profile="nonsense")
    swapped = json.loads(bytes(row.manifest)) | {"sha256": "0" * 64}
    for signed in (True, False):
        with pytest.raises(WrongFile, match="0000"):
            client._take(
                folder / "none.csv", f"{client._api}exports/{row.pk}/file/", swapped, signed
            )
    assert not _signed(row.signature, b"another manifest")
    client._wait = lambda _seconds: None
    with pytest.raises(NoAnswer, match="worker"):
        client.export(folder / "none.csv", longest=4)
    assert not list(folder.glob("none*"))


def _of_another_mission(client, report):
    """The receipt is compared with what was said, not with what the server made of it."""

    class Said(dict):
        def get(self, name, default=None):
            return "coast" if name == "mission" else super().get(name, default)

    return client.file(Said(report))


def test_an_id_is_of_version_7_and_says_when_it_was_made():
    one, later = (uuid.UUID(new_id(at)) for at in (1_600_000_000.123, 1_600_000_000.124))
    assert (one.version, one.variant, one.int >> 80) == (7, uuid.RFC_4122, 1_600_000_000_123)
    assert one < later
    assert len({new_id(1.0) for _one in range(1000)}) == 1000


@pytest.mark.parametrize("address", ["http://mission.example", "mission.example", "ftp://a", ""])
def test_a_token_is_not_sent_where_others_can_read_it(address):
    with pytest.raises(ValueError, match="https"):
        Client(address, "cft_x")


def test_a_token_stays_with_the_site_that_it_was_given_for():
    client = Client("https://mission.example", "cft_x")
    with pytest.raises(ValueError, match="another site"):
        client._ask("https://mission.example.evil/api/v1/incidents/", None)


def test_rows_become_a_frame_only_where_pandas_is(monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError):
        Rows([{"id": 1}]).to_pandas()


def test_it_is_one_small_file_that_needs_nothing_else():
    text = SOURCE.read_text("utf-8")
    tree = ast.parse(text, feature_version=(3, 9))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [a.name for a in node.names]
            if isinstance(node, ast.Import)
            else [node.module]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported - sys.stdlib_module_names == {"pandas"}
    assert len(text.splitlines()) <= 260
