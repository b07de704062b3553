"""Dataset records over the API: for the mission's own staff, with their licence."""

from decimal import Decimal

import pytest

from incidents.domain.dataset import Origin
from incidents.models import DatasetBatch, DatasetRecord
from tests.calls import faults_of, get
from tests.incidents.domain.test_dataset import UCDP, take
from tests.incidents.telling import DAY, killed, tell

PRECISE = {"lon": Decimal(10), "position_precision": "P3"}
READERS = {"north_monitor", "south_monitor", "north_duty_officer", "south_duty_officer", "analyst"}


def rows(person=None, **query):
    return get("dataset-records/", person, **query).json()["results"]


def test_staff_read_records_and_nobody_else(cast):
    take(cast)
    found = {who for who, person in cast.everybody.items() if rows(person)}
    assert found == READERS


def test_a_record_says_whose_it_is_and_what_is_not_known(cast):
    take(cast)
    (row,) = rows(cast.analyst, external_id="190516", dataset=UCDP.dataset, mission="ridge")
    assert (row["licence"], row["killed_low"], row["lat"]) == (UCDP.licence, 0, 40.39528)
    assert row["position_precision"] == "P0"
    assert rows(cast.analyst, day_after="2021-01-01") == []
    assert len(rows(cast.analyst, day_before="1990-01-31", limit=1000)) > 1


def test_a_record_says_what_its_import_committed_to(cast):
    batch = take(cast).batch
    (row,) = rows(cast.analyst, external_id="190516")
    record = batch.records.get(external_id="190516")
    assert (row["leaf"], row["root"]) == (bytes(record.leaf).hex(), bytes(batch.root).hex())


def test_a_record_from_before_there_were_leaves_has_none(cast):
    old = DatasetBatch.objects.get(pk=take(cast).batch.pk)
    old.pk, old.root, old.dataset = None, None, "An older one"
    old.save()
    record = DatasetRecord.objects.earliest("pk")
    record.pk, record.batch, record.dataset, record.leaf = None, old, old.dataset, None
    record.save()
    (row,) = rows(cast.analyst, dataset=old.dataset)
    assert (row["leaf"], row["root"]) == (None, None)


@pytest.mark.parametrize("query", ["day_after=x", "mission=%00", "cursor=x", "external_id=%00"])
def test_what_is_not_understood_is_refused(cast, query):
    assert get(f"dataset-records/?{query}", cast.analyst).status_code == 400


def test_an_unknown_parameter_is_named(cast):
    assert faults_of(get("dataset-records/", cast.analyst, box="1")) == {"box": "unknown"}


EXPORTS = {
    "ours, CSV": {"format": "csv"},
    "ours, with tags and mark": {"format": "csv", "hxl": "true", "bom": "true"},
    "ours, workbook": {"format": "xlsx"},
    "ours, GeoJSON": {"format": "geojson"},
    "ACLED": {"format": "csv", "profile": "acled"},
    "GED": {"format": "csv", "profile": "ged"},
    "OSCE": {"format": "csv", "profile": "osce"},
}


def test_whatever_is_exported_can_be_imported(cast):
    casualties = (killed(2, "uplands"),)
    for at in (0, 1):
        tell(None, place=cast.village.code, casualties=casualties, lat=Decimal(40 + at), **PRECISE)
    for name, query in EXPORTS.items():
        file = b"".join(get("incidents/", cast.analyst, **query).streaming_content)
        found = take(cast, file, origin=Origin(name, "CC0"))
        assert (found.added, found.wrong) == (2, []), name
        record = found.batch.records.first()
        assert record.day_from == DAY, name
        assert record.lat is not None or name == "OSCE"
