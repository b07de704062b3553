"""The API against its own document: hundreds of made-up requests for each role, none breaks it."""

from contextlib import suppress
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from parties.domain.token import create_token
from tests.calls import observation, released

CASES_OF_EACH_KIND = 5
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    unsupported_method,
]
ROLES = ("north_monitor", "north_duty_officer", "analyst", "observer", "public")


@pytest.fixture
def keeps_its_connection():
    """Let requests through WSGI use the test's own transaction, as the test client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def api(cast, keeps_its_connection) -> Any:
    """The document, tied to the application, over a mission where something happened."""
    released(observation(cast.north_monitor, place="pl-village"))
    observation(cast.south_monitor, post="S-1", casualties=[{"outcome": "injured"}])
    document = SchemaGenerator().get_schema(request=None, public=True)
    schema = schemathesis.openapi.from_dict(document)
    schema.app = get_wsgi_application()
    return schema


def try_out(operation: Any, mode: GenerationMode, headers: dict[str, str]) -> int:
    """Send a handful of made-up requests of one kind to an operation; return how many."""
    sent = []

    @seed(20201110)
    @settings(
        max_examples=CASES_OF_EACH_KIND,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case: Any) -> None:
        sent.append(case)
        case.call_and_validate(headers=headers, checks=CHECKS)

    with suppress(Unsatisfiable):  # an operation without input has no wrong input
        send()
    return len(sent)


@pytest.mark.slow
@pytest.mark.parametrize("who", ROLES)
def test_no_request_of_any_role_breaks_what_the_document_says(cast, api, who):
    person = cast.everybody[who]
    token = "" if person.is_anonymous else create_token(person, "tests")[1]
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    sent = 0
    for found in api.get_all_operations():
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            sent += try_out(found.ok(), mode, headers)
    assert sent > 180
