"""Typed positions, read with the posts and places of a mission."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from incidents.domain.misread import refusal_of, words_of
from incidents.enums import PositionPrecision
from incidents.exchange.typed_text import Doubt, NotUnderstoodError
from incidents.geo.entry import Located, read_position
from incidents.geo.located import Name, Point, Sighting, Sightings
from incidents.geo.mgrs import mgrs_of
from incidents.geo.precision import precision_of
from incidents.geo.sector import Sector, Spot, bearing_to, meeting_of, metres_apart
from incidents.geo.sighting import code_key
from parties.domain.queries.place import places_named
from parties.models import Mission, Place, Post

FAR_KM = 300
NEAREST = 3
NEARBY_DEGREES = 0.5


@dataclass(frozen=True, slots=True)
class TypedSector:
    """One of several sightings: from a post, or a place by its typed name, and its sector."""

    origin: str
    is_post: bool
    sector: Sector


@dataclass(frozen=True, slots=True)
class TypedPosition:
    """What a typed position was read as; ``spot`` is None for a name that nobody knows."""

    typed: str
    notation: str
    spot: Spot | None
    reach_m: float
    precision: str
    place: Place | None = None
    sighting: Sighting | None = None
    outline: Sequence[Spot] = ()
    sectors: Sequence[TypedSector] = ()  # of several sightings: each of them
    doubts: tuple[Doubt, ...] = ()

    @property
    def lat(self) -> Decimal | None:
        """Latitude in degrees, to six places."""
        return None if self.spot is None else Decimal(f"{self.spot[0]:.6f}")

    @property
    def lon(self) -> Decimal | None:
        """Longitude in degrees, to six places."""
        return None if self.spot is None else Decimal(f"{self.spot[1]:.6f}")

    @property
    def grid(self) -> str:
        """The grid reference, to ten metres; empty near the poles."""
        if self.spot is None:
            return ""
        try:
            return mgrs_of(*self.spot, digits=4)
        except NotUnderstoodError:
            return ""

    @property
    def precision_label(self) -> str:
        """How well it is known, in words."""
        return str(PositionPrecision(self.precision).label)

    @property
    def near(self) -> list["Neighbour"]:
        """The named places nearest to it."""
        return places_near(self.spot) if self.spot else []

    @property
    def warnings(self) -> list[str]:
        """What was read in one of several ways, in words."""
        return [words_of(doubt) for doubt in self.doubts]


def read_typed_position(typed: str, mission: Mission, own_post: str = "") -> TypedPosition:
    """Return what a position typed at a mission was read as.

    Args:
        typed: as typed.
        mission: whose posts may be named, and near whose centre it is.
        own_post: the code of the post that tells, for bearings without a post.

    Raises:
        ValidationError: what is in the way; nothing is guessed.

    """
    posts = {post.code: post for post in mission.posts.select_related("place")}
    centre = (float(mission.centre_lat), float(mission.centre_lon))
    try:
        located = read_position(typed, near=centre, posts={code_key(code): code for code in posts})
        read = _found(typed, located, posts, own_post)
    except NotUnderstoodError as error:
        raise refusal_of(error) from error
    return _with_distance(read, centre)


def _found(typed: str, located: Located, posts: dict[str, Post], own_post: str) -> TypedPosition:
    if isinstance(located, Point):
        spot, reach = (located.lat, located.lon), located.reach_m
        precision = precision_of(reach)
        return TypedPosition(typed, located.notation, spot, reach, precision, doubts=located.doubts)
    if isinstance(located, Sightings):
        return _sighted(typed, located.seen, posts, own_post)
    if located.text in posts:
        post = posts[located.text]
        return TypedPosition(
            typed, "post", spot_of_post(post), 100.0, post.position_precision, post.place
        )
    return _named(typed, located)


def _named(typed: str, name: Name) -> TypedPosition:
    place, doubts = _place_called(name.text)
    if place is None:
        return TypedPosition(typed, "name", None, 0.0, "P0", doubts=(Doubt("unknown_name"),))
    rough = PositionPrecision.P6 if place.kind == "district" else PositionPrecision.P4
    spot = (float(place.lat), float(place.lon))
    return TypedPosition(typed, "place", spot, 0.0, rough.value, place, doubts=doubts)


def _place_called(text: str) -> tuple[Place | None, tuple[Doubt, ...]]:
    places, exact = places_named(text)
    if len(places) > 1:
        names = (f"{place} ({place.area or place.code})" for place in places)
        raise NotUnderstoodError("ambiguous", text, *names)
    return (places[0] if places else None), (() if exact or not places else (Doubt("sounds_like"),))


def _sighted(
    typed: str, seen: Sequence[Sighting], posts: dict[str, Post], own_post: str
) -> TypedPosition:
    each = [_sector(sighting, posts, own_post) for sighting in seen]
    sectors = [one.sector for one in each]
    doubts = tuple(doubt for sighting in seen for doubt in sighting.doubts)
    origin = seen[0].origin or own_post
    own = seen[0] if origin == own_post else None
    met = meeting_of(sectors) if len(sectors) > 1 else sectors[0]
    if met is None:
        doubts += (Doubt("contradiction"),)
    where = met or sectors[0]
    return TypedPosition(
        typed,
        "sector",
        where.middle,
        where.reach_m,
        precision_of(where.reach_m),
        sighting=own,
        outline=where.outline,
        sectors=each if len(each) > 1 else (),
        doubts=doubts,
    )


def _sector(sighting: Sighting, posts: dict[str, Post], own_post: str) -> TypedSector:
    bearing, band = sighting.bearing, sighting.band
    start = _start(sighting.origin, posts, own_post)
    sector = Sector(start, bearing.degrees, bearing.spread, band.near_m, band.far_m)
    origin = sighting.origin or own_post
    return TypedSector(origin, origin in posts, sector)


def _start(origin: str, posts: dict[str, Post], own_post: str) -> Spot:
    code = origin or own_post
    if not code:
        raise NotUnderstoodError("own_post")
    if code in posts:
        return spot_of_post(posts[code])
    place, _doubts = _place_called(origin)
    if place is None:
        raise NotUnderstoodError("unknown_origin", origin)
    return float(place.lat), float(place.lon)


def spot_of_post(post: Post) -> Spot:
    """Return where a post stands, or its place.

    Raises:
        NotUnderstoodError: neither is known.

    """
    for there in (post, post.place):
        if there is not None and there.lat is not None and there.lon is not None:
            return float(there.lat), float(there.lon)
    raise NotUnderstoodError("post_position", post.code)


def _with_distance(read: TypedPosition, centre: Spot) -> TypedPosition:
    if read.spot is None:
        return read
    away = metres_apart(centre, read.spot) / 1000
    if away <= FAR_KM:
        return read
    return replace(read, doubts=(*read.doubts, Doubt("far_away", f"{away:.0f}")))


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A place near a position: how far it is, and in which direction the position lies."""

    place: Place
    km: float
    bearing: float

    @property
    def degrees(self) -> str:
        """The bearing in three digits."""
        return f"{round(self.bearing) % 360:03d}"


def places_near(spot: Spot, limit: int = NEAREST) -> list[Neighbour]:
    """Return the named places nearest to a position, within about fifty kilometres."""
    lat, lon = (Decimal(f"{degrees:.6f}") for degrees in spot)
    reach = Decimal(str(NEARBY_DEGREES))
    around = Place.objects.filter(
        lat__range=(lat - reach, lat + reach), lon__range=(lon - 2 * reach, lon + 2 * reach)
    )
    measured = sorted(
        (metres_apart(spot, (float(row[1]), float(row[2]))), row[0])
        for row in around.values_list("pk", "lat", "lon")
    )[:limit]
    rows = Place.objects.prefetch_related("names").in_bulk([pk for _metres, pk in measured])
    return [
        Neighbour(
            rows[pk], metres / 1000, bearing_to((float(rows[pk].lat), float(rows[pk].lon)), spot)
        )
        for metres, pk in measured
    ]
