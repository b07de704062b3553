"""The tags of the Humanitarian Exchange Language for our columns.

Source: HXL 1.1 dictionary, and the tags that HDX gives to ACLED and UCDP files.
"""

from collections.abc import Iterable

TAGS = {
    "id": "#event+id",
    "reference": "#event+code",
    "mission": "#org+code",
    "mission_day": "#date+start",
    "occurred_from": "#date+occurred",
    "occurred_until": "#date+end",
    "opened_at": "#date+reported",
    "updated_at": "#date+updated",
    "status": "#status",
    "severity": "#severity+code",
    "category": "#event+type",
    "place": "#loc+code",
    "place_label": "#loc+name",
    "area": "#adm2+name",
    "lat": "#geo+lat",
    "lon": "#geo+lon",
    "public_lat": "#geo+lat+rounded",
    "public_lon": "#geo+lon+rounded",
    "position_precision": "#geo+precision",
    "time_precision": "#date+precision",
    "post": "#loc+post+code",
    "weapon": "#event+weapon",
    "killed_low": "#affected+killed+min",
    "killed_high": "#affected+killed+max",
    "injured_low": "#affected+injured+min",
    "injured_high": "#affected+injured+max",
    "report_count": "#meta+source+num",
}


def tag_row(names: Iterable[str]) -> list[str]:
    """Return the tag of each column; columns that HXL has no word for have none."""
    return [TAGS.get(name, "") for name in names]
