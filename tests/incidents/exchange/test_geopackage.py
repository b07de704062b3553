"""GeoPackages: an SQLite file that GIS programs take for one, with every value in its type."""

import sqlite3
import struct
import subprocess
from datetime import UTC, datetime

import pytest

from incidents.exchange.geopackage import point, write_geopackage
from incidents.exchange.kinds import DAY, INSTANT, REAL, TEXT, TRUTH, WHOLE

COLUMNS = [("id", TEXT), ("n", WHOLE), ("x", REAL), ("ok", TRUTH), ("day", DAY), ("at", INSTANT)]
NOW = datetime(2021, 3, 4, 14, 40, tzinfo=UTC)
VALUES = ["a'b", 3, 0.5, True, "2021-03-04", "2021-03-04T14:40:00Z"]


@pytest.fixture
def made(tmp_path):
    path = tmp_path / "layer.gpkg"
    write_geopackage(path, "incidents", COLUMNS, [((10.5, 40.25), VALUES), (None, [None] * 6)], NOW)
    base = sqlite3.connect(path)
    yield base
    base.close()


def test_a_file_says_what_it_is(made):
    assert made.execute("PRAGMA application_id").fetchone() == (0x47504B47,)
    assert made.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    contents = "SELECT table_name, data_type, srs_id, last_change FROM gpkg_contents"
    told = ("incidents", "features", 4326, "2021-03-04T14:40:00.000Z")
    assert made.execute(contents).fetchall() == [told]
    assert made.execute("SELECT count(*) FROM gpkg_spatial_ref_sys").fetchone() == (3,)


def test_every_value_arrives_and_unknown_is_null(made):
    first, second = made.execute("SELECT id, n, x, ok, day, at FROM incidents").fetchall()
    assert first == ("a'b", 3, 0.5, 1, "2021-03-04", "2021-03-04T14:40:00.000Z")
    assert second == (None,) * 6


def test_a_point_is_longitude_then_latitude():
    blob = point((10.5, 40.25))
    assert blob[:8] == b"GP\0\1" + struct.pack("<i", 4326)
    assert struct.unpack("<BIdd", blob[8:]) == (1, 1, 10.5, 40.25)
    assert point(None) is None


def test_gis_programs_read_it(made, tmp_path, needs):
    ogrinfo, path = needs("ogrinfo", "gdal-bin"), str(tmp_path / "layer.gpkg")
    told = subprocess.run([ogrinfo, "-al", path], capture_output=True, text=True, check=True)
    assert "POINT (10.5 40.25)" in told.stdout
    assert "at (DateTime) = 2021/03/04 14:40:00+00" in told.stdout
    assert "Warning" not in told.stderr + told.stdout
