"""What all addresses of OGC API Features share: methods, links, refusals."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from incidents.api.acting import Acting
from incidents.api.ogc_document import FORMAT, JSON, F
from parties.api.bad_query import BadQuery


def entrance(request: Request) -> str:
    """The address of the landing page, without a slash at its end."""
    return request.build_absolute_uri("/ogc")


def link(rel: str, href: str, kind: str = JSON, title: str = "") -> dict[str, str]:
    """One link; clients want its type."""
    return {"rel": rel, "href": href, "type": kind} | ({"title": title} if title else {})


@extend_schema(exclude=True)
class OgcView(Acting, GenericAPIView):
    """An address that takes GET, HEAD and OPTIONS and answers in the one format it has."""

    pagination_class = None
    takes_parameters = False
    repeatable: frozenset[str] = frozenset()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse what is given twice, other formats, and parameters where none means anything."""
        super().initial(request, *args, **kwargs)
        asked = dict(request.query_params.lists())
        once = _("Give this parameter once.")
        twice = {name for name, values in asked.items() if len(values) > 1} - self.repeatable
        faults = {name: [(once, "repeated")] for name in sorted(twice)}
        if asked.get(F, [FORMAT]) != [FORMAT]:
            faults |= {F: [(_("There is no such format."), "invalid")]}
        if not self.takes_parameters:
            detail = _("There is no such parameter here.")
            faults |= {name: [(detail, "unknown")] for name in sorted(set(asked) - {F})}
        if faults:
            raise BadQuery(faults)

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:  # noqa: FBT001, FBT002
        """Whatever a client accepts, there is one format."""
        del force
        return super().perform_content_negotiation(request, force=True)

    def options(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Nothing but the header Allow: programs that get a body here go on to read everything."""
        del request, args, kwargs
        return Response(status=204)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kw: Any) -> Any:
        """Let scripts of other sites read what is published openly, if it is."""
        response = super().finalize_response(request, response, *args, **kw)
        if settings.PUBLISHED_OPENLY:
            response["Access-Control-Allow-Origin"] = "*"
        return response
