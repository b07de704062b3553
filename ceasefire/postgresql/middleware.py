"""Putting each request behind the second wall, and telling it who asks."""

from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.core.exceptions import MiddlewareNotUsed
from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import SimpleLazyObject

from ceasefire.postgresql.base import DatabaseWrapper
from ceasefire.postgresql.roles import ADMIN, GATE, WEB

# The first beginning that fits an address says as whom its requests work; else as the web.
ROLE_OF_ADDRESS = (
    ("/admin/", ADMIN),
    ("/accounts/", GATE),
    ("/language/", GATE),  # kept with the person
    ("/names/", GATE),  # kept with the person
)
OUTSIDE = frozenset({"/livez", "/readyz"})  # they look at the installation, for nobody


class SecondWallMiddleware:
    """Let a request use the database in the role of its address; later users start anew."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.SECOND_WALL:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info in OUTSIDE:
            return self.get_response(request)
        wall = _wall()
        with wall.acting_as(role_of(request.path_info)):
            response = self.get_response(request)
            if getattr(response, "streaming", False):
                streamed: Any = response
                stands = wall.standing
                streamed.streaming_content = _behind(streamed.streaming_content, *stands)
        return response


class WalledAuthenticationMiddleware(AuthenticationMiddleware):
    """Look up who is signed in where passwords may be read, and tell the wall who it is."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        unknown = request.user
        request.user = SimpleLazyObject(lambda: known(lambda: _looked_up(unknown)))  # type: ignore[assignment]


def known(sign_in: Callable[[], Any]) -> Any:
    """Return whom ``sign_in`` finds; from now on the wall shows what this person reads."""
    wall = _wall()
    with wall.acting_briefly_as(GATE):
        user = sign_in()
    wall.act_for(user.pk if user is not None and user.is_authenticated else None)
    return user


def arrived(person: int) -> None:
    """From now on the wall shows what this person reads: their token was found."""
    _wall().act_for(person)


def role_of(address: str) -> str:
    """Return as which role requests to an address work."""
    roles = (role for beginning, role in ROLE_OF_ADDRESS if address.startswith(beginning))
    return next(roles, WEB)


def _looked_up(user: Any) -> Any:
    _ = user.pk  # whatever is asked of the lazy user makes it look
    return user


def _behind(content: Any, role: str, person: int | None) -> Iterator[bytes]:
    """Make each part of a streamed answer where its request was made."""
    parts = iter(content)
    while True:
        with _wall().acting_as(role, person):
            try:
                part = next(parts)
            except StopIteration:
                return
        yield part


def _wall() -> DatabaseWrapper:
    wall: Any = connection
    return wall  # type: ignore[no-any-return]
