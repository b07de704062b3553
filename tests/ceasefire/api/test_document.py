"""The API and the layers of maps against their documents: no made-up request breaks them.

Each role sends every phase of schemathesis (examples, edges of each schema, random values,
chains of calls) to its share of the operations; with CASES=20000 all roles to all of them.
"""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connections
from drf_spectacular.generators import SchemaGenerator
from schemathesis.engine import events, from_schema
from schemathesis.engine.recorder import ScenarioRecorder

from parties.domain.token import create_token
from tests.calls import observation, released

CASES = int(os.environ.get("CASES", "4000"))
EVERY_CASE = 20_000  # what five roles send to all operations
EXAMPLES = max(2, CASES // 5_000)  # random requests of each kind to an operation
OF_A_LAYER = 12  # of each kind to an operation of `/ogc/`, which has few
CHECKS = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "unsupported_method",
]
ROLES = ("north_monitor", "north_duty_officer", "analyst", "observer", "public")


@pytest.fixture
def application(db) -> Iterator[Callable[..., Any]]:
    """The application within the test's own transaction, whichever thread asks it."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    served, held = get_wsgi_application(), connections["default"]
    held.inc_thread_sharing()

    def asked(environ: dict[str, Any], start: Any) -> Any:
        connections["default"] = held
        return served(environ, start)

    yield asked
    held.dec_thread_sharing()
    for signal in signals:
        signal.connect(close_old_connections)


def operations_of(document: dict[str, Any]) -> list[str]:
    found = schemathesis.openapi.from_dict(document).get_all_operations()
    return [operation.ok().label for operation in found]


def share_of(operations: list[str], number: int) -> set[str]:
    """The share of the operations that a role is to try; at EVERY_CASE all of them."""
    shares = max(1, EVERY_CASE // CASES)
    return set(operations[number % shares :: shares])


def document_of_the_api() -> dict[str, Any]:
    return SchemaGenerator().get_schema(request=None, public=True)


def document_of_the_layers(application: Any, token: str) -> dict[str, Any]:
    """As it is served to this person: it names what they may filter by."""
    served = schemathesis.openapi.from_wsgi("/ogc/api", application, headers=headers_of(token))
    return served.raw_schema


def headers_of(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"} if token else {}


def tied(
    document: dict[str, Any], application: Any, mine: set[str], token: str, examples: int
) -> Any:
    """The document with the operations to try, tied to the application."""
    whole = schemathesis.openapi.from_dict(document)
    schema = whole.include(lambda context: context.operation.label in mine)
    schema.app = application
    config = schema.config
    config.seed = 20201110
    config.update(headers=headers_of(token), workers=1, continue_on_failure=True)
    config.generation.update(max_examples=examples, deterministic=True, no_shrink=True)
    config.checks.update(included_check_names=CHECKS)
    return schema


def faults_in(recorder: ScenarioRecorder) -> Iterator[str]:
    """What broke a check, and how to ask the same again."""
    for checks in recorder.checks.values():
        for check in checks:
            if check.failure_info:
                told = check.failure_info
                fault = told.failure
                yield f"{recorder.label}: {fault.title}\n{fault.message}\n{told.code_sample}"


def try_all(
    document: dict[str, Any], application: Any, mine: set[str], token: str, examples: int = EXAMPLES
) -> int:
    """Send every phase to these operations, find no fault, and count what was sent."""
    tried, sent, faults = set(), 0, []
    for event in from_schema(tied(document, application, mine, token, examples)).execute():
        assert not isinstance(event, events.FatalError | events.NonFatalError), event
        if isinstance(event, events.ScenarioFinished):
            tried.add(event.label)
            sent += len(event.recorder.interactions)
            faults += faults_in(event.recorder)
    assert faults == []
    assert mine <= tried
    return sent


def token_of(person: Any) -> str:
    return "" if person.is_anonymous else create_token(person, "tests")[1]


@pytest.fixture
def reports(cast) -> None:
    released(observation(cast.north_monitor, place="pl-village"))
    observation(cast.south_monitor, post="S-1", casualties=[{"outcome": "injured"}])


@pytest.mark.slow
@pytest.mark.usefixtures("reports")
@pytest.mark.parametrize("who", ROLES)
def test_no_request_of_any_role_breaks_what_the_document_says(cast, application, who, request):
    document = document_of_the_api()
    mine = share_of(operations_of(document), ROLES.index(who))
    sent = try_all(document, application, mine, token_of(cast.everybody[who]))
    request.node.add_report_section("call", "cases", f"{who}: {sent} cases")
    # Operations differ in how much there is to ask of them.
    assert sent >= CASES / len(ROLES) / 5


@pytest.mark.slow
@pytest.mark.usefixtures("reports")
@pytest.mark.parametrize("who", ROLES)
def test_no_request_for_a_layer_breaks_what_its_document_says(cast, application, who, request):
    token = token_of(cast.everybody[who])
    document = document_of_the_layers(application, token)
    sent = try_all(document, application, set(operations_of(document)), token, OF_A_LAYER)
    request.node.add_report_section("call", "cases", f"{who}: {sent} cases")
    assert sent >= 40 * OF_A_LAYER
