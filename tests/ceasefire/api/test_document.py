"""The API against its own document: thousands of made-up requests, and none breaks it.

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


def operations_of(number: int) -> set[str]:
    """The share of the operations that a role is to try; at EVERY_CASE all of them."""
    document = schemathesis.openapi.from_dict(document_of_the_api())
    labels = [found.ok().label for found in document.get_all_operations()]
    shares = max(1, EVERY_CASE // CASES)
    return set(labels[number % shares :: shares])


def document_of_the_api() -> dict[str, Any]:
    return SchemaGenerator().get_schema(request=None, public=True)


def tied(application: Any, mine: set[str], token: str) -> Any:
    """The document with the operations to try, tied to the application."""
    whole = schemathesis.openapi.from_dict(document_of_the_api())
    schema = whole.include(lambda context: context.operation.label in mine)
    schema.app = application
    config = schema.config
    config.seed = 20201110
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    config.update(headers=headers, workers=1, continue_on_failure=True)
    config.generation.update(max_examples=EXAMPLES, deterministic=True, no_shrink=True)
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


@pytest.mark.slow
@pytest.mark.parametrize("who", ROLES)
def test_no_request_of_any_role_breaks_what_the_document_says(cast, application, who, request):
    released(observation(cast.north_monitor, place="pl-village"))
    observation(cast.south_monitor, post="S-1", casualties=[{"outcome": "injured"}])
    person = cast.everybody[who]
    token = "" if person.is_anonymous else create_token(person, "tests")[1]
    mine, tried, sent, faults = operations_of(ROLES.index(who)), set(), 0, []
    for event in from_schema(tied(application, mine, token)).execute():
        assert not isinstance(event, events.FatalError | events.NonFatalError), event
        if isinstance(event, events.ScenarioFinished):
            tried.add(event.label)
            sent += len(event.recorder.interactions)
            faults += faults_in(event.recorder)
    request.node.add_report_section("call", "cases", f"{who}: {sent} cases")
    assert faults == []
    assert mine <= tried
    # Operations differ in how much there is to ask of them.
    assert sent >= CASES / len(ROLES) / 5
