"""Refusals of the API's own policies, before any view is asked."""

from rest_framework.exceptions import APIException

from parties.api.bad_query import BadQuery

__all__ = ["BadBody", "BadQuery"]


class BadBody(APIException):
    """The body cannot be read as the JSON that this API speaks."""

    status_code = 400
    default_code = "bad-request"

    def __init__(self, detail: str, code: str, pointer: str = "#", status: int = 400) -> None:
        super().__init__(detail)
        self.status_code = status
        self.errors = [{"pointer": pointer, "detail": detail, "code": code}]
