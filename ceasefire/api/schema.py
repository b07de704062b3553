"""The OpenAPI document: what drf-spectacular finds, and the problems every operation may answer."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.permissions import SAFE_METHODS

from ceasefire.api.problem_kinds import BY_STATUS
from ceasefire.api.problems import MEDIA_TYPE

ALWAYS = (400, 401, 406, 503)
ON_ONE_OBJECT = (404,)
ON_READING = (504,)
ON_WRITING = (403,)
WITH_BODY = (413, 415, 422)
FILE = {"type": "string", "format": "binary"}
FEATURES = {"type": "object", "required": ["type", "features"]}  # of GeoJSON

NAMES = OpenApiParameter(
    "names",
    description=(
        "How places are named: pair or neutral (all names in alphabetical order), grid (the "
        "position alone), or which of the names stand first: those in a language (its ISO 639 "
        "code), or those of a party (first- and its code)."
    ),
)


class ProblemErrorSerializer(serializers.Serializer):
    """One thing that is wrong: where, what, and a code that stays the same."""

    pointer = serializers.CharField(
        required=False, help_text="JSON pointer into the body, such as #/casualties/0/low."
    )
    parameter = serializers.CharField(required=False, help_text="Or the query parameter.")
    detail = serializers.CharField()
    code = serializers.CharField()


class ProblemCurrentSerializer(serializers.Serializer):
    """What is there now, where something else was acted on."""

    id = serializers.CharField()
    version = serializers.CharField(help_text="The part of its ETag that If-Match compares.")


class ProblemSerializer(serializers.Serializer):
    """A refusal, after RFC 9457; “type” is the address of a page that explains it."""

    type = serializers.URLField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    instance = serializers.CharField(
        required=False, help_text="The number of the request, to tell us; never on a 404."
    )
    errors = ProblemErrorSerializer(many=True, required=False)
    current = ProblemCurrentSerializer(required=False, help_text="Only with 412.")


class ApiTokenScheme(OpenApiAuthenticationExtension):
    """How a token is sent."""

    target_class = "ceasefire.api.authentication.ApiTokenAuthentication"
    name = ["token", "nameAndToken"]

    def get_security_definition(self, auto_schema: AutoSchema) -> list[dict[str, str]]:
        """Bearer for tools that know it, Basic for those that do not."""
        return [
            {"type": "http", "scheme": "bearer", "description": "Your API token."},
            {
                "type": "http",
                "scheme": "basic",
                "description": "Your user name, and your API token in place of the password.",
            },
        ]

    def get_security_requirement(self, auto_schema: AutoSchema) -> list[dict[str, list[str]]]:
        """Either of the two."""
        return [{name: []} for name in self.name]


class ProblemAutoSchema(AutoSchema):
    """Add what the policies in this folder do to every operation."""

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        """The operation with its refusals."""
        operation = super().get_operation(*args, **kwargs)
        if operation is not None:
            refusals = {str(status): self._refusal(status) for status in self._statuses(operation)}
            operation["responses"] = {**refusals, **operation["responses"]}
            operation["responses"]["default"] = self._problem("Any other refusal.")
            if self._is_list_view():
                self._add_files(operation["responses"])
        return operation

    def get_override_parameters(self) -> list[Any]:
        """Views that label places let the reader choose how."""
        found = super().get_override_parameters()
        if self.method in SAFE_METHODS and getattr(self.view, "names_places", False):
            return [*found, NAMES]
        return found

    def get_auth(self) -> list[dict[str, list[str]]]:
        """Reading needs no sign-in, unless the view says so; some views know only sessions."""
        found = super().get_auth()
        if getattr(self.view, "session_only", False):
            return [scheme for scheme in found if "cookieAuth" in scheme]
        needed = getattr(self.view, "needs_sign_in", self.method not in SAFE_METHODS)
        return found if needed or {} in found else [*found, {}]

    def _add_files(self, responses: dict[str, Any]) -> None:
        """Lists that are given as files too answer with these media types."""
        for media_type in getattr(self.view, "as_files", {}).values():
            kind = media_type.split(";")[0]
            schema = FEATURES if kind.endswith("+json") else FILE
            responses["200"]["content"][kind] = {"schema": schema}

    def _statuses(self, operation: dict[str, Any]) -> list[int]:
        statuses = set(ALWAYS)
        if "{" in self.path:
            statuses.update(ON_ONE_OBJECT)
        if self.method in SAFE_METHODS:
            statuses.update(ON_READING)
        if self.method not in SAFE_METHODS or getattr(self.view, "needs_sign_in", False):
            statuses.update(ON_WRITING)
        if "requestBody" in operation:
            statuses.update(WITH_BODY)
        return sorted(statuses)

    def _refusal(self, status: int) -> dict[str, Any]:
        return self._problem(str(BY_STATUS[status].title))

    def _problem(self, description: str) -> dict[str, Any]:
        schema = self.resolve_serializer(ProblemSerializer, "response").ref
        return {"description": description, "content": {MEDIA_TYPE: {"schema": schema}}}
