"""The plain rival of a page: the site's frame with nothing in it, for whoever is signed in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_required
def plain_page(request: HttpRequest) -> HttpResponse:
    """The frame alone: menus, language, account."""
    return render(request, "base.html")
