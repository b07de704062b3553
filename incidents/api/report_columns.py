"""The fields of a report over the API, one row each; its author is not among them."""

from typing import Any

from rest_framework import serializers

from incidents.api.record import (
    Audience,
    Column,
    by_relation,
    code_of,
    instant,
    label_field,
    record,
    serializer_of,
)
from incidents.models import Report
from incidents.permissions import OWN_GROUPS, PUBLISHED_GROUPS
from incidents.rules import readable_groups
from parties.domain.acting import Actor

HINTS = "What may be a slip in it, by code; it was filed as it stands."
TABLE = Report._meta.db_table
TEXT, WHOLE, REAL = serializers.CharField, serializers.IntegerField, serializers.FloatField
MOMENT = serializers.DateTimeField
ALWAYS = readable_groups(Actor(), 0) | PUBLISHED_GROUPS


def _column(name: str, group: str, field: Any, sql: str = "", **options: Any) -> Column:
    documented = field(required=group in ALWAYS, **options)
    return Column(name, sql or f"{TABLE}.{name}", group, documented)


def _text(name: str, group: str = "reports") -> Column:
    """A text or a code; empty when not known."""
    return _column(name, group, TEXT, help_text=_help(name))


def _number(name: str, group: str, field: Any = WHOLE) -> Column:
    return _column(name, group, field, allow_null=True, help_text=_help(name))


def _code(name: str, group: str, table: str) -> Column:
    sql = code_of(table, f"{TABLE}.{name}_id")
    return _column(name, group, TEXT, sql, allow_null=True, help_text=f"Code. {_help(name)}")


def _moment(name: str, group: str) -> Column:
    sql = instant(f"{TABLE}.{name}")
    return _column(name, group, MOMENT, sql, allow_null=True, help_text=_help(name))


def _help(name: str) -> str:
    return str(Report._meta.get_field(name).help_text)


INCIDENT_SQL = """(SELECT incident_id FROM incidents_sameeventlink
    WHERE report_id = incidents_report.key AND unlinked_at IS NULL)"""
_CORRECTS = """(SELECT old.report_id FROM incidents_report old
    WHERE old.key = incidents_report.corrects_id)"""
_CASUALTIES = """(SELECT coalesce(json_agg(json_build_object(
    'side', (SELECT code FROM parties_party WHERE id = line.side_id), 'side_text', line.side_text,
    'person_kind', line.person_kind, 'outcome', line.outcome,
    'low', line.low, 'best', line.best, 'high', line.high) ORDER BY line.id), '[]'::json)
    FROM incidents_casualty line WHERE line.report_id = incidents_report.key)"""


class CasualtyRecord(serializers.Serializer):
    """People of one side and kind with one outcome; null is not known, 0 is none."""

    side = serializers.CharField(allow_null=True)
    side_text = serializers.CharField()
    person_kind = serializers.CharField()
    outcome = serializers.CharField()
    low = serializers.IntegerField(allow_null=True)
    best = serializers.IntegerField(allow_null=True)
    high = serializers.IntegerField(allow_null=True)


class Hints(serializers.ListField):
    """Codes of hints."""

    child = serializers.CharField()


COLUMNS = (
    _column("report_id", "core", serializers.UUIDField),
    _text("content_hash", "core"),
    _text("reference", "core"),
    _column("is_variant", "core", serializers.BooleanField),
    _column("corrects", "core", serializers.UUIDField, _CORRECTS, allow_null=True),
    _number("version", "core"),
    _code("mission", "core", "parties_mission"),
    _moment("received_at", "reports"),
    *map(_text, ("kind", "scope", "stance", "source_kind")),
    _code("source_party", "reports", "parties_party"),
    *map(_text, ("source_label", "source_url", "external_id", "language")),
    _moment("occurred_from", "exact_time"),
    _moment("occurred_until", "exact_time"),
    _text("occurred_text"),
    _text("time_precision"),
    _text("date_basis"),
    _text("published_text"),
    _code("place", "core", "parties_place"),
    *map(_text, ("place_text", "area_text")),
    _number("lat", "exact_position", REAL),
    _number("lon", "exact_position", REAL),
    _text("position_precision", "exact_position"),
    _text("position_text", "exact_position"),
    _code("post", "post", "parties_post"),
    _number("bearing", "post", REAL),
    _number("bearing_spread", "post", REAL),
    _number("range_from_m", "post"),
    _number("range_to_m", "post"),
    *map(_text, ("category", "category_text", "signature", "means", "direction")),
    *map(_text, ("weapon", "weapon_text")),
    _number("count_low", "count"),
    _number("count_high", "count"),
    *map(_text, ("count_qualifier", "count_unit", "count_text")),
    _code("alleged_party", "reports", "parties_party"),
    *map(_text, ("alleged_text", "target_text", "damage", "damage_text")),
    _number("posts_watching", "count"),
    _text("narrative", "narrative"),
    _column("hints", "workflow", Hints, help_text=HINTS),
    _column("casualties", "casualties", CasualtyRecord, _CASUALTIES, many=True),
)
ReportRecord = serializer_of(
    "Report",
    COLUMNS,
    place_label=label_field(),
    incident=serializers.UUIDField(
        allow_null=True, help_text="The incident that it tells of, if you may see it."
    ),
)


def report_record(actor: Actor) -> Any:
    """A report as JSON text: all of it to its author, else what the reader's roles grant."""
    cases = by_relation(TABLE, actor, PUBLISHED_GROUPS)
    if actor.user is not None:
        cases.insert(0, (f"{TABLE}.author_id = {int(actor.user.pk)}", OWN_GROUPS))
    return record(COLUMNS, Audience(cases, ALWAYS))
