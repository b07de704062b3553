"""The entrance of the API, and the answer where there is nothing."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView


class EntranceSerializer(serializers.Serializer):
    """Where everything is."""

    resources = serializers.DictField(child=serializers.URLField(), read_only=True)
    schema = serializers.URLField(read_only=True)
    documentation = serializers.URLField(read_only=True)


class ApiRoot(APIView):
    """The addresses of everything that the API serves."""

    @extend_schema(responses=EntranceSerializer, tags=["entrance"])
    def get(self, request: Request) -> Response:
        """List the resources that have a list, with their addresses."""
        from ceasefire.api.urls import LISTS  # noqa: PLC0415 - urls imports this module

        def at(name: str) -> str:
            return request.build_absolute_uri(reverse(name))

        return Response(
            {
                "resources": {prefix: at(f"api-{prefix}-list") for prefix in LISTS},
                "schema": at("api-schema"),
                "documentation": at("api-docs"),
            }
        )


class PermanentRedirect(HttpResponseRedirect):
    """A redirect that keeps method and body."""

    status_code = 308


@extend_schema(exclude=True)
class Nowhere(APIView):
    """The same 404 wherever nothing is; an address that only lacks its slash is sent on."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse whatever the method."""
        raise Http404

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Send on what lacks a slash, refuse the rest."""
        if _lacks_slash(request.path_info):
            query = request.META.get("QUERY_STRING", "")
            return PermanentRedirect(f"{request.path}/" + (f"?{query}" if query else ""))
        return super().dispatch(request, *args, **kwargs)


def _lacks_slash(path: str) -> bool:
    if path.endswith("/"):
        return False
    try:
        return resolve(f"{path}/").url_name != "api-nowhere"
    except Resolver404:
        return False
