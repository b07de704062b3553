"""The product's addresses, with the plain rivals' in front of them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import connection
from django.urls import include, path

from bench.plain import PlainFiling, plain_router
from bench.plain_page import plain_page
from ceasefire import urls as product
from ceasefire.postgresql.base import OWNER

handler400 = product.handler400
handler403 = product.handler403
handler404 = product.handler404
handler500 = product.handler500


def without_wall(view: Callable[..., Any]) -> Callable[..., Any]:
    """A rival uses the database as its owner, as one would have written it."""

    @wraps(view)
    def plainly(*arguments: Any, **named: Any) -> Any:
        wall: Any = connection
        with wall.acting_as(OWNER):
            return view(*arguments, **named)

    return plainly


plain = [path("reports/", PlainFiling.as_view()), *plain_router().urls]
for pattern in plain:
    pattern.callback = without_wall(pattern.callback)

urlpatterns = [
    path("plain/page/", plain_page),
    path("api/plain/", include(plain)),
    *product.urlpatterns,
]
