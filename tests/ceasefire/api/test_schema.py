"""The OpenAPI document is valid, complete, and the same as what is answered."""

import pytest
from django.core.management import call_command
from django.urls import get_resolver
from drf_spectacular.generators import SchemaGenerator

from ceasefire.api.problem_kinds import KINDS
from tests.calls import API, PROBLEM

UNSAFE = {"post", "put", "patch", "delete"}


@pytest.fixture(scope="module")
def document():
    return SchemaGenerator().get_schema(request=None, public=True)


def operations(document):
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def test_the_document_is_valid_and_without_warnings(tmp_path):
    file = tmp_path / "schema.yml"
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(file))
    assert file.stat().st_size > 10_000


def test_every_route_of_the_api_is_documented(document):
    known = {path.split("{")[0] for path in document["paths"]}
    resolver = get_resolver("ceasefire.api.urls")
    v1 = next(part for part in resolver.url_patterns if hasattr(part, "url_patterns"))
    routes = {str(route.pattern).strip("^$") for route in v1.url_patterns}
    hidden = {"schema/", "docs/"}
    assert {API + route.split("(")[0] for route in routes - hidden} <= known


def test_every_operation_documents_its_refusals_as_problems(document):
    for path, method, operation in operations(document):
        refusals = {s: r for s, r in operation["responses"].items() if not s.startswith("2")}
        expected = {"400", "401", "406", "503", "default"}
        expected |= {"403"} if method in UNSAFE else {"504"}
        expected |= {"404"} if "{" in path else set()
        assert expected <= set(refusals), (method, path)
        assert all(list(r["content"]) == [PROBLEM] for r in refusals.values())


def test_reading_is_open_and_writing_is_not(document):
    for path, method, operation in operations(document):
        is_open = {} in operation.get("security", [])
        own = path.startswith(
            tuple(f"{API}{one}/" for one in ("tokens", "exports", "subscriptions"))
        )
        assert is_open == (method == "get" and not own), (method, path)


def test_filing_has_an_example_that_names_its_post(document):
    body = document["paths"][API + "reports/"]["post"]["requestBody"]
    [example] = body["content"]["application/json"]["examples"].values()
    assert example["value"]["post"] == "N-1"


def test_the_author_of_a_report_is_in_no_answer(document):
    assert "author" not in document["components"]["schemas"]["Report"]["properties"]


def test_the_document_is_served_to_everybody(client, db):
    response = client.get(API + "schema/", headers={"Accept": "application/json"})
    assert response.status_code == 200


def test_every_status_in_the_document_has_a_kind_of_problem(document):
    statuses = {str(kind.status) for kind in KINDS.values()}
    for _path, _method, operation in operations(document):
        refusals = {s for s in operation["responses"] if not s.startswith("2")}
        assert refusals - {"default"} <= statuses
