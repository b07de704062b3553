"""Labels of many places at once, by the one naming policy."""

import time
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from parties.models import PlaceName
from parties.naming import place_label

# The newest entry in the history of names: it moves whenever any name changes.
NAMES_VERSION_SQL = "(SELECT max(history_id) FROM parties_historicalplacename)"
MOST_KEPT = 50_000


@dataclass(slots=True)
class _Name:
    name: str
    kind: str
    endorsed_by_id: int | None


# Labels that this process knows: for which version and minute, and place id → label.
_kept: tuple[tuple[int, int], dict[int, str]] = ((0, 0), {})


def labels_of(place_ids: Collection[int], version: int | None = None) -> dict[int, str]:
    """Return place id → label; places without a name have an empty one.

    With a ``version``, read by NAMES_VERSION_SQL, labels are kept from call to call
    until any name changes, and for a minute at most: of two changes made at the same
    time, the earlier may become visible later without moving the version.
    """
    global _kept  # noqa: PLW0603 - what one process knows
    if version is None:
        return _read(place_ids)
    stamp = (version, int(time.monotonic() // 60))
    kept_for, known = _kept
    if stamp != kept_for or len(known) > MOST_KEPT:
        known = {}
        _kept = (stamp, known)
    if missing := set(place_ids) - known.keys():
        known.update(_read(missing))
    return known


def _read(place_ids: Collection[int]) -> dict[int, str]:
    """Read labels: most names are alternatives, which no label shows beside others."""
    labels = _labels(place_ids, alternatives=False)
    if unnamed := set(place_ids) - labels.keys():
        labels |= _labels(unnamed, alternatives=True)
    return dict.fromkeys(place_ids, "") | labels


def _labels(place_ids: Collection[int], *, alternatives: bool) -> dict[int, str]:
    rows = PlaceName.objects.filter(place__in=place_ids).order_by()
    if not alternatives:
        rows = rows.exclude(kind=PlaceName.Kind.ALTERNATIVE)
    names: defaultdict[int, list[_Name]] = defaultdict(list)
    for place_id, name, kind, party_id in rows.values_list(
        "place_id", "name", "kind", "endorsed_by_id"
    ):
        names[place_id].append(_Name(name, kind, party_id))
    return {place_id: place_label(known) for place_id, known in names.items()}
