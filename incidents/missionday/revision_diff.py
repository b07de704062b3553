"""What a revision changed: exactly the rows that differ from the revision before."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Content = Mapping[str, Any]
# Lists of a content whose rows have a name of their own, and what names them.
_NAMED_ROWS = {
    "incidents": "id",
    "days": "mission_day",
    "units": "unit",
    "by_category": "code",
    "by_area": "code",
    "by_post": "code",
    "by_status": "code",
    "by_severity": "code",
    "by_weapon": "code",
    "by_provision": "code",
    "alleged": "party",
    "ruled": "party",
    "findings": "id",
    "notified": "kind",
    "counters": "kind",
}
# Records of plain values.
_RECORDS = ("window", "totals", "previous", "profiles", "previous_profiles", "method")


@dataclass(frozen=True, slots=True)
class Changed:
    """One value that differs: in which part, of which row, before and after.

    ``field`` is empty where a whole row came or went; then ``before`` or ``after`` is None.
    """

    part: str
    row: str
    field: str
    before: Any
    after: Any

    @property
    def kind(self) -> Literal["added", "removed", "changed"]:
        """What became of it."""
        if self.field:
            return "changed"
        return "added" if self.before is None else "removed"


def differences(before: Content, after: Content) -> list[Changed]:
    """Return what differs between two contents, in the order in which they are read.

    What only one form of report says is no difference of the day: parts and fields that
    are missing in either content are left out.
    """
    return [*_records(before, after), *_coverage(before, after), *_rows(before, after)]


def _records(before: Content, after: Content) -> Iterator[Changed]:
    for part in _RECORDS:
        if part in before and part in after:
            yield from _fields(part, "", before[part], after[part])


def _coverage(before: Content, after: Content) -> Iterator[Changed]:
    old, new = before["coverage"], after["coverage"]
    plain = [name for name in old if name in new and name != "posts"]
    yield from (
        Changed("coverage", "", name, old[name], new[name])
        for name in sorted(plain)
        if old[name] != new[name]
    )
    if "posts" in old and "posts" in new:
        yield from _named("posts", "post", old["posts"], new["posts"])


def _rows(before: Content, after: Content) -> Iterator[Changed]:
    for part, name in _NAMED_ROWS.items():
        if part in before and part in after:
            yield from _named(part, name, before[part], after[part])


def _named(
    part: str, name: str, before: Iterable[Content], after: Iterable[Content]
) -> Iterator[Changed]:
    old = {str(row[name]): row for row in before}
    new = {str(row[name]): row for row in after}
    for key in [*old, *(key for key in new if key not in old)]:
        if key not in new:
            yield Changed(part, key, "", old[key], None)
        elif key not in old:
            yield Changed(part, key, "", None, new[key])
        else:
            yield from _fields(part, key, old[key], new[key])


def _fields(part: str, row: str, before: Content, after: Content) -> Iterator[Changed]:
    for name in sorted(before.keys() & after.keys()):
        if before[name] != after[name]:
            yield Changed(part, row, name, before[name], after[name])
