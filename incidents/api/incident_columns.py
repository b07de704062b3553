"""The fields of an incident over the API, one row each."""

from collections.abc import Collection
from typing import Any

from rest_framework import serializers

from incidents.api.record import (
    Audience,
    Column,
    by_relation,
    code_of,
    code_of_few,
    instant,
    record,
)
from incidents.enums import Release, Severity, Status
from incidents.models import Incident
from incidents.rules import readable_groups
from parties.domain.acting import Actor

TABLE = Incident._meta.db_table
TEXT, WHOLE, REAL = serializers.CharField, serializers.IntegerField, serializers.FloatField
MOMENT, DAY = serializers.DateTimeField, serializers.DateField


MISSION_CODE = code_of_few("parties_mission", f"{TABLE}.mission_id")
POST_CODE = code_of_few("parties_post", f"{TABLE}.post_id")
PLACE_CODE = code_of("parties_place", f"{TABLE}.place_id")
# What everyone reads is always there; the rest is left out for some.
ALWAYS = readable_groups(Actor(), 0)


def _column(name: str, group: str, field: Any, sql: str = "", **options: Any) -> Column:
    documented = field(required=group in ALWAYS, **options)
    return Column(name, sql or f"{TABLE}.{name}", group, documented)


def _null(name: str, group: str, field: Any, sql: str = "", **options: Any) -> Column:
    return _column(name, group, field, sql, allow_null=True, **options)


def _moment(name: str, group: str, **options: Any) -> Column:
    return _null(name, group, MOMENT, instant(f"{TABLE}.{name}"), **options)


COLUMNS = (
    _column("id", "core", serializers.UUIDField),
    _column("reference", "core", TEXT),
    _null("mission", "core", TEXT, MISSION_CODE, help_text="Code of the mission."),
    _null("mission_day", "core", DAY, help_text="Null if the event has no date."),
    _column("status", "core", serializers.ChoiceField, choices=Status.choices),
    _column("severity", "core", serializers.ChoiceField, choices=Severity.choices),
    _column("release", "workflow", serializers.ChoiceField, choices=Release.choices),
    _column("category", "core", TEXT, help_text="Such as FIR, or FIR-SAL."),
    _null("place", "core", TEXT, PLACE_CODE, help_text="Code of the nearest named place."),
    _null(
        "area",
        "core",
        TEXT,
        f"{TABLE}.area_text",
        help_text="District or stretch of the line, as said.",
    ),
    _moment("occurred_from", "exact_time"),
    _moment("occurred_until", "exact_time"),
    _column("time_precision", "exact_time", TEXT, help_text="T1 a minute … T7 a month, T0 none."),
    _null("public_lat", "coarse_position", REAL, help_text="Rounded to two places."),
    _null("public_lon", "coarse_position", REAL, help_text="Rounded to two places."),
    _null("lat", "exact_position", REAL, help_text="Decimal degrees, WGS 84."),
    _null("lon", "exact_position", REAL, help_text="Decimal degrees, WGS 84."),
    _column("position_precision", "exact_position", TEXT, help_text="P1 exact … P7, P0 none."),
    _null("post", "post", TEXT, POST_CODE, help_text="Code of the post that observed it."),
    _column("weapon", "count", TEXT, help_text="Class of weapon; empty if not known."),
    _null("count_low", "count", WHOLE),
    _null("count_high", "count", WHOLE),
    _column("count_qualifier", "count", TEXT),
    _column("count_unit", "count", TEXT, help_text="Never add counts of different units."),
    _null("killed_low", "casualties", WHOLE, help_text="At least; null is not known."),
    _null("killed_high", "casualties", WHOLE, help_text="At most; null is not known."),
    _null("injured_low", "casualties", WHOLE, help_text="At least; null is not known."),
    _null("injured_high", "casualties", WHOLE, help_text="At most; null is not known."),
    _column("asserted", "core", serializers.BooleanField, help_text="A source says it happened."),
    _column("report_count", "core", WHOLE, help_text="How many reports tell of it."),
    _moment("opened_at", "workflow"),
    _moment("updated_at", "workflow"),
)


def audience_of(actor: Actor, only: int | None = None) -> Audience:
    """What this reader reads of an incident, mission by mission and post by post.

    Where those of one mission alone are asked for, PostgreSQL plans for no other.
    """
    if only is None:
        return Audience(by_relation(TABLE, actor), ALWAYS)
    return Audience(by_relation(TABLE, actor, among=[only]), None)


def columns_among(names: Collection[str] | None) -> tuple[Column, ...]:
    """The columns of these names; all of them for None."""
    return COLUMNS if names is None else tuple(c for c in COLUMNS if c.name in names)


def incident_record(
    actor: Actor, names: Collection[str] | None = None, only: int | None = None
) -> Any:
    """An incident as JSON text, pruned for a reader, with the fields of these names."""
    return record(columns_among(names), audience_of(actor, only))
