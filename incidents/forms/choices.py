"""Code lists as choices of a form, with the empty choice that means “not known”."""

from collections.abc import Iterable, Iterator
from typing import Any, Self

from django.utils.choices import BaseChoiceIterator
from django.utils.translation import gettext_lazy as _

from incidents.categories import Category, category_class

NOT_KNOWN = [("", _("not known"))]


class SharedChoices(BaseChoiceIterator):
    """Choices that all requests share: forms and filter sets copy their fields for each."""

    def __init__(self, choices: Iterable[Any]) -> None:
        self.choices = tuple(choices)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.choices)

    def __len__(self) -> int:
        return len(self.choices)

    def __deepcopy__(self, _memo: object) -> Self:
        return self


def or_not_known(choices: Iterable[Any]) -> SharedChoices:
    """The choices after “not known”."""
    return SharedChoices([*NOT_KNOWN, *choices])


def categories_by_class(empty: Any) -> SharedChoices:
    """The categories, grouped by class, after an empty choice."""
    groups: dict[str, list[Any]] = {}
    for code, label in Category.choices:
        groups.setdefault(category_class(code), []).append((code, label))
    return SharedChoices([("", empty), *((kinds[0][1], kinds) for kinds in groups.values())])
