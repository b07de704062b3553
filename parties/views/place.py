"""Looking up places by any of their names, for the form's suggestions."""

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from parties.domain.queries.place import search_places
from parties.models import Place

MOST = 12
LONGEST = 100


@require_safe
def place_lookup(request: HttpRequest) -> JsonResponse:
    """Places whose names resemble the words typed so far."""
    words = request.GET.get("q", "")[:LONGEST]
    return JsonResponse({"places": [_suggestion(place) for place in search_places(words, MOST)]})


def _suggestion(place: Place) -> dict[str, str]:
    label = str(place)
    others = sorted({name.name for name in place.names.all()} - set(label.split(" / ")))
    return {
        "code": place.code,
        "label": label,
        "also": _("also %(names)s") % {"names": ", ".join(others)} if others else "",
        "lat": str(place.lat),
        "lon": str(place.lon),
    }
