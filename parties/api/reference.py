"""What the views of the standing order share: read only, found by code, paged by code."""

from typing import Any

from django.db import models
from django.db.models import Prefetch
from rest_framework import serializers
from rest_framework.viewsets import ReadOnlyModelViewSet


class ReferenceViewSet(ReadOnlyModelViewSet):
    """Reference data: anybody may read it, nobody writes it here."""

    lookup_field = "code"
    lookup_value_regex = "[^/]+"
    keyset: tuple[str, ...] = ("code",)


def in_order(relation: str, model: type[models.Model], *joined: str) -> Prefetch:
    """Related rows in their usual order, and the same one each time."""
    rows = model.objects.select_related(*joined).order_by(*model._meta.ordering, "pk")
    return Prefetch(relation, rows)


class CodeField(serializers.SlugRelatedField):
    """A related object by its code, such as a party's."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(slug_field="code", read_only=True, **kwargs)


class DegreesField(serializers.FloatField):
    """Decimal degrees, WGS 84, as a JSON number; null when not known."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("read_only", True)
        super().__init__(**kwargs)
