"""The refusal of query parameters, by name; every edge below the API raises it."""

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
