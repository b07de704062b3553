"""The addresses of incidents under /api/v1/."""

from typing import Any

ROUTES: dict[str, Any] = {}
