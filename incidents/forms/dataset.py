"""Forms of datasets: bringing a file, saying which column is what, taking an import back."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.domain.dataset import LONGEST_LICENCE, LONGEST_NAME, LONGEST_REASON
from incidents.domain.dataset_mapping import LONGEST_NAME as LONGEST_MAPPING
from incidents.exchange.dataset_rows import FIELDS, Manner
from incidents.forms.text import reason_field, whole_text

FIELD_LABELS = {
    "external_id": gettext_lazy("external id"),
    "day_from": gettext_lazy("first day"),
    "day_until": gettext_lazy("last day"),
    "lat": gettext_lazy("latitude"),
    "lon": gettext_lazy("longitude"),
    "event_type": gettext_lazy("type of event"),
    "side_a": gettext_lazy("first side"),
    "side_b": gettext_lazy("second side"),
    "place": gettext_lazy("place"),
    "country": gettext_lazy("country"),
    "killed_low": gettext_lazy("killed, at least"),
    "killed_best": gettext_lazy("killed"),
    "killed_high": gettext_lazy("killed, at most"),
    "source": gettext_lazy("source"),
}
RECOGNISED = gettext_lazy("recognised")


class DatasetFileForm(forms.Form):
    """A file, whose it is, and how it is read."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV, XLSX or GeoJSON, at most 25 MB."),
        max_length=1000,
        required=False,
    )
    dataset = forms.CharField(
        label=gettext_lazy("Dataset and version"),
        max_length=LONGEST_NAME,
        validators=[whole_text],
        help_text=gettext_lazy("Such as: UCDP GED 25.1."),
    )
    licence = forms.CharField(
        label=gettext_lazy("licence"),
        max_length=LONGEST_LICENCE,
        validators=[whole_text],
        help_text=gettext_lazy("As its authors word it; it goes with every row."),
    )
    mapping = forms.ChoiceField(label=gettext_lazy("Columns"), required=False)

    def __init__(self, *args: Any, mappings: Iterable[str], left_out: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(name, name) for name in mappings]
        self.fields["mapping"].choices = [("", _("recognised by the header")), *named]  # type: ignore[attr-defined]
        self.left_out = left_out

    def clean_file(self) -> Any:
        """Say why there is no file: it was too large for a form, or it was not chosen."""
        file = self.cleaned_data.get("file")
        if self.left_out:
            message = _(
                "It is larger than 25 MB: split it, or ask for it to be imported by command."
            )
            raise forms.ValidationError(message, "too_large")
        if file is None:
            raise forms.ValidationError(_("Choose a file."), "required")
        return file


class ColumnsForm(forms.Form):
    """Which column of a file is what, and how its dates and letters are written."""

    day_first = forms.ChoiceField(
        label=gettext_lazy("Dates such as 04/03/2021"),
        choices=[("1", gettext_lazy("day first: 4 March")), ("", gettext_lazy("month first"))],
        required=False,
    )
    encoding = forms.ChoiceField(
        label=gettext_lazy("Letters"),
        choices=[("", RECOGNISED), ("utf-8", "UTF-8"), ("cp1252", "Windows-1252")],
        required=False,
    )
    separator = forms.ChoiceField(
        label=gettext_lazy("Between the cells"),
        choices=[
            *[("", RECOGNISED), (",", gettext_lazy("comma")), (";", gettext_lazy("semicolon"))],
            ("\t", gettext_lazy("tab")),
        ],
        required=False,
    )
    save_as = forms.CharField(
        label=gettext_lazy("Save this as"),
        max_length=LONGEST_MAPPING,
        validators=[whole_text],
        required=False,
        help_text=gettext_lazy("A name, for the next file of this make."),
    )

    def __init__(self, *args: Any, names: Iterable[str], manner: Manner, **kwargs: Any) -> None:
        initial = {
            **{f"column_{name}": column for name, column in manner.columns.items()},
            "day_first": "1" if manner.day_first else "",
            "encoding": manner.encoding,
            "separator": manner.separator,
        }
        super().__init__(*args, initial=initial, **kwargs)
        choices = [("", "–"), *((name, name) for name in names)]
        for name in FIELDS:
            self.fields[f"column_{name}"] = forms.ChoiceField(
                label=FIELD_LABELS[name], choices=choices, required=name == "day_from"
            )
        self.order_fields([f"column_{name}" for name in FIELDS])

    def manner(self) -> Manner:
        """Return how the file is to be read."""
        said = self.cleaned_data
        columns = {name: said[f"column_{name}"] for name in FIELDS if said[f"column_{name}"]}
        return Manner(columns, bool(said["day_first"]), said["encoding"], said["separator"])


class WithdrawForm(forms.Form):
    """Why an import is taken back."""

    reason = reason_field(LONGEST_REASON)
