"""Salted content: one hash over a report, from which each field can be taken away alone.

Each field has a commitment with a salt of its own, and the content's hash is taken over
the sorted commitments. Who redacts a field keeps its commitment and destroys the value
and the salt: the hash still holds for all that is left, and no guess confirms the value.
"""

import hmac
from collections.abc import Iterable, Mapping

from incidents.ledger.canonical import Canonical, canonical_bytes, content_hash
from incidents.ledger.leaf import SALT_BYTES, commitment

SECRET_BYTES = 32
SIDE_TEXT = "side_text"


def fields_of(content: Mapping[str, Canonical]) -> dict[str, Canonical]:
    """Return the parts of a content that can be redacted alone, by name.

    What casualties' sides are called in words is a part of its own, so that the
    numbers stay when the words go.
    """
    fields = dict(content)
    lines = fields.get("casualties")
    if isinstance(lines, list | tuple):
        texts = [line.get(SIDE_TEXT, "") for line in lines]
        fields["casualties"] = [without(line, [SIDE_TEXT]) for line in lines]
        if any(texts):
            fields[SIDE_TEXT] = texts
    return fields


def without(content: Mapping[str, Canonical], names: Iterable[str]) -> dict[str, Canonical]:
    """Return a content without some of its parts."""
    gone = set(names)
    left = {name: value for name, value in content.items() if name not in gone}
    lines = left.get("casualties")
    if SIDE_TEXT in gone and isinstance(lines, list | tuple):
        left["casualties"] = [without(line, [SIDE_TEXT]) for line in lines]
    return left


def derived_salt(secret: bytes, name: str) -> bytes:
    """Return the salt of a field: 16 bytes that follow from the report's secret alone.

    So the same content sent again has the same hash, and forgetting the secret
    forgets every salt that was not kept.
    """
    return hmac.digest(secret, name.encode(), "sha256")[:SALT_BYTES]


def salts_from(secret: bytes, names: Iterable[str]) -> dict[str, str]:
    """Return the salts of fields as 32 hexadecimal digits, by name."""
    return {name: derived_salt(secret, name).hex() for name in names}


def commitments_of(content: Mapping[str, Canonical], salts: Mapping[str, str]) -> dict[str, str]:
    """Return the commitment to each part of a content, by name, as 64 hexadecimal digits.

    Raises:
        KeyError: a part has no salt.

    """
    return {
        name: commitment(bytes.fromhex(salts[name]), name, value).hex()
        for name, value in fields_of(content).items()
    }


def salted_hash(commitments: Iterable[str]) -> str:
    """Return a content's hash, taken over the commitments to its parts."""
    return content_hash(canonical_bytes({"fields": sorted(commitments)}))
