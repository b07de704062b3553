"""Which renderer answers: JSON at once, and nothing else than was asked for."""

import pytest
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import JSONRenderer, StaticHTMLRenderer
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from ceasefire.api.negotiation import JsonAtOnce
from tests.calls import API

ACCEPTED = (
    *(None, "", "*/*", "application/json", "application/json; indent=4", "application/*"),
    *("text/html", "text/html, */*;q=0.1", "*/*, text/html", "APPLICATION/JSON", "image/png"),
    *("application/jsonx", ",", "application/json, application/json", "\x00", "*"),
)
SHOWN = {"json first": (JSONRenderer, StaticHTMLRenderer), "page first": (StaticHTMLRenderer,)}


def chosen(negotiation, accepted, renderers):
    headers = {} if accepted is None else {"HTTP_ACCEPT": accepted}
    request = Request(APIRequestFactory().get("/", **headers))
    try:
        renderer, media_type = negotiation.select_renderer(request, [r() for r in renderers])
    except Exception as error:  # noqa: BLE001 - both fail in the same way
        return type(error)
    return type(renderer), media_type


@pytest.mark.parametrize("renderers", SHOWN.values(), ids=SHOWN)
@pytest.mark.parametrize("accepted", ACCEPTED)
def test_whoever_asks_gets_what_the_framework_would_give(accepted, renderers):
    usual = chosen(DefaultContentNegotiation(), accepted, renderers)
    assert chosen(JsonAtOnce(), accepted, renderers) == usual


@pytest.mark.parametrize("accepted,status", [("application/json", 200), ("image/png", 406)])
def test_what_is_not_made_here_is_refused(client, db, accepted, status):
    assert client.get(f"{API}missions/", headers={"Accept": accepted}).status_code == status
