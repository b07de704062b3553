"""Form fields written straight as HTML: what Django's templates make, without the empty lines.

A select of eighty codes takes Django eighty templates; the report form has fifteen of them.
What has a template of its own, and everything but the plain widgets, is left to Django.
"""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.safestring import SafeData, mark_safe

WIDGETS = "django/forms/widgets/"
OPTION = f"{WIDGETS}select_option.html"
INPUTS = ("input", "text", "hidden", "number", "email", "date", "datetime", "time")
Widget = Mapping[str, Any]


class StraightRenderer(DjangoTemplates):
    """Writes the plain widgets itself."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """Return the HTML of a widget, or of whatever else Django renders for forms."""
        write = STRAIGHT.get(template_name)
        html = write(context["widget"]) if write else None
        if html is None:
            return super().render(template_name, context, request)
        return mark_safe(html)  # noqa: S308 - every part of it is escaped


def _input(widget: Widget) -> str:
    value = widget["value"]
    said = "" if value is None else f' value="{_as_text(value)}"'
    name, kind = _shown(widget["name"]), _shown(widget["type"])
    return f'<input type="{kind}" name="{name}"{said}{_attributes(widget)}>'


def _textarea(widget: Widget) -> str:
    text = _shown(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{_shown(widget["name"])}"{_attributes(widget)}>\n{text}</textarea>'


def _select(widget: Widget) -> str | None:
    """Return a select, or None if any of its options has a template of its own."""
    parts = [f'<select name="{_shown(widget["name"])}"{_attributes(widget)}>']
    for group, options, _index in widget["optgroups"]:
        if any(option["template_name"] != OPTION for option in options):
            return None
        if group:
            parts.append(f'\n  <optgroup label="{_shown(group)}">')
        parts += [_option(option) for option in options]
        if group:
            parts.append("\n  </optgroup>")
    return "".join(parts) + "\n</select>"


def _option(option: Widget) -> str:
    said = f'value="{_as_text(option["value"])}"{_attributes(option)}'
    return f"\n  <option {said}>{_shown(option['label'])}</option>"


def _attributes(widget: Widget) -> str:
    given = [(name, value) for name, value in widget["attrs"].items() if value is not False]
    return "".join(
        f" {_shown(name)}" if value is True else f' {_shown(name)}="{_as_text(value)}"'
        for name, value in given
    )


def _as_text(value: object) -> str:
    """Return a value as ``stringformat:'s'`` gives it."""
    text = str(value)
    return text if isinstance(value, SafeData) else escape(text)


def _shown(value: Any) -> str:
    """Return a value as a template shows it."""
    if isinstance(value, Promise):
        value = str(value)
    if type(value) is str:
        return escape(value)
    return conditional_escape(localize(value))


STRAIGHT: dict[str, Callable[[Widget], str | None]] = {
    f"{WIDGETS}select.html": _select,
    f"{WIDGETS}textarea.html": _textarea,
    **{f"{WIDGETS}{name}.html": _input for name in INPUTS},
}
