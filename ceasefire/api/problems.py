"""Every refusal of the API as one shape: RFC 9457 application/problem+json."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ObjectDoesNotExist, PermissionDenied
from django.core.exceptions import ValidationError as ContentError
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.permissions import SAFE_METHODS
from rest_framework.response import Response
from rest_framework.views import set_rollback
from structlog.contextvars import get_contextvars

from ceasefire.api.problem_kinds import BY_STATUS, KINDS, Kind
from ceasefire.postgresql.patience import took_too_long

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_OUTAGE = 5
WHOLE_BODY = {NON_FIELD_ERRORS, "non_field_errors"}
Errors = list[dict[str, str]]


def problem_response(exc: Exception, context: Mapping[str, Any]) -> Response | None:
    """Translate an exception of a view; None leaves an unknown one to Django."""
    refusal = _as_refusal(exc, context["request"].method)
    if refusal is None:
        return None
    set_rollback()
    errors = _errors_of(refusal)
    kind = _kind_of(refusal)
    body = problem(context["request"], kind, refusal.status_code, _detail_of(refusal), errors)
    body |= getattr(refusal, "members", {})
    return Response(
        body, refusal.status_code, headers=_headers_of(refusal), content_type=MEDIA_TYPE
    )


def problem(
    request: HttpRequest, kind: Kind, status: int, detail: str = "", errors: Errors | None = None
) -> dict[str, Any]:
    """The body of a problem; a 404 carries nothing that tells one request from another."""
    body: dict[str, Any] = {
        "type": request.build_absolute_uri(f"/problems/{kind.slug}/"),
        "title": str(kind.title),
        "status": status,
        "detail": detail or str(kind.meaning),
    }
    request_id = get_contextvars().get("request_id")
    if request_id and status != KINDS["not-found"].status:
        body["instance"] = f"urn:uuid:{request_id}"
    if errors:
        body["errors"] = errors
    return body


def _as_refusal(exc: Exception, method: str | None) -> exceptions.APIException | None:
    match exc:
        case exceptions.APIException():
            return exc
        case Http404() | ObjectDoesNotExist():
            return exceptions.NotFound()
        case PermissionDenied():
            return exceptions.PermissionDenied(str(exc) or None)
        case ContentError():
            return _ContentRefused(exc)
        case OperationalError() | InterfaceError():
            is_read = method in SAFE_METHODS
            return _TooSlow() if is_read and took_too_long(exc) else _Outage()
    return None


class _ContentRefused(exceptions.APIException):
    """The domain did not accept the content."""

    status_code = 422
    default_code = "validation"

    def __init__(self, exc: ContentError) -> None:
        super().__init__(_("Nothing was stored."))
        self.errors = list(content_errors(exc))


class _Outage(exceptions.APIException):
    """The database does not answer."""

    status_code = 503
    default_code = "unavailable"
    default_detail = ""
    wait = RETRY_AFTER_OUTAGE


class _TooSlow(exceptions.APIException):
    """More was asked for than the database finds in the time of a request.

    Without a time to come back: the same would take as long again.
    """

    status_code = 504
    default_code = "too-slow"

    def __init__(self) -> None:
        kind = KINDS[self.default_code]
        super().__init__(f"{kind.meaning} {kind.remedy}")


def content_errors(exc: ContentError) -> Iterator[dict[str, str]]:
    """The errors of a Django ValidationError, one row each, by JSON pointer."""
    named = exc.error_dict if hasattr(exc, "error_dict") else {NON_FIELD_ERRORS: exc.error_list}
    for field, found in named.items():
        for error in found:
            detail = " ".join(error.messages)
            yield {"pointer": _pointer(field), "detail": detail, "code": error.code or "invalid"}


def _pointer(field: str) -> str:
    """`casualties.0.low` as `#/casualties/0/low`, the whole body as `#`."""
    return "#" if field in WHOLE_BODY else "#/" + field.replace(".", "/")


def _errors_of(exc: exceptions.APIException) -> Errors:
    if isinstance(exc, exceptions.ValidationError):
        exc.status_code = 422
        return list(_flatten(exc.detail, "#"))
    return getattr(exc, "errors", [])


def _flatten(detail: Any, pointer: str) -> Iterator[dict[str, str]]:
    """Walk a serializer's nested errors down to the single messages."""
    match detail:
        case dict():
            for name, below in detail.items():
                at = pointer if name in WHOLE_BODY else f"{pointer}/{name}"
                yield from _flatten(below, at)
        case [exceptions.ErrorDetail(), *_rest]:
            for message in detail:
                yield {"pointer": pointer, "detail": str(message), "code": message.code or ""}
        case list():
            for index, below in enumerate(detail):
                yield from _flatten(below, f"{pointer}/{index}")
        case _:
            yield {"pointer": pointer, "detail": str(detail), "code": detail.code or ""}


def _kind_of(exc: exceptions.APIException) -> Kind:
    declared = KINDS.get(exc.default_code)
    if declared and declared.status == exc.status_code:
        return declared
    return BY_STATUS.get(exc.status_code, KINDS["bad-request"])


def _detail_of(exc: exceptions.APIException) -> str:
    if isinstance(exc, exceptions.NotFound) or not isinstance(exc.detail, str):
        return ""
    return str(exc.detail)


def _headers_of(exc: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if challenge := getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if wait := getattr(exc, "wait", None):
        headers["Retry-After"] = str(int(wait))
    return headers
