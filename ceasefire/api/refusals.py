"""Refusals of the API's own policies, before any view is asked."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException


class BadQuery(APIException):
    """A query parameter is unknown or has a value it cannot have."""

    status_code = 400
    default_code = "bad-query"

    def __init__(self, errors: Mapping[str, list[tuple[str, str]]]) -> None:
        super().__init__(_("Some query parameters were not accepted."))
        self.errors = [
            {"parameter": name, "detail": detail, "code": code}
            for name, found in errors.items()
            for detail, code in found
        ]


class BadBody(APIException):
    """The body cannot be read as the JSON that this API speaks."""

    status_code = 400
    default_code = "bad-request"

    def __init__(self, detail: str, code: str, pointer: str = "#", status: int = 400) -> None:
        super().__init__(detail)
        self.status_code = status
        self.errors = [{"pointer": pointer, "detail": detail, "code": code}]
