"""Every address of the site: health, sign-in, admin, API, pages."""

from importlib.util import find_spec

from django.contrib import admin
from django.urls import include, path

from ceasefire import health

urlpatterns = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
if find_spec("ceasefire.api.urls"):
    urlpatterns.append(path("api/", include("ceasefire.api.urls")))
urlpatterns += [
    path("", include(f"{app}.urls")) for app in ("incidents", "parties") if find_spec(f"{app}.urls")
]
