"""Nothing is served that the permission table does not name: no page, endpoint, or field."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from drf_spectacular.generators import SchemaGenerator

from incidents.api import incident_columns, merged, report_columns
from incidents.api.urls import ROUTES
from incidents.endpoints import ACCOUNTS, ENDPOINTS, missing
from incidents.management.commands.permissions_page import page
from incidents.permissions import DEEDS, FIELDS
from incidents.record_fields import BODIES, INCIDENT_DETAIL, KINDS, RECORDS, REPORT_DETAIL

ROOT = Path(__file__).resolve().parents[3]
COLUMNS = {
    "Incident": (incident_columns.COLUMNS, {"place_label"}),
    "IncidentDetail": (incident_columns.COLUMNS, set(INCIDENT_DETAIL)),
    "MergedIncident": (merged.COLUMNS, set()),
    "Report": (report_columns.COLUMNS, set(REPORT_DETAIL)),
}


def url_names(resolver: Any = None, space: str = "") -> Iterator[str]:
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLPattern):
            yield f"{space}{one.name}"
        elif isinstance(one, URLResolver):
            yield from url_names(one, f"{one.namespace}:" if one.namespace else space)


@pytest.fixture(scope="module")
def components():
    schemas = SchemaGenerator().get_schema(request=None, public=True)["components"]["schemas"]
    with_fields = {n: set(c["properties"]) for n, c in schemas.items() if c.get("properties")}
    return {n: f for n, f in with_fields.items() if not n.startswith("Paginated")}


def test_every_address_has_a_line_in_the_table():
    assert missing(url_names()) == []


def test_every_line_of_the_table_has_an_address():
    assert set(ENDPOINTS) - set(url_names()) == set()


def test_every_address_has_a_name():
    assert "None" not in set(url_names())


def test_a_new_address_would_be_missing():
    assert missing([*url_names(), "incident_export"]) == ["incident_export"]
    assert missing(["account_login", "admin:parties_party_changelist"]) == []
    assert ACCOUNTS


def test_lines_name_deeds_of_the_table():
    named = {d for line in ENDPOINTS.values() for d in (line.get, line.post) if d}
    assert named - set(DEEDS) == set()


def test_view_sets_ask_for_the_deed_that_their_line_names():
    for route, view in ROUTES.items():
        for action, deed in getattr(view, "deeds", {}).items():
            name = {"create": "list", "update": "detail", "sign": "sign-offs"}.get(
                action, action.replace("_", "-")
            )
            line = ENDPOINTS[f"api-{route}-{name}"]
            assert deed in (line.get, line.post), (route, action)


def test_every_record_of_the_api_is_in_a_table_field_by_field(components):
    answers = {n: f for n, f in components.items() if not n.endswith("Request")}
    told = {name: set(fields.split()) for name, (_kind, fields) in RECORDS.items()}
    told |= {name: {c.name for c in columns} | more for name, (columns, more) in COLUMNS.items()}
    assert told == answers


def test_every_body_of_a_request_is_for_a_deed(components):
    assert set(BODIES) == {n for n in components if n.endswith("Request")}
    assert set(BODIES.values()) <= set(DEEDS)


def test_every_column_is_of_a_group_of_the_table():
    groups = {column.group for columns, _more in COLUMNS.values() for column in columns}
    assert groups <= set(FIELDS)
    assert {kind for kind, _fields in RECORDS.values()} <= KINDS
    assert {*INCIDENT_DETAIL.values(), *REPORT_DETAIL.values()} <= KINDS


def test_the_page_says_what_the_table_says():
    told = (ROOT / "docs" / "permissions.md").read_text("utf-8")
    assert told == page(), "manage.py permissions_page > docs/permissions.md"
