"""Lists that did not change since somebody had them: known before a row is read.

The tag of an answer is the hash of its bytes, so it tells nothing of what its reader may
not see. This process remembers for a minute which tag an answer had, for this person, this
address and this number of changes. Whoever sends that tag again, has it still.
"""

from collections import OrderedDict
from dataclasses import dataclass
from hashlib import file_digest
from time import monotonic
from typing import Any

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.translation import get_language
from rest_framework.request import Request

from incidents.domain.queries.changes import changes_made
from parties.domain.acting import Actor
from parties.models import ApiToken

KEPT = 5_000  # answers that one process remembers
SECONDS = 60.0  # labels of places are as old, at most
NOT_MODIFIED = 304

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """What an answer was: its tag, how many rows it had, and when."""

    tag: str
    rows: int
    at: float


_answers: OrderedDict[Key, Answered] = OrderedDict()


def key_of(request: Request, actor: Actor, wanted: str | None = None) -> Key:
    """Return all that an answer depends on; read before its rows. Of files, also the format."""
    held = tuple(sorted(one.pk for one in actor.appointments))
    person = actor.user.pk if actor.user else None
    seen = request.auth.changes_seen if isinstance(request.auth, ApiToken) else None
    seen = changes_made() if seen is None else seen
    return seen, person, held, get_language(), request.build_absolute_uri(), wanted


def is_unchanged(request: Request, key: Key) -> Answered | None:
    """Return what the asker has already, if it is what they would get."""
    answered = _answers.get(key)
    if answered is None or monotonic() - answered.at > SECONDS:
        return None
    found = get_conditional_response(request, etag=answered.tag)
    return answered if found is not None and found.status_code == NOT_MODIFIED else None


def not_modified(answered: Answered) -> HttpResponse:
    """The answer to who has it already."""
    return HttpResponse(status=NOT_MODIFIED, headers={"ETag": answered.tag})


def tagged(answer: FileResponse) -> FileResponse:
    """A file with the hash of its bytes as its tag."""
    spool: Any = answer.file_to_stream
    answer["ETag"] = f'"{file_digest(spool, "sha256").hexdigest()[:32]}"'
    spool.seek(0)
    return answer


def unless_had(request: Request, answer: FileResponse) -> HttpResponseBase:
    """The file, or 304 to who has the very same one."""
    found = get_conditional_response(request, etag=answer["ETag"], response=answer)
    if found is not answer:
        answer.file_to_stream.close()
    return found


def remember(key: Key, answer: Any, rows: int) -> Any:
    """Keep the tag of an answer, and give the answer back."""
    if not answer.has_header("ETag"):
        set_response_etag(answer)
    _answers[key] = Answered(answer["ETag"], rows, monotonic())
    while len(_answers) > KEPT:
        _answers.popitem(last=False)
    return answer
