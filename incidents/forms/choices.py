"""Code lists as choices of a form, with the empty choice that means “not known”."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from incidents.categories import Category, category_class

NOT_KNOWN = [("", _("not known"))]


def or_not_known(choices: Iterable[Any]) -> list[Any]:
    """The choices after “not known”."""
    return [*NOT_KNOWN, *choices]


def categories_by_class(empty: Any) -> list[Any]:
    """The categories, grouped by class, after an empty choice."""
    groups: dict[str, list[Any]] = {}
    for code, label in Category.choices:
        groups.setdefault(category_class(code), []).append((code, label))
    return [("", empty), *((kinds[0][1], kinds) for kinds in groups.values())]
