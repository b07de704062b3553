"""Labels of many places at once, by the one naming policy."""

from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from parties.models import PlaceName
from parties.naming import place_label


class _Name(NamedTuple):
    name: str
    kind: str
    endorsed_by_id: int | None


def labels_of(place_ids: Collection[int]) -> dict[int, str]:
    """Return place id → label, in one query; places without a name are left out."""
    if not place_ids:
        return {}
    names: defaultdict[int, list[_Name]] = defaultdict(list)
    rows = PlaceName.objects.filter(place__in=place_ids).order_by()
    for place_id, *name in rows.values_list("place_id", "name", "kind", "endorsed_by_id"):
        names[place_id].append(_Name(*name))
    return {place_id: place_label(known) for place_id, known in names.items()}
