"""Profiles of CSV: the columns of ACLED, of UCDP GED and of the OSCE's table, exactly.

Each column is an expression on the incident, pruned as the plain file is. Parties are
those that readable reports accuse, in alphabetical order: an order that accuses nobody.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import IO, Any

from django.db.models import Func, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.http import FileResponse
from django.utils.translation import gettext as _
from django_filters.constants import EMPTY_VALUES
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from incidents.api.files import (
    CSV,
    FORMULA,
    IN_MEMORY,
    MEDIA_TYPES,
    Spool,
    answer_of,
    is_on,
    spared,
    write_head,
)
from incidents.api.flat import Flat, by_case, label_of, position_of, pruned, sql_text
from incidents.api.incident_columns import MISSION_CODE, POST_CODE, TABLE
from incidents.categories import Category
from incidents.domain.queries.access import visible_reports
from incidents.domain.queries.copying import copy_csv
from incidents.exchange import acled, ged, osce
from incidents.models import Incident, Report
from parties.api.bad_query import BadQuery
from parties.domain.acting import Actor
from parties.models import Party

PROFILE = "profile"
EXACT, CLOCK, WORKED_ON = "exact_position", "exact_time", "workflow"
_ZONE = f"(SELECT time_zone FROM parties_mission WHERE id = {TABLE}.mission_id)"  # noqa: S608
_AREA = f"""coalesce(nullif((SELECT area FROM parties_place WHERE id = {TABLE}.place_id), ''),
    nullif({TABLE}.area_text, ''))"""  # noqa: S608
_COUNTRY = f"(SELECT nullif(country, '') FROM parties_place WHERE id = {TABLE}.place_id)"  # noqa: S608


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for a profile, and for which rows."""

    actor: Actor
    flat: Flat
    rows: QuerySet[Incident]

    def told(self, group: str, sql: str) -> str:
        """The SQL of a value where its group is read."""
        return pruned(self.flat.audience, group, sql)

    def label(self) -> Any:
        """The label of the place."""
        sql, labels = label_of(self.flat.table, self.rows)
        return sql_text(spared(sql), (labels,))

    def degrees(self, axis: str, places: int) -> str:
        """The SQL of a coordinate, exact or rounded as it is read."""
        return f"round({position_of(self.flat, axis)}, {places})"

    def precision(self, codes: Mapping[str, str], rounded: str) -> str:
        """The SQL of a position's precision; a rounded one is told as such."""
        exact = coded(f"{TABLE}.position_precision", codes)
        coarse = f"CASE WHEN {TABLE}.public_lat IS NOT NULL THEN '{rounded}' END"
        return by_case(self.flat.audience, lambda read: exact if EXACT in read else coarse)

    def time_precision(self, codes: Mapping[str, str]) -> str:
        """The SQL of a date's precision: whatever has a mission day is known to the day."""
        vague = self.told(CLOCK, coded(f"{TABLE}.time_precision", codes))
        return f"CASE WHEN {TABLE}.mission_day IS NOT NULL THEN '1' ELSE {vague} END"

    def day(self, column: str = "occurred_from") -> str:
        """The SQL of the mission day, or of a date in UTC where the time is read."""
        vague = self.told(CLOCK, f"({TABLE}.{column} AT TIME ZONE 'UTC')::date")
        return f"coalesce({TABLE}.mission_day, {vague})"

    def accused(self, nth: int, what: str = "name") -> Subquery:
        """The first, or second, party that a readable report accuses."""
        accused = self._reports(OuterRef(OuterRef("pk"))).values("alleged_party")
        parties = Party.objects.filter(pk__in=accused).order_by("name", "pk")
        return Subquery(parties.values(what)[nth : nth + 1])

    def leading(self, column: str) -> Subquery:
        """A column of the first readable report."""
        reports = self._reports(OuterRef("pk")).order_by("received_at", "key")
        return Subquery(reports.values(column)[:1])

    def _reports(self, incident: OuterRef) -> QuerySet[Report]:
        return visible_reports(self.actor).filter(
            links__incident=incident, links__unlinked_at__isnull=True
        )


Cells = Mapping[str, Any]  # SQL, or an expression; what is not named is empty


@dataclass(frozen=True, slots=True)
class Profile:
    """The columns of somebody else's table, which rows it has, and what stands in them."""

    columns: tuple[str, ...]
    cells: Callable[[Asked], Cells]
    holds: Q = Q()  # noqa: RUF009 - nobody changes it


def profile_parameter() -> OpenApiParameter:
    """The documented parameter."""
    return OpenApiParameter(
        PROFILE, enum=[*PROFILES], description=str(_("With csv: the columns of another table."))
    )


def wanted_profile(request: Request) -> Profile | None:
    """Return the profile that is asked for; what does not go with it is refused."""
    asked = request.query_params
    if PROFILE not in asked:
        return None
    if asked.getlist(PROFILE) not in [[name] for name in PROFILES]:
        raise BadQuery({PROFILE: [(_("There is no such profile."), "invalid")]})
    detail = _("A profile has columns of its own.")
    unfit = [name for name in ("fields", "hxl") if asked.get(name) not in EMPTY_VALUES]
    if unfit:
        raise BadQuery({name: [(detail, "not_available")] for name in unfit})
    return PROFILES[asked[PROFILE]]


def profile_of(profile: Profile, asked: Asked, request: Request) -> FileResponse:
    """Write the rows in the columns of a profile, in their order, and answer with the file."""
    spool: IO[bytes] = Spool(max_size=IN_MEMORY)
    write_head(spool, profile.columns, bom=is_on(request, "bom"))
    cells = profile.cells(asked)
    found = [cells.get(name, "NULL") for name in profile.columns]
    rows = asked.rows.values_list(*(sql_text(c) if isinstance(c, str) else c for c in found))
    copy_csv(rows, spool)
    name = f"{asked.flat.name}-{request.query_params[PROFILE]}.csv"
    return answer_of(spool, name, MEDIA_TYPES[CSV])


def coded(sql: str, codes: Mapping[str, str]) -> str:
    """The SQL of the code that stands for another; null if none does."""
    return f"('{json.dumps(codes)}'::jsonb ->> {sql})"


def _coded(expression: Any, codes: Mapping[str, str]) -> Func:
    template = f"('{json.dumps(codes)}'::jsonb ->> %(expressions)s)"
    return Func(expression, template=template, output_field=TextField())


def _spared(expression: Any) -> Func:
    pattern = Value(f"^(?=[{FORMULA}])")
    return Func(
        expression, pattern, Value("'"), function="regexp_replace", output_field=TextField()
    )


_EVENTS = acled.events_of(Category.values)
_CATEGORY = f"{TABLE}.category"
_HARM = f"left({_CATEGORY}, 3) = 'CIV'"
_UNKNOWN_DEAD = f"CASE WHEN {TABLE}.killed_low IS NULL THEN 'fatalities=unknown' END"
_COUNTED = f"""'count=' || {TABLE}.count_low || ' ' || {TABLE}.count_unit"""


def _acled(asked: Asked) -> Cells:
    types = {code: event for code, (event, _sub) in _EVENTS.items()}
    first, second = (_coded(asked.accused(nth, "kind"), acled.ACTOR_TYPES) for nth in (0, 1))
    return {
        "event_id_cnty": f"{TABLE}.reference",
        "event_date": asked.day(),
        "year": f"extract(year FROM {asked.day()})::int",
        "time_precision": asked.time_precision(acled.TIME_PRECISION),
        "disorder_type": coded(_CATEGORY, {c: acled.disorder_of(t) for c, t in types.items()}),
        "event_type": coded(_CATEGORY, types),
        "sub_event_type": coded(_CATEGORY, {code: sub for code, (_event, sub) in _EVENTS.items()}),
        "actor1": _spared(asked.accused(0)),
        "inter1": first,
        "actor2": _spared(asked.accused(1)),
        "inter2": second,
        "interaction": Func(first, second, template="(%(expressions)s)", arg_joiner=" || '-' || "),
        "civilian_targeting": f"CASE WHEN {_HARM} THEN 'Civilian targeting' END",
        "country": _COUNTRY,
        "admin1": spared(_AREA),
        "location": asked.label(),
        "latitude": asked.degrees("lat", 4),
        "longitude": asked.degrees("lon", 4),
        "geo_precision": asked.precision(acled.GEO_PRECISION, "2"),
        "source": MISSION_CODE,
        "source_scale": "'Other'",
        "notes": f"'Category ' || {_CATEGORY} || '; status ' || {TABLE}.status"
        " || '; parties are alleged, not attributed.'",
        "fatalities": f"coalesce({TABLE}.killed_low, 0)",
        "tags": f"concat_ws(';', 'status=' || {TABLE}.status, {_COUNTED}, {_UNKNOWN_DEAD})",
        "timestamp": asked.told(WORKED_ON, f"floor(extract(epoch FROM {TABLE}.updated_at))"),
    }


def _ged(asked: Asked) -> Cells:
    lon, lat = (asked.degrees(axis, 6) for axis in ("lon", "lat"))
    status = f"{TABLE}.status IN ('verified', 'partly_verified')"
    return {
        "id": f"{TABLE}.id",
        "relid": f"{TABLE}.reference",
        "year": f"extract(year FROM {asked.day()})::int",
        "type_of_violence": f"CASE WHEN {_HARM} THEN '{ged.ONE_SIDED}'"
        f" ELSE '{ged.STATE_BASED}' END",
        "side_a": _spared(asked.accused(0)),
        "side_b": _spared(asked.accused(1)),
        "number_of_sources": f"{TABLE}.report_count",
        "source_office": MISSION_CODE,
        "where_prec": asked.precision(ged.WHERE_PRECISION, ged.ROUNDED),
        "where_coordinates": asked.label(),
        "adm_1": spared(_AREA),
        "latitude": lat,
        "longitude": lon,
        "geom_wkt": f"'POINT (' || {lon} || ' ' || {lat} || ')'",
        "country": _COUNTRY,
        "event_clarity": f"CASE WHEN {status} THEN '{ged.CLEAR}' ELSE '{ged.LESS_CLEAR}' END",
        "date_prec": asked.time_precision(ged.DATE_PRECISION),
        "date_start": asked.day(),
        "date_end": asked.day("occurred_until"),
        "best": f"coalesce({TABLE}.killed_low, {TABLE}.killed_high)",
        "high": f"{TABLE}.killed_high",
        "low": f"{TABLE}.killed_low",
    }


def _osce(asked: Asked) -> Cells:
    local = f"({TABLE}.occurred_from AT TIME ZONE {_ZONE})"
    counts = {"low": f"' || {TABLE}.count_low || '", "high": f"' || {TABLE}.count_high || '"}
    numbers = " ".join(
        f"WHEN '{qualifier}' THEN '{text.format(**counts)}'"
        for qualifier, text in osce.NUMBERS.items()
    )
    return {
        "position": asked.told("post", POST_CODE),
        "event_location": asked.label(),
        "means": asked.leading("means"),
        "number": f"coalesce(CASE {TABLE}.count_qualifier {numbers} END, '{osce.NOT_KNOWN}')",
        "observation": asked.leading("signature"),
        "description": asked.leading("direction"),
        "weapon": f"coalesce(nullif({TABLE}.weapon, ''), '{osce.NOT_KNOWN}')",
        "date": f"coalesce({asked.told(CLOCK, f'{local}::date')}, {TABLE}.mission_day)",
        "time": asked.told(CLOCK, f"to_char({local}, 'HH24:MI')"),
        "reference": f"{TABLE}.reference",
    }


PROFILES: dict[str, Profile] = {
    "acled": Profile(acled.COLUMNS, _acled, Q(category__in=[*_EVENTS])),
    "ged": Profile(ged.COLUMNS, _ged, Q(killed_low__gt=0) | Q(killed_high__gt=0)),
    "osce": Profile(osce.COLUMNS, _osce),
}
