"""Choosing other rows: only those of the person's own missions are offered and accepted."""

from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.db import models
from django.http import HttpRequest

from parties.admin.access import missions_of
from parties.admin.site import site
from parties.models import Mission, Post, User

LONGEST_KEY = 18  # digits that fit into a bigint


class _KeysOnly:
    """Show a refused form again, whatever was sent in place of a key."""

    def optgroups(self, name: str, value: list[str], attr: Any = None) -> list[Any]:
        keys = [key for key in value if _is_key(str(key))]
        return super().optgroups(name, keys, attr)


class ChooseOne(_KeysOnly, AutocompleteSelect):
    """One row, found by typing."""


class ChooseSeveral(_KeysOnly, AutocompleteSelectMultiple):
    """Several rows, found by typing."""


class ScopedChoices:
    """Related rows on offer, and accepted, are those of the person's own missions."""

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.related_model is Mission:
            kwargs["queryset"] = Mission.objects.filter(pk__in=missions_of(request))
        elif db_field.related_model is User:
            kwargs["queryset"] = site.get_model_admin(User).get_queryset(request)
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = ChooseOne(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.related_model is Post:
            kwargs["queryset"] = Post.objects.filter(mission__in=missions_of(request))
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = ChooseSeveral(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_KEY
