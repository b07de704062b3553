"""Labels of many places at once, by the naming policy of who is answered."""

import time
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from parties.models import Place, PlaceName
from parties.naming import PAIR, Policy, active_policy, grid_label, place_label

# The newest entry in the history of names: it moves whenever any name changes.
NAMES_VERSION_SQL = "(SELECT max(history_id) FROM parties_historicalplacename)"
MOST_KEPT = 50_000


@dataclass(slots=True)
class _Name:
    name: str
    kind: str
    language: str
    endorsed_by_id: int | None


# Labels that this process knows: for which version and minute, and place id → label.
_kept: tuple[tuple[int, int], dict[int, str]] = ((0, 0), {})


def labels_of(place_ids: Collection[int], version: int | None = None) -> dict[int, str]:
    """Return place id → label; places without a name have an empty one.

    With a ``version``, read by NAMES_VERSION_SQL, labels are kept from call to call
    until any name changes, and for a minute at most: of two changes made at the same
    time, the earlier may become visible later without moving the version. Only the
    pair is kept: it is what almost everybody is shown.
    """
    global _kept  # noqa: PLW0603 - what one process knows
    policy = active_policy()
    if policy.only_grid:
        return _grids(place_ids)
    if version is None or policy != PAIR:
        return _read(place_ids, policy)
    stamp = (version, int(time.monotonic() // 60))
    kept_for, known = _kept
    if stamp != kept_for or len(known) > MOST_KEPT:
        known = {}
        _kept = (stamp, known)
    if missing := set(place_ids) - known.keys():
        known.update(_read(missing, policy))
    return known


def _grids(place_ids: Collection[int]) -> dict[int, str]:
    places = Place.objects.filter(pk__in=place_ids).values_list("pk", "lat", "lon")
    return {place_id: grid_label(lat, lon) for place_id, lat, lon in places}


def _read(place_ids: Collection[int], policy: Policy) -> dict[int, str]:
    """Read labels: most names are alternatives, which no label shows beside others."""
    labels = _labels(place_ids, policy, alternatives=False)
    if unnamed := set(place_ids) - labels.keys():
        labels |= _labels(unnamed, policy, alternatives=True)
    return dict.fromkeys(place_ids, "") | labels


def _labels(place_ids: Collection[int], policy: Policy, *, alternatives: bool) -> dict[int, str]:
    rows = PlaceName.objects.filter(place__in=place_ids).order_by()
    if not alternatives:
        rows = rows.exclude(kind=PlaceName.Kind.ALTERNATIVE)
    names: defaultdict[int, list[_Name]] = defaultdict(list)
    read = rows.values_list("place_id", "name", "kind", "language", "endorsed_by_id")
    for place_id, name, kind, language, party_id in read:
        names[place_id].append(_Name(name, kind, language, party_id))
    return {place_id: place_label(known, policy) for place_id, known in names.items()}
