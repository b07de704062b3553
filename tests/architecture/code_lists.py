"""Every code list of the project, as it is in the code and as docs/domain.md has it."""

import re
from collections.abc import Iterator

from django.apps import apps
from django.db.models import Choices

from incidents import alerting, categories, custody, damage, enums, judgements, publishing

ROW = re.compile(r"^\| `(?P<code>[^`]+)` \| (?P<label>.+) \|$", re.MULTILINE)
SECTION = re.compile(r"^### `(?P<name>[\w.]+)`\n(?P<body>.*?)(?=^#|\Z)", re.MULTILINE | re.DOTALL)


def in_code() -> dict[str, dict[str, str]]:
    """List name → code → English label."""
    return {name: {str(code): str(label) for code, label in rows} for name, rows in _lists()}


def in_text(text: str) -> dict[str, dict[str, str]]:
    """The same, read from the sections of a document."""
    return {m["name"]: dict(ROW.findall(m["body"])) for m in SECTION.finditer(text)}


def as_text(name: str, rows: dict[str, str]) -> str:
    """A section of the document for one list."""
    lines = [f"| `{code}` | {label} |" for code, label in rows.items()]
    return "\n".join([f"### `{name}`", "| code | label |", "| --- | --- |", *lines, ""])


def _lists() -> Iterator[tuple[str, list[tuple[object, object]]]]:
    for module in (alerting, categories, custody, damage, enums, judgements, publishing):
        own = (t for t in vars(module).values() if getattr(t, "__module__", "") == module.__name__)
        yield from ((thing.__name__, thing.choices) for thing in own if _is_list(thing))
    for model in apps.get_app_config("parties").get_models():
        if not model.__name__.startswith("Historical"):
            fields = (f for f in model._meta.local_fields if f.choices and f.name != "language")
            yield from ((f"{model.__name__}.{field.name}", field.choices) for field in fields)


def _is_list(thing: object) -> bool:
    return isinstance(thing, type) and issubclass(thing, Choices)
