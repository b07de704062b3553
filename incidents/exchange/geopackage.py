"""GeoPackages of one layer of points: an SQLite file with the tables that GIS programs look for.

Source: OGC 12-128r18 (GeoPackage 1.3), the core and its features option; WGS 84 throughout.
"""

import sqlite3
import struct
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from incidents.exchange.kinds import DAY, INSTANT, REAL, TEXT, TRUTH, WHOLE

APPLICATION_ID = 0x47504B47  # “GPKG”
VERSION = 10300
SRS = 4326
KEY, GEOMETRY = "fid", "geom"
TYPES = {
    TEXT: "TEXT",
    WHOLE: "INTEGER",
    REAL: "REAL",
    TRUTH: "BOOLEAN",
    DAY: "DATE",
    INSTANT: "DATETIME",
}
Position = tuple[float, float]

_TABLES = """
CREATE TABLE gpkg_spatial_ref_sys (
    srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
    organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
    table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
    description TEXT DEFAULT '', last_change DATETIME NOT NULL,
    min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
    FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_geometry_columns (
    table_name TEXT NOT NULL UNIQUE, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
    srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
    PRIMARY KEY (table_name, column_name),
    FOREIGN KEY (table_name) REFERENCES gpkg_contents (table_name),
    FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
"""
_WGS_84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,'
    'AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,'
    'AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],'
    'AUTHORITY["EPSG","4326"]]'
)
_SYSTEMS = (
    ("WGS 84 geodetic", SRS, "EPSG", SRS, _WGS_84, "longitude and latitude"),
    ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined", None),
    ("Undefined geographic SRS", 0, "NONE", 0, "undefined", None),
)


def point(position: Position | None) -> bytes | None:
    """Return a point as a GeoPackage holds it: a short header, then well-known binary."""
    if position is None:
        return None
    header = struct.pack("<2sBBi", b"GP", 0, 1, SRS)
    return header + struct.pack("<BIdd", 1, 1, *position)


def write_geopackage(
    path: Path,
    name: str,
    columns: Sequence[tuple[str, str]],
    rows: Iterable[tuple[Position | None, Sequence[Any]]],
    now: datetime,
) -> None:
    """Write a new GeoPackage with one layer.

    Args:
        path: where no file is yet.
        name: of the layer, an identifier.
        columns: name and kind (``exchange.kinds``) of each attribute.
        rows: of each feature its longitude and latitude, and its values; unknown is None.
        now: when it is made, in UTC.

    """
    base = sqlite3.connect(path)
    try:
        base.executescript(
            f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION};"
            f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_TABLES}"
        )
        base.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", _SYSTEMS)
        _describe(base, name, now)
        kinds = [kind for _name, kind in columns]
        listed = "".join(f', "{column}" {TYPES[kind]}' for column, kind in columns)
        base.execute(
            f'CREATE TABLE "{name}" ({KEY} INTEGER PRIMARY KEY AUTOINCREMENT, {GEOMETRY} POINT'
            f"{listed})"
        )
        marks = ", ".join("?" for _one in range(len(columns) + 2))
        base.executemany(
            f'INSERT INTO "{name}" VALUES ({marks})',  # noqa: S608 - marks alone
            ((None, point(where), *map(_value, kinds, values)) for where, values in rows),
        )
        base.commit()
    finally:
        base.close()


def _describe(base: sqlite3.Connection, name: str, now: datetime) -> None:
    changed = now.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    base.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change, srs_id)"
        " VALUES (?, 'features', ?, ?, ?)",
        (name, name, changed, SRS),
    )
    base.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?, ?, 'POINT', ?, 0, 0)", (name, GEOMETRY, SRS)
    )


def _value(kind: str, value: Any) -> Any:
    """Return a value as SQLite keeps it; instants have their thousandths there."""
    if value is None:
        return None
    if kind == REAL:
        return float(value)
    if kind == INSTANT:
        return f"{str(value)[:-1]}.000Z"
    return value if kind in (WHOLE, TRUTH) else str(value)
