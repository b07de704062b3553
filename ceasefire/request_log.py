"""One line of the log for each request: who asked what, and how it ended."""

from uuid import uuid4

from django.http import HttpRequest
from django_structlog.middlewares import RequestMiddleware
from structlog.contextvars import bind_contextvars


class RequestLogMiddleware(RequestMiddleware):
    """Log a request when it has ended; whatever is logged on its way carries its id."""

    def prepare(self, request: HttpRequest) -> None:
        """Give the request an id, and ask nobody yet who it is from."""
        bind_contextvars(request_id=str(uuid4()))
