"""Pages of filing that a device may keep: for whom they are, and whether they have changed."""

import base64
import hashlib
import re
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.crypto import salted_hmac

from incidents.domain.outbox import outbox_key

# What differs each time such a page is made; a device begins it anew by itself.
_VOLATILE = re.compile(
    rb'value="(?:\d{4}-\d\d-\d\d|\d\d:\d\d(?::\d\d)?|[0-9A-Za-z]{64}'
    rb'|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"'
)


def outbox_context(request: HttpRequest) -> dict[str, Any]:
    """What the page needs to close boxes; the author's own key, for their own page."""
    return {"outbox_key": base64.b64encode(outbox_key(request.user.pk)).decode()}


def kept(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Name the person whose page it is, and answer 304 to a device that has it as it is.

    The tag also covers the secret of the page's tokens, so that a new sign-in brings new ones.
    """
    if request.GET or response.status_code != HTTPStatus.OK:
        return response
    body = _VOLATILE.sub(b"", response.content)
    secret = request.META.get("CSRF_COOKIE", "") + settings.SECRET_KEY
    digest = hashlib.sha256(body + salted_hmac("kept page", secret).digest()).hexdigest()
    response["Ceasefire-Shell"] = str(request.user.pk)
    response["ETag"] = f'"{digest[:32]}"'
    answer = get_conditional_response(request, etag=response["ETag"], response=response)
    if answer is not None and answer is not response:
        answer["Ceasefire-Shell"] = str(request.user.pk)
    return answer or response
