"""Parties as rows of a spreadsheet."""

from typing import Any

from import_export.fields import Field

from parties.admin.resource import CodeWidget, NestedWidget, StandingOrderResource, TextWidget
from parties.models import Party


class AliasesWidget(NestedWidget):
    """Other names with `;` between."""

    def __init__(self) -> None:
        """An alias is one part."""
        super().__init__(lambda parts: ("|".join(parts),))

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[Any]:
        return [alias for (alias,) in super().clean(value, row, **kwargs)]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "; ".join(value or [])


class PartyResource(StandingOrderResource):
    """A party is known by its code."""

    code = Field("code", "code", TextWidget())
    name = Field("name", "name", TextWidget())
    short_name = Field("short_name", "short_name", TextWidget())
    kind = Field("kind", "kind", TextWidget())
    iso3 = Field("iso3", "iso3", TextWidget())
    parent = Field("parent", "parent", CodeWidget(Party))
    aliases = Field("aliases", "aliases", AliasesWidget())
    note = Field("note", "note", TextWidget())

    class Meta(StandingOrderResource.Meta):
        """Columns in the order of the page."""

        model = Party
        import_id_fields = ["code"]
        fields = ["code", "name", "short_name", "kind", "iso3", "parent", "aliases", "note"]
