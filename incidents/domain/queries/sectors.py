"""Sectors that the reports of one incident leave open, and where they meet.

A sector gives away the post and the exact position, so it is made of reports alone of which
the reader reads both.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from incidents.domain.linking import standing_among
from incidents.domain.queries.typed_position import read_typed_position, spot_of_post
from incidents.exchange.typed_text import NotUnderstoodError
from incidents.geo.mgrs import mgrs_of
from incidents.geo.sector import Meeting, Sector, meeting_of
from incidents.geo.sighting import may_be_several
from incidents.models import Report

GROUPS = frozenset({"exact_position", "post"})


@dataclass(frozen=True, slots=True)
class SeenFrom:
    """A report by bearing and range from a post or a place, and the sector these leave open."""

    report: Report
    origin: str
    is_post: bool
    sector: Sector


@dataclass(frozen=True, slots=True)
class Sectors:
    """The sectors of an incident, and what they have in common."""

    seen: tuple[SeenFrom, ...]
    meeting: Meeting | None

    @property
    def contradict(self) -> bool:
        """Whether there are several, and no point lies in all of them."""
        return len(self.seen) > 1 and self.meeting is None

    @property
    def grid(self) -> str:
        """The middle of what they share as a grid reference; empty near the poles."""
        if self.meeting is None:
            return ""
        try:
            return mgrs_of(*self.meeting.middle, digits=3)
        except NotUnderstoodError:
            return ""


def sectors_of(read: Iterable[tuple[Report, frozenset[str]]]) -> Sectors:
    """Return the sectors of an incident's reports, each given with the groups that are read."""
    readable = [report for report, groups in read if groups >= GROUPS]
    seen = tuple(_seen(standing_among(readable)))
    sectors = [one.sector for one in seen]
    return Sectors(seen, meeting_of(sectors) if len(sectors) > 1 else None)


def _seen(reports: Iterable[Report]) -> Iterator[SeenFrom]:
    for report in reports:
        yield from _typed(report) or _told(report)


def _typed(report: Report) -> list[SeenFrom]:
    """Return the sightings of a line that names several, while it reads as it was filed."""
    if not may_be_several(report.position_text):
        return []
    own_post = report.post.code if report.post else ""
    try:
        read = read_typed_position(report.position_text, report.mission, own_post)
    except ValidationError:
        return []
    if (read.lat, read.lon) != (report.lat, report.lon):
        return []
    return [SeenFrom(report, one.origin, one.is_post, one.sector) for one in read.sectors]


def _told(report: Report) -> list[SeenFrom]:
    """Return what a report's own bearing and range leave open."""
    told = (report.bearing, report.bearing_spread, report.range_from_m, report.range_to_m)
    if report.post is None or None in told:
        return []
    bearing, spread, near, far = (float(value) for value in told if value is not None)
    try:
        start = spot_of_post(report.post)
    except NotUnderstoodError:
        return []
    sector = Sector(start, bearing, spread, near, far)
    return [SeenFrom(report, report.post.code, is_post=True, sector=sector)]
