"""Choosing the language of the pages."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from parties.domain.language import keep_language
from parties.models import User


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the choice in this browser, and with the account of who is signed in."""
    if isinstance(request.user, User):
        keep_language(request.user, request.POST.get("language", ""))
    return set_language(request)
