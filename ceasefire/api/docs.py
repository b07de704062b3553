"""The OpenAPI document and the page that shows it."""

from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny


class ApiSchema(SpectacularAPIView):
    """The OpenAPI document; the same for everybody."""

    authentication_classes = ()
    permission_classes = (AllowAny,)


class ApiDocs(SpectacularSwaggerSplitView):
    """The documentation to read and try; its script stands in a file of its own."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    url_name = "api-schema"
    template_name = "api/docs.html"
