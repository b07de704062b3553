"""What our sources say through gettext, found without GNU gettext."""

import ast
import re
from functools import cache

from django.utils.translation.template import templatize

from tests.architecture.plan import APPS
from tests.architecture.sources import ROOT, sources

# Name of the call → where its context, text and plural stand among its arguments.
CALLS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), (None, 0, None)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (None, 0, 1)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), (0, 1, None)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), (0, 1, 2)),
}
IN_TEMPLATE = re.compile(r"\b(_|n?p?gettext)\((u?['\"].*?)\) ", re.DOTALL)


@cache
def said():
    """Every (context, text) that the code and the templates say, with its plural or None."""
    found = {}
    for source in sources(*APPS):
        found |= _in_python(source.tree)
    for path in sorted((ROOT / "templates").rglob("*.html")):
        found |= _in_template(path)
    return found


def _in_python(tree):
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return dict(filter(None, map(_text_of, calls)))


def _text_of(call):
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    if name not in CALLS:
        return None
    parts = [
        None if at is None or len(call.args) <= at else getattr(call.args[at], "value", None)
        for at in CALLS[name]
    ]
    context, text, plural = parts
    return ((context or "", text), plural) if isinstance(text, str) and text else None


def _in_template(path):
    """Django writes a template as Python calls, for xgettext to read."""
    code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    calls = (
        ast.parse(f"{name}({texts})", mode="eval") for name, texts in IN_TEMPLATE.findall(code)
    )
    return dict(filter(None, (_text_of(call.body) for call in calls)))
