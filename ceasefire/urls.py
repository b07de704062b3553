"""Every address of the site: health, sign-in, admin, API, pages."""

from importlib.util import find_spec

from django.contrib import admin
from django.urls import include, path

from ceasefire import health
from ceasefire.api.problem_pages import problem_list, problem_page

urlpatterns = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
urlpatterns += [
    path("api/", include("ceasefire.api.urls")),
    path("problems/", problem_list, name="problems"),
    path("problems/<slug:slug>/", problem_page, name="problem"),
]
urlpatterns += [
    path("", include(f"{app}.urls")) for app in ("incidents", "parties") if find_spec(f"{app}.urls")
]
