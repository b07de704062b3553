"""What OGC API Features lets a map program ask: a box, a time, and values of properties."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

import django_filters
from django.db.models import Q
from django.utils.translation import gettext as _

from incidents.domain.queries.area import Area
from incidents.enums import Severity, Status, Weapon
from incidents.geo.microdegrees import microdegrees_within
from incidents.models import Incident
from parties.api.bad_query import BadQuery
from parties.models import Mission, Place, Post

BBOX, DATETIME = "bbox", "datetime"
FLAT_BOX, TALL_BOX = 4, 6  # numbers of a box; the tall one has heights, of which we know none
OPEN = ("", "..")
_NUMBER = re.compile(r"[+-]?\d{1,3}(\.\d{0,15})?", re.ASCII)
_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[Tt]|([Tt]\d\d(:\d\d(:\d\d(\.\d+)?)?)?([Zz]|[+-]\d\d:\d\d)?))?",
    re.ASCII,
)  # GDAL ends a day in T


class AreaOrNowhere(Area):
    """An area, which also matches what has no position; west of east it spans 180 degrees."""

    def holds(self, prefix: str = "") -> Q:
        """Match the incidents whose position lies in the area, or is not known."""
        west, south, east, north = self.box
        lons, lats = microdegrees_within(west, east), microdegrees_within(south, north)
        return self._around(lons, lats, f"{prefix}lon_micro", f"{prefix}lat_micro")

    def holds_degrees(self) -> Q:
        """Match the same of posts or places, which have no position in microdegrees."""
        west, south, east, north = self.box
        return self._around((west, east), (south, north), "lon", "lat")

    def _around(
        self, lons: tuple[float, float], lats: tuple[float, float], lon: str, lat: str
    ) -> Q:
        west, _south, east, _north = self.box
        across = Q(**{f"{lon}__gte": lons[0]}) | Q(**{f"{lon}__lte": lons[1]})
        within = across if west > east else Q(**{f"{lon}__range": lons})
        inside = within & Q(**{f"{lat}__range": lats})
        return inside | Q(**{f"{lat}__isnull": True})


def box_in(query: Mapping[str, str]) -> AreaOrNowhere | None:
    """Return the box asked for, in CRS84; raises BadQuery."""
    if BBOX not in query:
        return None
    texts = [text.strip() for text in query[BBOX].split(",")]
    if len(texts) not in (FLAT_BOX, TALL_BOX) or not all(map(_NUMBER.fullmatch, texts)):
        raise BadQuery({BBOX: [(_("Give 4 or 6 numbers, separated by commas."), "invalid")]})
    numbers = [float(text) for text in texts]
    half = len(numbers) // 2
    west, south, east, north = *numbers[:2], *numbers[half : half + 2]
    if max(abs(west), abs(east)) > 180 or not -90 <= south <= north <= 90:  # noqa: PLR2004
        raise BadQuery({BBOX: [(_("Give lon_min,lat_min,lon_max,lat_max on earth."), "range")]})
    return AreaOrNowhere((west, south, east, north))


def days_in(text: str) -> tuple[date | None, date | None]:
    """Return the first and the last day of a time asked for, None for open; raises BadQuery.

    The clock of an incident is not for everybody, so days are compared. A day begins at
    another hour than in UTC, so that an instant asks for the neighbouring days too.
    """
    try:
        return _span(text.split("/"))
    except ValueError as error:
        detail = _("Give an RFC 3339 instant or a day, or two of them with a slash between.")
        raise BadQuery({DATETIME: [(detail, "invalid")]}) from error


def _span(ends: list[str]) -> tuple[date | None, date | None]:
    if len(ends) == 1 and ends[0] in OPEN:
        raise ValueError
    first, last = ends if len(ends) > 1 else ends * 2
    span = _day(first, -1), _day(last, 1)
    if span[0] and span[1] and span[0] > span[1]:
        raise ValueError
    return span


def _day(text: str, wider: int) -> date | None:
    if text in OPEN:
        return None
    found = _MOMENT.fullmatch(text)
    if not found:
        raise ValueError
    day = date.fromisoformat(found[1])
    edge = date.min if wider < 0 else date.max  # QGIS writes them for an open end
    return day + timedelta(days=wider) if found[2] and day != edge else day


def happening(span: tuple[date | None, date | None]) -> Q:
    """Match incidents of these mission days, and those without one."""
    first, last = span
    found = Q(mission_day__gte=first) if first else Q()
    found &= Q(mission_day__lte=last) if last else Q()
    return found | Q(mission_day__isnull=True)


def standing_since(span: tuple[date | None, date | None]) -> Q:
    """Match posts whose status began in these days, and those without one."""
    first, last = span
    found = Q(status_since__gte=first) if first else Q()
    found &= Q(status_since__lte=last) if last else Q()
    return found | Q(status_since__isnull=True)


def watched(span: tuple[date | None, date | None]) -> Q:
    """Match the missions that watched their zone on any of these days."""
    first, last = span
    found = Q(closed_on__gte=first) | Q(closed_on__isnull=True) if first else Q()
    return found & Q(opened_on__lte=last) if last else found


class Exactly(django_filters.CharFilter):
    """A filter by the very value of a property."""

    def __init__(self, field_name: str | None = None) -> None:
        super().__init__(field_name, max_length=100)


class IncidentProperties(django_filters.FilterSet):
    """Queryable properties of incidents: those that everybody reads."""

    reference = Exactly()
    mission = Exactly("mission__code")
    status = django_filters.ChoiceFilter(choices=Status.choices)
    severity = django_filters.ChoiceFilter(choices=Severity.choices)
    category = Exactly()
    place = Exactly("place__code")
    weapon = django_filters.ChoiceFilter(choices=Weapon.choices)

    class Meta:
        model = Incident
        fields: tuple[str, ...] = ()


class PostProperties(django_filters.FilterSet):
    """Queryable properties of posts."""

    code = Exactly()
    mission = Exactly("mission__code")
    kind = Exactly()
    status = Exactly()

    class Meta:
        model = Post
        fields: tuple[str, ...] = ()


class PlaceProperties(django_filters.FilterSet):
    """Queryable properties of places."""

    code = Exactly()
    kind = Exactly()
    area = Exactly()
    country = Exactly()
    zone = Exactly()

    class Meta:
        model = Place
        fields: tuple[str, ...] = ()


class ZoneProperties(django_filters.FilterSet):
    """Queryable properties of zones."""

    mission = Exactly("code")
    agreement = Exactly("agreement__code")

    class Meta:
        model = Mission
        fields: tuple[str, ...] = ()
