"""The form of an export: the filters of the list, a mission and a format."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.api.files import MEDIA_TYPES
from incidents.domain.queries.access import visible_incidents
from incidents.forms.errors import add_errors
from incidents.forms.incident_filter import FilterBar, IncidentFilter
from incidents.ledger.uuid7 import uuid7
from parties.domain.acting import Actor
from parties.models import Mission

FORMAT_LABELS = {
    "csv": gettext_lazy("CSV, for Excel, R and pandas"),
    "xlsx": gettext_lazy("XLSX, a sheet for Excel"),
    "ndjson": gettext_lazy("NDJSON, a record a line"),
    "geojson": gettext_lazy("GeoJSON, for maps"),
    "parquet": gettext_lazy("Parquet, for pandas, DuckDB and R"),
    "gpkg": gettext_lazy("GeoPackage, for QGIS"),
}


class ExportForm(FilterBar):
    """Which list, as which file. The key makes a second press of the button ask for no second."""

    mission = forms.ChoiceField(label=gettext_lazy("Mission"), required=False)
    format = forms.ChoiceField(
        label=gettext_lazy("Format"),
        choices=[(name, FORMAT_LABELS[name]) for name in MEDIA_TYPES if name in FORMAT_LABELS],
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7)

    field_order = ("mission", "format")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        named = [(one.code, one.name) for one in Mission.objects.order_by("name")]
        self.fields["mission"].choices = [("", _("All")), *named]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse what the filters of the list refuse."""
        said = super().clean() or {}
        found = IncidentFilter(
            QueryDict(urlencode(self.filters())), visible_incidents(self.actor), actor=self.actor
        )
        if not self.errors and not found.is_valid():
            add_errors(self, forms.ValidationError(found.errors.as_data()))
        return said

    def filters(self) -> dict[str, str]:
        """The filters that hold something, by their names in an address."""
        texts = {name: str(self.cleaned_data.get(name) or "") for name in self.fields}
        return {n: t for n, t in texts.items() if t and n not in ("format", "key")}

    def query(self) -> str:
        """What stands behind the address of the list."""
        return urlencode({"format": self.cleaned_data["format"], **self.filters()})
