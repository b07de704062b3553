"""The addresses of OGC API Features, each with and without a slash at its end."""

from django.urls import re_path

from incidents.api import ogc
from incidents.api.ogc_items import ITEMS

_NAMED = f"^ogc/collections/(?P<collection>{'|'.join(ITEMS)})"

urlpatterns = [
    re_path(r"^ogc/?$", ogc.Landing.as_view(), name="ogc-landing"),
    re_path(r"^ogc/conformance/?$", ogc.Conformance.as_view(), name="ogc-conformance"),
    re_path(r"^ogc/api/?$", ogc.Document.as_view(), name="ogc-api"),
    re_path(r"^ogc/collections/?$", ogc.Collections.as_view(), name="ogc-collections"),
    re_path(f"{_NAMED}/?$", ogc.Collection.as_view(), name="ogc-collection"),
    re_path(f"{_NAMED}/schema/?$", ogc.PropertySchema.as_view(), name="ogc-schema"),
]
for name, view in ITEMS.items():
    at = f"^ogc/collections/{name}/items"
    urlpatterns += [
        re_path(f"{at}/?$", view.as_view(), name=f"ogc-{name}-items"),
        re_path(f"{at}/(?P<id>[^/]+)/?$", view.as_view(), name=f"ogc-{name}-item"),
    ]
urlpatterns += [re_path("^ogc/", ogc.Nowhere.as_view(), name="ogc-nowhere")]
