"""Leaves of dataset records: what an import commits to of each row.

A leaf is the canonical form of a record: its dataset, what was read from its row, as
PostgreSQL spells it and empty where it is not known, and the row as it came, as pairs of
column and cell in the order of the columns' code points.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from operator import itemgetter

from incidents.exchange.dataset_rows import Told
from incidents.ledger.canonical import Canonical, canonical_bytes, quoted
from incidents.ledger.merkle import leaf_hash


def leaf_record(dataset: str, told: Told, row: Mapping[str, str]) -> dict[str, Canonical]:
    """Return what a leaf commits to."""
    return {"dataset": dataset, **told._asdict(), "row": sorted(map(list, row.items()))}


def leaf_bytes(dataset: str, told: Told, row: Mapping[str, str]) -> bytes:
    """Return a record's leaf.

    Raises:
        NotCanonicalError: it holds what no text is.

    """
    return canonical_bytes(leaf_record(dataset, told, row))


class Leaves:
    """Leaf hashes for the rows of one file: the same as by ``leaf_bytes``, in half the time."""

    def __init__(self, dataset: str, names: Sequence[str]) -> None:
        self.dataset = dataset
        columns, least = sorted(names), len(Told._fields)
        pairs = ",".join(f"[{constant(column)},%s]" for column in columns)
        slots = dict.fromkeys(Told._fields, "%s")
        slots |= {"dataset": constant(dataset), "row": f"[{pairs}]"}
        self.form = "{" + ",".join(f'"{name}":{slots[name]}' for name in sorted(slots)) + "}"
        places = {name: [place] for place, name in enumerate(Told._fields)}
        places["row"] = [least + names.index(column) for column in columns]
        self.pick = itemgetter(*(place for name in sorted(places) for place in places[name]))

    def hash_of(self, told: Told, row: Mapping[str, str], cells: Sequence[str]) -> bytes:
        """Return a leaf hash; ``cells`` are those of the row as JSON, in the file's order."""
        leaf = self.form % self.pick((*map(quoted, told), *cells))
        if leaf.isascii() or unicodedata.is_normalized("NFC", leaf):
            return leaf_hash(leaf.encode())
        return leaf_hash(leaf_bytes(self.dataset, told, row))


def constant(text: str) -> str:
    """Return a text as JSON that stays as it is in a form whose slots are filled by %."""
    return quoted(text).replace("%", "%%")
