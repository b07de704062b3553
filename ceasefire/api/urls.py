"""Every address under /api/."""

from collections.abc import Mapping
from typing import Any

from django.urls import include, path, re_path
from rest_framework.routers import SimpleRouter

from ceasefire.api.docs import ApiDocs, ApiSchema
from ceasefire.api.root import ApiRoot, Nowhere
from incidents.api.urls import ROUTES as INCIDENT_ROUTES
from parties.api.urls import ROUTES as PARTY_ROUTES

# Addresses are tried in this order: what tools ask for all day comes first.
ROUTES: Mapping[str, Any] = {**INCIDENT_ROUTES, **PARTY_ROUTES}
# Resources that answer with a list; others are made and asked after one by one.
LISTS = [prefix for prefix, viewset in ROUTES.items() if hasattr(viewset, "list")]


def _router() -> SimpleRouter:
    router = SimpleRouter()
    for prefix, viewset in ROUTES.items():
        router.register(prefix, viewset, basename=f"api-{prefix}")
    return router


V1 = [
    *_router().urls,
    path("", ApiRoot.as_view(), name="api-root"),
    path("schema/", ApiSchema.as_view(), name="api-schema"),
    path("docs/", ApiDocs.as_view(), name="api-docs"),
]
urlpatterns = [
    path("v1/", include(V1)),
    re_path("", Nowhere.as_view(), name="api-nowhere"),
]
