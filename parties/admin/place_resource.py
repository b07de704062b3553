"""Places as rows of a spreadsheet, with their names in one cell."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.instance_loaders import CachedInstanceLoader

from parties.admin.resource import (
    CodeWidget,
    DegreesWidget,
    NestedField,
    NestedWidget,
    NumberWidget,
    StandingOrderResource,
    TextWidget,
)
from parties.models import Party, Place, PlaceName

Name = tuple[str, str, str, str]  # name, kind, language, code of the endorsing party


class NamesWidget(NestedWidget):
    """Names as `name|kind|language|party`; all but the name may be left out."""

    def __init__(self) -> None:
        """Look up each party once."""
        super().__init__(self.parse_name)
        self._parties = CodeWidget(Party)

    def parse_name(self, parts: list[str]) -> Name:
        """Read one name; its kind and its party must be known."""
        name, kind, language, party = (*parts, "", "", "")[:4]
        kind = kind or PlaceName.Kind.ALTERNATIVE.value
        if kind not in PlaceName.Kind.values:
            raise ValueError(_("“%s” is not a kind of name.") % kind)
        if party:
            self._parties.find(party)
        return name, kind, language, party


def read_names(place: Place) -> list[Name]:
    """The names of a place, sorted."""
    rows = (
        (n.name, n.kind, n.language, n.endorsed_by.code if n.endorsed_by else "")
        for n in place.names.all()
    )
    return sorted(rows, key=repr)


def write_names(place: Place, names: list[Name]) -> None:
    """Make these the names of a place; history keeps those that go."""
    parties = Party.objects.in_bulk([party for *_rest, party in names if party], field_name="code")
    known = {_key(n): n for n in place.names.all()}
    for name, kind, language, party in names:
        row = known.pop((name, kind, language), None) or PlaceName(
            place=place, name=name, kind=kind, language=language
        )
        row.endorsed_by = parties.get(party)
        row.clean_fields(exclude=["folded", "sound"])
        row.save()
    for row in known.values():
        row.delete()


def _key(name: PlaceName) -> tuple[str, str, str]:
    return name.name, name.kind, name.language


class PlaceResource(StandingOrderResource):
    """A place is known by its code."""

    code = Field("code", "code", TextWidget())
    kind = Field("kind", "kind", TextWidget())
    lat = Field("lat", "lat", DegreesWidget(90))
    lon = Field("lon", "lon", DegreesWidget(180))
    area = Field("area", "area", TextWidget())
    country = Field("country", "country", TextWidget())
    zone = Field("zone", "zone", TextWidget())
    population = Field("population", "population", NumberWidget())
    source = Field("source", "source", TextWidget())
    names: Any = NestedField("names", NamesWidget(), read_names, write_names)

    def get_queryset(self) -> QuerySet[Place]:
        return super().get_queryset().prefetch_related("names__endorsed_by")

    class Meta(StandingOrderResource.Meta):
        """Columns in the order of the page."""

        model = Place
        import_id_fields = ["code"]
        instance_loader_class = CachedInstanceLoader
        fields = [
            *("code", "kind", "lat", "lon", "area", "country", "zone", "population", "source"),
            "names",
        ]
