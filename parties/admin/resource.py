"""How a row of a spreadsheet becomes a row of the standing order, and back."""

from collections import Counter
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.resources import Diff, ModelResource
from import_export.widgets import ForeignKeyWidget, Widget

from parties.admin.spreadsheet import LONGEST_CELL, guard_formula, unguard_formula

SIX_PLACES = Decimal("0.000001")


class PlainDiff(Diff):
    """What a row changes, marked by elements alone: the site's policy knows no inline styles."""

    def as_html(self) -> list[str]:
        return [mark_safe(_unstyled(html)) for html in super().as_html()]  # noqa: S308 - escaped by Diff


def _unstyled(html: str) -> str:
    return html.replace('<ins style="background:#e6ffe6;">', "<ins>").replace(
        '<del style="background:#ffe6e6;">', "<del>"
    )


class StandingOrderResource(ModelResource):
    """All rows or none; unknown columns and formulas are errors; nothing is deleted."""

    def __init__(self, missions: frozenset[int] = frozenset(), **kwargs: Any) -> None:
        """Know the missions of who imports or exports."""
        super().__init__(**kwargs)
        self.missions = missions

    class Meta:
        """What all resources share."""

        use_transactions = True
        skip_unchanged = True
        clean_model_instances = True
        store_instance = True

    def get_diff_class(self) -> type[Diff]:
        return PlainDiff

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        known = {field.column_name for field in self.fields.values()}
        unknown = [name for name in dataset.headers if name not in known]
        if unknown:
            raise ValueError(
                _("Unknown columns: %(names)s. Known columns are: %(known)s.")
                % {"names": ", ".join(unknown), "known": ", ".join(sorted(known))}
            )
        self._refuse_rows_told_twice(dataset)

    def _refuse_rows_told_twice(self, dataset: Any) -> None:
        columns = [self.fields[name].column_name for name in self.get_import_id_fields()]
        keys = Counter(
            " ".join(TextWidget().clean(row.get(column)) for column in columns)
            for row in dataset.dict
        )
        twice = sorted(key for key, times in keys.items() if times > 1)
        if twice:
            raise ValueError(_("Rows that are told twice: %s.") % ", ".join(twice[:10]))

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        for column, value in row.items():
            row[column] = _plain(column, value)

    def after_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        for field in self.fields.values():
            if isinstance(field, NestedField) and field.column_name in row:
                field.write(instance)

    def export_field(self, field: Field, instance: Any, **kwargs: Any) -> Any:
        return guard_formula(super().export_field(field, instance, **kwargs))


def _plain(column: str, value: Any) -> Any:
    """A cell as data; a formula is none."""
    if value is None or isinstance(value, bool | int | float):
        return value
    text = unguard_formula(value) if isinstance(value, str) else str(value)
    is_formula = text == value and text.lstrip().startswith(("=", "@"))
    if is_formula or type(value).__module__.startswith("openpyxl"):
        raise ValueError(_("%(column)s: a formula is not data.") % {"column": column})
    if len(text) > LONGEST_CELL:
        raise ValueError(_("%(column)s: the text is too long.") % {"column": column})
    return text.strip()


class TextWidget(Widget):
    """Text as typed; a number that a spreadsheet program made of a code is text again."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return "" if value is None else unguard_formula(str(value).strip())


class NumberWidget(Widget):
    """A whole number, or nothing."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int | None:
        if value in (None, ""):
            return None
        number = as_decimal(value)
        if number is None or number != number.to_integral_value():
            raise ValueError(_("“%s” is not a whole number.") % value)
        return int(number)


class DegreesWidget(Widget):
    """Decimal degrees up to a limit, or nothing."""

    def __init__(self, limit: int) -> None:
        """Take 90 for latitudes and 180 for longitudes."""
        super().__init__()
        self.limit = limit

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Decimal | None:
        if value in (None, ""):
            return None
        degrees = as_decimal(value)
        if degrees is None or abs(degrees) > self.limit:
            raise ValueError(
                _("“%(value)s” is not in decimal degrees from -%(limit)s to %(limit)s.")
                % {"value": value, "limit": self.limit}
            )
        return degrees.quantize(SIX_PLACES)


def as_decimal(value: Any) -> Decimal | None:
    """A finite number, or None if it is none."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


class YesNoWidget(Widget):
    """Yes or no, as 1 and 0."""

    WORDS = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> bool:
        word = TextWidget().clean(value).casefold()
        if word not in self.WORDS:
            raise ValueError(_("“%s” is neither yes nor no.") % value)
        return self.WORDS[word]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "1" if value else "0"


class CodeWidget(ForeignKeyWidget):
    """Another row, named by its code; each is looked up once an import."""

    def __init__(self, model: Any) -> None:
        """Take the model whose rows are named."""
        super().__init__(model, field="code")
        self._known: dict[str, Any] = {}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        code = TextWidget().clean(value)
        return self.find(code) if code else None

    def find(self, code: str) -> Any:
        """The row with a code; a ValueError says in words that there is none."""
        if code not in self._known:
            self._known[code] = self.get_queryset(code, None).filter(code=code).first()
        if self._known[code] is None:
            noun = self.model._meta.verbose_name
            message = _("No %(noun)s has the code “%(code)s”.")
            raise ValueError(message % {"noun": noun, "code": code})
        return self._known[code]


class NestedWidget(Widget):
    """Several rows below one, in one cell: entries with `;` between, parts with `|`."""

    def __init__(self, parse: Callable[[list[str]], tuple[Any, ...]]) -> None:
        """Take what makes an entry of its parts."""
        super().__init__()
        self.parse = parse

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[tuple[Any, ...]]:
        entries = [e for e in TextWidget().clean(value).split(";") if e.strip()]
        return sorted({self.parse([p.strip() for p in e.split("|")]) for e in entries}, key=repr)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "; ".join(_joined(entry) for entry in value or [])


def _joined(entry: tuple[Any, ...]) -> str:
    return "|".join("" if part is None else str(part) for part in entry).rstrip("|")


class NestedField(Field):
    """A column that stands for rows below the row; absent from a file, they stay as they are."""

    def __init__(
        self,
        column_name: str,
        widget: Widget,
        read: Callable[[Any], Any],
        write: Callable[[Any, Any], None],
    ) -> None:
        """Take how the rows below are read from an instance, and how they are written."""
        super().__init__(attribute=f"nested_{column_name}", column_name=column_name, widget=widget)
        self._read, self._write = read, write

    def get_value(self, instance: Any) -> Any:
        if self.attribute in vars(instance):
            return vars(instance)[self.attribute]
        return self._read(instance) if instance.pk else []

    def save(self, instance: Any, row: Any, is_m2m: bool = False, **kwargs: Any) -> None:  # noqa: FBT001, FBT002 - import_export's signature
        setattr(instance, self.attribute, self.clean(row, **kwargs))

    def write(self, instance: Any) -> None:
        """Make the rows below what the cell says."""
        self._write(instance, self.get_value(instance))
