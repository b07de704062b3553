"""Parties, group, agreement, mission and participations of the founding case."""

from typing import Any

from incidents.management.founding.files import read_json
from parties.domain import standing_order as order
from parties.models import Agreement, Mission, Party, Provision

Record = dict[str, Any]


def load_parties(*, refresh: bool = False) -> dict[str, Party]:
    """Put the parties in place; return them by code, states before their parts."""
    parties: dict[str, Party] = {}
    for record in read_json("parties"):
        values = _without(record, "code", "parent")
        values["parent"] = parties[record["parent"]] if "parent" in record else None
        parties[record["code"]] = order.put_party(record["code"], values, refresh=refresh)
    return parties


def load_groups(parties: dict[str, Party], *, refresh: bool = False) -> None:
    """Put the groups and their seats in place."""
    for record in read_json("groups"):
        values = _without(record, "code", "seats")
        group = order.put_group(record["code"], values, refresh=refresh)
        for seat in record["seats"]:
            order.put_seat(group, parties[seat["party"]], seat["seat"], {}, refresh=refresh)


def load_agreement(parties: dict[str, Party], *, refresh: bool = False) -> Agreement:
    """Put the statement, its provisions and their rival wordings in place."""
    record = read_json("agreement")
    values = _without(record, "code", "provisions")
    agreement = order.put_agreement(record["code"], values, refresh=refresh)
    for point in record["provisions"]:
        values = _without(point, "code", "wordings")
        provision = order.put_provision(agreement, point["code"], values, refresh=refresh)
        for wording in point.get("wordings", []):
            _load_wording(provision, wording, parties, refresh=refresh)
    return agreement


def _load_wording(
    provision: Provision, wording: Record, parties: dict[str, Party], *, refresh: bool
) -> None:
    endorsed_by = parties[wording["endorsed_by"]] if wording["endorsed_by"] else None
    values = _without(wording, "language", "endorsed_by")
    order.put_wording(provision, wording["language"], endorsed_by, values, refresh=refresh)


def load_mission(agreement: Agreement, *, refresh: bool = False) -> Mission:
    """Put the mission in place."""
    record = read_json("mission")
    values = {**_without(record, "code"), "agreement": agreement}
    return order.put_mission(record["code"], values, refresh=refresh)


def load_participations(
    parties: dict[str, Party], mission: Mission, *, refresh: bool = False
) -> None:
    """Put every party's dated role in place."""
    for record in read_json("participations"):
        key = {
            "party": parties[record["party"]],
            "mission": mission if record.get("mission") else None,
            "agreement": mission.agreement if record.get("agreement") else None,
            "role": record["role"],
            "since": record.get("since"),
        }
        order.put_participation(key, _without(record, *key), refresh=refresh)


def _without(record: Record, *names: str) -> Record:
    return {name: value for name, value in record.items() if name not in names}
