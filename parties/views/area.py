"""Areas in words: an area called after a town carries all of the town's endorsed names."""

from collections.abc import Iterable

from django.db.models import F

from parties.models import PlaceName
from parties.naming import fold_name

CALLED_AFTER = ("city", "town", "settlement")


def area_labels(areas: Iterable[str]) -> dict[str, str]:
    """A label for each area that bears the name of a town; the rest stay as they are said."""
    folded = {fold_name(area): area for area in areas if area}
    names = (
        PlaceName.objects.filter(folded__in=folded, place__kind__in=CALLED_AFTER)
        .select_related("place")
        .prefetch_related("place__names")
        .order_by(F("place__population").asc(nulls_first=True), "place_id")
    )
    return {folded[name.folded]: str(name.place) for name in names}
