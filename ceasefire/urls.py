"""Every address of the site: health, sign-in, admin, API, pages."""

from django.urls import include, path

from ceasefire import health, pwa
from ceasefire.api.problem_pages import problem_list, problem_page
from parties.admin.site import site

urlpatterns = [
    path("api/", include("ceasefire.api.urls")),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("manifest.webmanifest", pwa.manifest, name="manifest"),
    path("sw.js", pwa.service_worker, name="service_worker"),
    path("offline/", pwa.offline, name="offline"),
    path("accounts/", include("allauth.urls")),
    path("admin/", site.urls),
    path("", include("incidents.api.ogc_urls")),
    path("problems/", problem_list, name="problems"),
    path("problems/<slug:slug>/", problem_page, name="problem"),
    path("", include("incidents.urls")),
    path("", include("parties.urls")),
]

handler400 = "ceasefire.errors.bad_request"
handler403 = "ceasefire.errors.permission_denied"
handler404 = "ceasefire.errors.page_not_found"
handler500 = "ceasefire.errors.server_error"
