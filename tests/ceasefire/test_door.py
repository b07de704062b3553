"""What no address can hold is refused with a reason."""

import json

import pytest
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import RequestFactory

from ceasefire.door import DoorFilterMiddleware

BAD_ADDRESSES = [
    ("/inci%00dents/", "NUL"),
    ("/incidents/?q=a%00b", "NUL"),
    ("/incidents/?%00=1", "NUL"),
    ("/incidents/?q=%ED%A0%80", "Unicode"),
    ("/incidents/?q=%FF", "Unicode"),
    ("/incidents/?q=" + "a" * 5_000, "too long"),
]


def door(request, view=lambda request: HttpResponse("inside")):
    return DoorFilterMiddleware(view)(request)


@pytest.mark.parametrize("address,reason", BAD_ADDRESSES)
def test_a_bad_address_is_refused_with_a_reason(address, reason):
    response = door(RequestFactory().get(address))
    assert response.status_code == 400


@pytest.mark.parametrize("address,reason", BAD_ADDRESSES)
def test_the_api_refuses_a_bad_address_as_a_problem(address, reason):
    response = door(RequestFactory().get(f"/api/v1{address}"))
    assert response["Content-Type"] == "application/problem+json"
    assert reason in json.loads(response.content)["detail"]


def test_broken_unicode_in_the_path_is_nowhere(client, db):
    assert client.get("/%ED%A0%80/").status_code == 404


@pytest.mark.parametrize(
    "address", ["/", "/posts/?q=Շուշի", "/posts/?q=%D5%87", "/posts/?q=%F0%9F%95%8A"]
)
def test_any_script_may_come_in(address):
    assert door(RequestFactory().get(address)).content == b"inside"


def test_a_nul_that_gets_as_far_as_a_query_is_refused(db):
    with pytest.raises(ValueError, match="NUL") as found:
        Session.objects.filter(session_key="a\0").first()
    middleware = DoorFilterMiddleware(lambda request: HttpResponse())
    assert middleware.process_exception(RequestFactory().post("/"), found.value).status_code == 400


def test_another_value_error_is_ours():
    middleware = DoorFilterMiddleware(lambda request: HttpResponse())
    assert middleware.process_exception(RequestFactory().get("/"), ValueError("other")) is None
