"""An incident as one actor sees it: only the groups of fields that the table grants."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from incidents.domain.queries.relation import groups_of_each
from incidents.enums import TimePrecision
from incidents.models import Incident
from incidents.views.words import bounds_words, count_words
from parties.domain.acting import Actor
from parties.models import Mission, Place

CLOCK_KNOWN = {TimePrecision.T1, TimePrecision.T2, TimePrecision.T3}


@dataclass(frozen=True)
class IncidentSeen:
    """What templates may show of an incident."""

    row: Incident
    groups: frozenset[str]
    zone: str

    @property
    def url(self) -> str:
        """The address of its page."""
        return reverse("incident_detail", args=[self.row.pk])

    @property
    def clock(self) -> datetime | None:
        """When it began, if the minute is known and may be read."""
        exact = "exact_time" in self.groups and self.row.time_precision in CLOCK_KNOWN
        return self.row.occurred_from if exact else None

    @property
    def when(self) -> str:
        """The day, week or month, as far as it is known and may be read."""
        return _day_words(self.row, self.zone)

    @property
    def where(self) -> str:
        """Its place by the naming policy, else its area."""
        return where_words(self.row.place, self.row.area_text)

    @property
    def area(self) -> str:
        """The area as said, where it adds something to the place."""
        area = self.row.area_text
        return "" if area.casefold() in self.where.casefold() else area

    @property
    def count(self) -> str:
        """What was counted."""
        return count_words(self.row)

    @property
    def killed(self) -> str:
        """How many were killed, over rival accounts."""
        return bounds_words((self.row.killed_low, self.row.killed_high))

    @property
    def injured(self) -> str:
        """How many were injured, over rival accounts."""
        return bounds_words((self.row.injured_low, self.row.injured_high))

    @property
    def precision(self) -> str:
        """How well its position is known, as far as that may be read."""
        exact = "exact_position" in self.groups
        return str(self.row.get_position_precision_display() if exact else _("rounded"))

    @property
    def position(self) -> tuple[float, float] | None:
        """Where on the map: exact for those who may read it, coarse for the others."""
        exact = "exact_position" in self.groups
        lat, lon = (
            (self.row.lat, self.row.lon) if exact else (self.row.public_lat, self.row.public_lon)
        )
        return None if lat is None or lon is None else (float(lat), float(lon))


def incidents_seen(rows: Iterable[Incident], actor: Actor, mission: Mission) -> list[IncidentSeen]:
    """Rows of one mission as the actor sees them."""
    each = groups_of_each(actor, mission.pk, rows)
    return [IncidentSeen(row, groups, mission.time_zone) for row, groups in each]


def where_words(place: Place | None, area: str) -> str:
    """A place by the naming policy, else the area as said."""
    return str(place) if place else area or _("place not known")


def _day_words(row: Incident, zone: str) -> str:
    if row.mission_day is not None:
        return date_words(row.mission_day)
    if row.occurred_from is None:
        return _("no date")
    local = localtime(row.occurred_from, ZoneInfo(zone))
    if row.time_precision == TimePrecision.T7:
        return date_format(local, "YEAR_MONTH_FORMAT")
    return _("week of %(day)s") % {"day": date_words(local.date())}


def date_words(day: date) -> str:
    """A day as people write it."""
    return date_format(day, "SHORT_DATE_FORMAT")
