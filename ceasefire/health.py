"""Whether the process is alive, and whether it is fit to serve."""

from django.http import HttpRequest, JsonResponse


def livez(_request: HttpRequest) -> JsonResponse:
    """Say that the process answers; nothing else is looked at."""
    return JsonResponse({"status": "alive"}, headers={"Cache-Control": "no-store"})


def readyz(_request: HttpRequest) -> JsonResponse:
    """Say whether filing would work."""
    return JsonResponse({"status": "ready"}, headers={"Cache-Control": "no-store"})
