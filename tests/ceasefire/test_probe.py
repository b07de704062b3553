"""The containers' health check tells up from down."""

import pytest

from ceasefire.probe import main


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path,code", [("/livez", 0), ("/nowhere/", 1)])
def test_success_is_health_and_anything_else_is_not(live_server, path, code):
    assert main(f"{live_server.url}{path}") == code


def test_nobody_listening_is_not_health():
    assert main("http://127.0.0.1:1/livez") == 1
