"""Parties as rows of a spreadsheet."""

from typing import Any

from import_export.fields import Field
from import_export.instance_loaders import CachedInstanceLoader
from import_export.widgets import Widget

from parties.admin.resource import CodeWidget, StandingOrderResource, TextWidget
from parties.models import Party


class AliasesWidget(Widget):
    """Other names with `;` between, in their order."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[str]:
        names = (name.strip() for name in TextWidget().clean(value).split(";"))
        return [name for name in dict.fromkeys(names) if name]

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
        instance_loader_class = CachedInstanceLoader
        fields = ["code", "name", "short_name", "kind", "iso3", "parent", "aliases", "note"]
