"""The standing order put in place from data: what is missing is added, once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from django.db import models, transaction
from simple_history.utils import bulk_create_with_history

from parties.models import (
    Agreement,
    Group,
    GroupSeat,
    Mission,
    Participation,
    Party,
    Place,
    PlaceName,
    Post,
    PostOperator,
    PostStatus,
    Provision,
    ProvisionWording,
)
from parties.naming import fold_name
from parties.transliteration import sound_of

Row = TypeVar("Row", bound=models.Model)
Values = Mapping[str, object]


@dataclass(frozen=True)
class NameEntry:
    """One name of a place, as a gazetteer gives it."""

    name: str
    kind: str
    language: str = ""
    endorsed_by: Party | None = None


@dataclass(frozen=True)
class PlaceEntry:
    """One place of a gazetteer with all its names; degrees are WGS 84."""

    code: str
    kind: str
    lat: Decimal
    lon: Decimal
    names: Sequence[NameEntry]
    area: str = ""
    country: str = ""
    zone: str = ""
    population: int | None = None
    source: str = ""


def put_party(code: str, values: Values, *, refresh: bool = False) -> Party:
    """Return the party of this code, made from ``values`` if it is missing."""
    return _put(Party, {"code": code}, values, refresh=refresh)


def put_group(code: str, values: Values, *, refresh: bool = False) -> Group:
    """Return the group of this code, made from ``values`` if it is missing."""
    return _put(Group, {"code": code}, values, refresh=refresh)


def put_seat(
    group: Group, party: Party, seat: str, values: Values, *, refresh: bool = False
) -> GroupSeat:
    """Return the party's seat in the group, made if it is missing."""
    key = {"group": group, "party": party, "seat": seat}
    return _put(GroupSeat, key, values, refresh=refresh)


def put_agreement(code: str, values: Values, *, refresh: bool = False) -> Agreement:
    """Return the agreement of this code, made from ``values`` if it is missing."""
    return _put(Agreement, {"code": code}, values, refresh=refresh)


def put_provision(
    agreement: Agreement, code: str, values: Values, *, refresh: bool = False
) -> Provision:
    """Return the provision of this code, made from ``values`` if it is missing."""
    return _put(Provision, {"agreement": agreement, "code": code}, values, refresh=refresh)


def put_wording(
    provision: Provision,
    language: str,
    endorsed_by: Party | None,
    values: Values,
    *,
    refresh: bool = False,
) -> ProvisionWording:
    """Return that party's wording in that language, made if it is missing."""
    key = {"provision": provision, "language": language, "endorsed_by": endorsed_by}
    return _put(ProvisionWording, key, values, refresh=refresh)


def put_mission(code: str, values: Values, *, refresh: bool = False) -> Mission:
    """Return the mission of this code, made from ``values`` if it is missing."""
    return _put(Mission, {"code": code}, values, refresh=refresh)


def put_participation(key: Values, values: Values, *, refresh: bool = False) -> Participation:
    """Return the participation of this party, object, role and start, made if missing."""
    return _put(Participation, key, values, refresh=refresh)


def put_post(mission: Mission, code: str, values: Values, *, refresh: bool = False) -> Post:
    """Return the mission's post of this code, made from ``values`` if it is missing."""
    return _put(Post, {"mission": mission, "code": code}, values, refresh=refresh)


def put_operator(post: Post, party: Party, *, refresh: bool = False) -> PostOperator:
    """Return the party's operatorship of the post, made if it is missing."""
    return _put(PostOperator, {"post": post, "party": party}, {}, refresh=refresh)


def put_status(post: Post, since: object, values: Values, *, refresh: bool = False) -> PostStatus:
    """Return the post's status from that day on, made if it is missing."""
    return _put(PostStatus, {"post": post, "since": since}, values, refresh=refresh)


@transaction.atomic
def put_places(entries: Iterable[PlaceEntry]) -> tuple[int, int]:
    """Add the places and names that are missing; return how many of each.

    Rows that are there already stay as they are: people may have edited them.
    """
    wanted = list(entries)
    known = set(Place.objects.values_list("code", flat=True))
    fresh = [_place(entry) for entry in wanted if entry.code not in known]
    bulk_create_with_history(fresh, Place)
    return len(fresh), _put_names(wanted)


def _put_names(entries: Sequence[PlaceEntry]) -> int:
    codes = [entry.code for entry in entries]
    places = {place.code: place for place in Place.objects.filter(code__in=codes)}
    known = set(
        PlaceName.objects.filter(place__code__in=codes).values_list(
            "place__code", "name", "language", "kind"
        )
    )
    wanted = {
        (entry.code, name.name, name.language, name.kind): name
        for entry in entries
        for name in entry.names
    }
    fresh = [_name(places[key[0]], name) for key, name in wanted.items() if key not in known]
    bulk_create_with_history(fresh, PlaceName)
    return len(fresh)


def _place(entry: PlaceEntry) -> Place:
    place = Place(
        code=entry.code,
        kind=entry.kind,
        lat=entry.lat,
        lon=entry.lon,
        area=entry.area,
        country=entry.country,
        zone=entry.zone,
        population=entry.population,
        source=entry.source,
    )
    place.clean_fields()
    return place


def _name(place: Place, entry: NameEntry) -> PlaceName:
    return PlaceName(
        place=place,
        name=entry.name,
        language=entry.language,
        endorsed_by=entry.endorsed_by,
        kind=entry.kind,
        folded=fold_name(entry.name),
        sound=sound_of(entry.name),
    )


def _put(model: type[Row], key: Values, values: Values, *, refresh: bool) -> Row:
    """Return the row of this key; with ``refresh`` bring it back to ``values``.

    Without ``refresh`` a row that is there stays as it is, so that what an
    administrator edited is kept. Nothing is saved, and so no history is
    written, unless something really differs.
    """
    found = model._default_manager.filter(**key).first()  # noqa: SLF001 - any model
    wanted = model(**key, **values)
    if found is None:
        wanted.full_clean()
        wanted.save()
        return wanted
    if refresh:
        _bring_back(found, wanted, values)
    return found


def _bring_back(found: Row, wanted: Row, names: Iterable[str]) -> None:
    given = set(names)
    wanted.clean_fields(exclude={f.name for f in found._meta.fields} - given)
    columns = [_column(found, name) for name in given]
    changed = [one for one in columns if getattr(found, one) != getattr(wanted, one)]
    for column in changed:
        setattr(found, column, getattr(wanted, column))
    if changed:
        found.save()


def _column(row: models.Model, name: str) -> str:
    field = row._meta.get_field(name)
    return field.attname if isinstance(field, models.Field) else name
