"""Requests through the whole WSGI stack, without a socket."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.core.wsgi import get_wsgi_application


@dataclass(frozen=True)
class Answer:
    """What a request got."""

    status: int
    body: bytes
    headers: dict[str, str]


class Caller:
    """A client with a token, as near to the application as gunicorn is."""

    def __init__(self, token: str) -> None:
        self.application = get_wsgi_application()
        self.token = token

    def get(self, path: str, query: str = "", tag: str = "") -> Answer:
        return self._call("GET", path, query, b"", tag)

    def post(self, path: str, body: bytes) -> Answer:
        return self._call("POST", path, "", body)

    def _call(self, method: str, path: str, query: str, body: bytes, tag: str = "") -> Answer:
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_HOST": "localhost",
            "HTTP_ACCEPT": "application/json",
            "HTTP_AUTHORIZATION": f"Bearer {self.token}",
            "REMOTE_ADDR": "127.0.0.1",
            "CONTENT_TYPE": "application/json",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": BytesIO(body),
        }
        if tag:
            environ["HTTP_IF_NONE_MATCH"] = tag
        setup_testing_defaults(environ)
        begun: list[tuple[str, list[tuple[str, str]]]] = []
        response = self.application(environ, lambda *begin: begun.append(begin))
        try:
            text = b"".join(response)
        finally:
            response.close()
        status, headers = begun[0]
        return Answer(int(status.split()[0]), text, dict(headers))
