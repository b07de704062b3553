"""A person's own API tokens: make one, see when each was used, revoke it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from parties.domain.token import create_token, revoke_token, tokens_of
from parties.forms.token import TokenForm
from parties.models import ApiToken, Mission
from parties.views.mission import with_mission
from parties.views.page import render_page


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@with_mission
def token_list(request: HttpRequest, mission: Mission) -> HttpResponse:
    """Show the tokens; make one and show it once, or revoke one."""
    if "revoke" in request.POST:
        return _revoke(request)
    form = TokenForm(request.POST or None)
    secret = _made(request, form) if request.method == "POST" and form.is_valid() else ""
    context = {
        "form": TokenForm() if secret else form,
        "secret": secret,
        "tokens": tokens_of(request.user).order_by("-created"),  # type: ignore[arg-type]
    }
    status = 422 if form.errors else 200
    return render_page(request, "parties/tokens.html", mission, context, status=status)


def _made(request: HttpRequest, form: TokenForm) -> str:
    """The new token, or nothing and what is wrong in the form."""
    try:
        return create_token(request.user, **form.cleaned_data)[1]  # type: ignore[arg-type]
    except ValidationError as error:
        form.add_error(None, error.messages)
        return ""


def _revoke(request: HttpRequest) -> HttpResponse:
    try:
        revoke_token(request.user, request.POST["revoke"].replace("\0", ""))  # type: ignore[arg-type]
    except ApiToken.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, _("The token is revoked; whoever holds it is signed out."))
    return redirect("token_list")
