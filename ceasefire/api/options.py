"""What OPTIONS tells of an address."""

from typing import Any

from rest_framework.metadata import BaseMetadata
from rest_framework.request import Request


class Methods(BaseMetadata):
    """What OPTIONS tells: the methods of the address, and nothing of its fields."""

    def determine_metadata(self, request: Request, view: Any) -> dict[str, Any]:
        """List the methods."""
        return {"methods": view.allowed_methods}
