"""The site as an installed application: manifest, service worker, the page without a line."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

FRESH = "no-cache"
STYLES = (
    "vendor/bootstrap/bootstrap.min.css",
    *(f"css/{name}.css" for name in ("tokens", "site", "parts", "forms")),
)
FORM_STYLES = ("css/evidence.css",)
# What the pages of filing load: those of their scripts, and what these import.
SCRIPTS = (
    *("theme", "page", "shell", "draft", "outbox_store", "outbox", "outbox_page", "outbox_form"),
    *("form", "uuid7", "position", "places", "map_later", "evidence", "sha256"),
)
ICONS = (("192x192", "any"), ("512x512", "any"), ("512x512", "maskable"))


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """What a device needs to install the site."""
    name = _("Ceasefire monitoring")
    body = {
        "id": "/",
        "name": name,
        "short_name": name,
        "start_url": reverse("file_report"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#12263a",
        "theme_color": "#12263a",
        "icons": [
            {"src": static("icon-512.png"), "sizes": size, "type": "image/png", "purpose": purpose}
            if size == "512x512"
            else {"src": static("icon-192.png"), "sizes": size, "type": "image/png"}
            for size, purpose in ICONS
        ],
    }
    response = JsonResponse(body, headers={"Cache-Control": FRESH})
    response["Content-Type"] = "application/manifest+json"
    return response


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What is shown instead of a page for reading when there is no line."""
    return render(request, "offline.html")


def _tag(_request: HttpRequest) -> str:
    return f'"{hashlib.sha256(_worker().encode()).hexdigest()[:32]}"'


@require_safe
@condition(etag_func=_tag)
def service_worker(_request: HttpRequest) -> HttpResponse:
    """The service worker, from the top so that it may serve the whole site."""
    response = HttpResponse(_worker(), "text/javascript; charset=utf-8")
    response["Cache-Control"] = FRESH
    return response


def _worker() -> str:
    source = _source("js/sw.js")
    shell = _shell()
    shell["version"] = hashlib.sha256((json.dumps(shell) + source).encode()).hexdigest()[:12]
    beginning = f"self.SHELL = {json.dumps(shell)};\n"
    return beginning + f"importScripts({json.dumps(static('js/outbox_store.js'))});\n" + source


def _shell() -> dict[str, Any]:
    form, outbox = reverse("file_report"), reverse("outbox")
    forms = [form, reverse("daily_return")]
    return {
        "pages": [*forms, outbox],
        "form": form,
        "forms": forms,
        "outbox": outbox,
        "offline": reverse("offline"),
        "signOut": reverse("account_logout"),
        "files": settings.STATIC_URL,
        "styles": [static(path) for path in STYLES],
        "assets": [
            static(path) for path in (*STYLES, *FORM_STYLES, *(f"js/{name}.js" for name in SCRIPTS))
        ],
    }


@cache
def _source(path: str) -> str:
    return Path(str(finders.find(path))).read_text("utf-8")
