"""The list of an export, written by a worker: the very view that answers over HTTP."""

import json
from http import HTTPStatus
from pathlib import Path
from shutil import copyfileobj
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.utils import translation

from incidents.api.files import CSV
from incidents.api.incident import IncidentViewSet
from incidents.domain.exporting import RefusedExportError
from parties.domain.naming_policy import LONGEST, policy_named
from parties.models import User
from parties.naming import PAIR, naming

LIST = "/api/v1/incidents/"
TRIED_AGAIN = (429, 503)


def answer_to(person: User, query: str, address: str) -> HttpResponseBase:
    """What a person gets who asks for a list of incidents, whoever asks on their behalf."""
    request: Any = HttpRequest()
    site = urlsplit(address)
    request.method, request.path = "GET", LIST
    request.path_info, request.GET = LIST, QueryDict(query)
    request.META = {"SERVER_NAME": site.hostname or "localhost", "SERVER_PORT": "80"}
    request.META |= {"HTTP_HOST": site.netloc, "QUERY_STRING": query}
    request.user, request.session = person, SimpleNamespace(session_key=None)
    named = policy_named(request.GET.get("names", "")[:LONGEST]) or PAIR
    with naming(lambda: named), translation.override("en"):
        answer = IncidentViewSet.as_view({"get": "list"})(request)
        if hasattr(answer, "render"):
            answer.render()
        return answer


def refusal_in(answer: Any) -> str:
    """Why there is no list; empty if there is one."""
    if answer.status_code in TRIED_AGAIN:
        raise OSError(answer.status_code)
    if answer.status_code == HTTPStatus.OK:
        return ""
    problem = json.loads(answer.content)
    told = (f"{one.get('parameter', '')}: {one['detail']}" for one in problem.get("errors", ()))
    return "; ".join(told) or problem["detail"]


def write_list(person: User, query: str, address: str, target: Path) -> int:
    """Write the file that a person would be given; return how many rows it holds.

    Raises:
        RefusedExportError: this person does not get this list.

    """
    asked = QueryDict(query, mutable=True)
    asked.setdefault("format", CSV)
    answer: Any = answer_to(person, asked.urlencode(), address)
    if refusal := refusal_in(answer):
        raise RefusedExportError(refusal)
    with answer.file_to_stream as spool, target.open("wb") as file:
        copyfileobj(spool, file)
    return answer.row_count
