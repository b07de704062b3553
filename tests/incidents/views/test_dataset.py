"""The pages of imports: bring a file, look, name its columns, confirm, withdraw."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from incidents.domain.pump import run_due
from incidents.models import DatasetBatch, DatasetFile, DatasetRecord, JournalEntry
from tests.incidents.domain.test_dataset import REAL
from tests.incidents.exchange.test_dataset_table import workbook
from tests.incidents.typing import signed_in

pytestmark = pytest.mark.django_db

LIST = "/datasets/"
OTHER = "When;Où;=Dead\n04/03/2021;Là;2\n05/03/2021;=1+1;many\n".encode("cp1252")


def send(client, content=REAL, name="ged.csv", **typed):
    said = {"dataset": "UCDP GED 21.1", "licence": "CC BY 4.0", "mapping": ""} | typed
    return client.post(LIST, said | {"file": SimpleUploadedFile(name, content)})


def worked():
    run_due(timezone.now() + timedelta(seconds=1))


def text_of(answer):
    return answer.content.decode()


@pytest.fixture
def analyst(cast):
    return signed_in(cast.analyst)


def test_a_file_is_brought_looked_at_confirmed_and_its_records_are_listed(cast, analyst):
    page = send(analyst).headers["Location"]
    waiting = text_of(analyst.get(page))
    assert "It is being read." in waiting
    assert 'http-equiv="refresh"' in waiting
    assert "HX-Refresh" not in analyst.get(page, headers={"HX-Request": "true"}).headers
    worked()
    answer = analyst.get(page, headers={"HX-Request": "true"})
    assert answer.headers["HX-Refresh"] == "true"
    assert "Import 440 rows" in text_of(answer)
    assert "190516" in text_of(answer)
    analyst.post(page)
    worked()
    batch = DatasetBatch.objects.get()
    assert f"/datasets/records/?batch={batch.pk}" in text_of(analyst.get(page))
    records = text_of(analyst.get(f"/datasets/records/?batch={batch.pk}"))
    assert records.count("UCDP GED 21.1") >= 100
    assert "before=" in records


def test_a_second_import_in_the_browser_adds_nothing(cast, analyst):
    for _time in range(2):
        page = send(analyst).headers["Location"]
        worked()
        analyst.post(page)
        worked()
    assert "There is nothing to import." in text_of(analyst.get(page)) or (
        "nothing was added" in text_of(analyst.get(page))
    )
    assert (DatasetBatch.objects.count(), DatasetRecord.objects.count()) == (1, 440)


def test_any_table_is_read_with_columns_that_are_chosen_and_saved_by_name(cast, analyst):
    page = send(analyst, OTHER, "local.txt").headers["Location"]
    worked()
    assert "say which column is what" in text_of(analyst.get(page))
    form = analyst.get(f"{page}columns/")
    assert '<option value="où">' in text_of(form)
    chosen = {"column_day_from": "when", "column_place": "où", "column_killed_best": "=dead"}
    assert analyst.post(f"{page}columns/", {"save_as": "Local"}).status_code == 422
    said = chosen | {"day_first": "1", "save_as": "Local"}
    assert analyst.post(f"{page}columns/", said).status_code == 302
    worked()
    assert "Import 1 row" in text_of(analyst.get(page))
    wrong = analyst.get(f"{page}wrong-rows.csv")
    assert text_of(wrong).splitlines() == [
        "row,column,value,reason",
        "3,'=dead,many,is no number of people",
    ]
    again = send(analyst, OTHER, mapping="Local").headers["Location"]
    worked()
    assert "Import 1 row" in text_of(analyst.get(again))


def test_an_import_is_withdrawn_with_a_reason_and_its_rows_are_kept(cast, analyst):
    page = send(analyst).headers["Location"]
    worked()
    analyst.post(page)
    worked()
    batch = DatasetBatch.objects.get()
    path = f"/datasets/{batch.pk}/withdraw/"
    assert analyst.post(path, {"reason": ""}).status_code == 422
    assert analyst.post(path, {"reason": "An older edition."}).status_code == 302
    entry = JournalEntry.objects.get(action="dataset_withdrawn")
    assert (entry.reason, entry.actor) == ("An older edition.", cast.analyst)
    assert DatasetRecord.objects.filter(withdrawn_at__isnull=False).count() == 440
    assert "no records" in text_of(analyst.get("/datasets/records/"))
    assert "Withdrawn" in text_of(analyst.get(LIST))
    assert analyst.post(path, {"reason": "Again."}).status_code == 422


TOTALS = b"country,year,month,events,fatalities\nX,2020,1,3,4\n"
HOSTILE = {
    "totals.csv": (TOTALS, "totals, not events"),
    "nul.csv": (b"a,b\n\0,1\n", "no text"),
    "../../etc/passwd": (b"a,b\n1,2\n", "say which column is what"),
    "picture.png.csv": (b"\x89PNG\r\n\0", "no text"),
    "wrong.csv": (workbook(["a", "b"], [1, 2]), "say which column is what"),
    "broken.xlsx": (b"PK\x03\x04rest", "workbook cannot be read"),
    "twice.csv": (b"id,ID\n1,2\n", "same name"),
    "wide.csv": (b"," * 50_000, "empty"),
    "blank.csv": (b"\n\n", "empty"),
    "<script>alert(1)</script>.csv": (b"<script>,b\n1,2\n", "say which column is what"),
}


def test_hostile_files_are_told_what_is_wrong_and_nothing_breaks(cast, analyst):
    pages = {name: send(analyst, said[0], name) for name, said in HOSTILE.items()}
    worked()
    for name, (_content, words) in HOSTILE.items():
        answer = analyst.get(pages[name].headers["Location"])
        assert answer.status_code == 200, name
        assert words in text_of(answer), name
        assert "<script>alert" not in text_of(answer)
    assert "etc" not in DatasetFile.objects.values_list("name", flat=True)


def test_what_is_missing_or_too_large_is_said_and_what_was_typed_is_kept(cast, analyst):
    empty = send(analyst, b"", dataset="Typed")
    none = analyst.post(LIST, {"dataset": "Typed", "licence": "x"})
    nameless = send(analyst, dataset="Typed", licence=" ")
    large = send(analyst, b"x" * 25_000_001, dataset="Typed")
    for answer in (empty, none, nameless, large):
        assert answer.status_code == 422
        assert 'value="Typed"' in text_of(answer)
    assert "larger than 25 MB" in text_of(large)
    assert not DatasetFile.objects.exists()


def test_others_see_neither_files_nor_forms(cast, analyst):
    page = send(analyst).headers["Location"]
    worked()
    for who in ("north_monitor", "administrator", "observer"):
        client = signed_in(getattr(cast, who))
        for path in (LIST, page, f"{page}columns/", f"{page}wrong-rows.csv"):
            assert client.get(path).status_code == 403, (who, path)
    assert signed_in(cast.stranger).get(page).status_code == 404
    assert signed_in(None).get(LIST).status_code == 302
    assert signed_in(cast.north_monitor).get("/datasets/records/").status_code == 200
    assert signed_in(cast.observer).get("/datasets/records/").status_code == 404
