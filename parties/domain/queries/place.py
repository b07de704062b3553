"""Finding places by any of their names, in any script, without choosing a side."""

from django.db.models import Case, F, IntegerField, Min, QuerySet, Value, When

from parties.models import Place
from parties.naming import fold_name

EXACT, PREFIX, CONTAINS = range(3)


def search_places(text: str, limit: int = 20) -> QuerySet[Place]:
    """Places with a name like the text: exact matches, then beginnings, then parts.

    Case, accents and punctuation do not matter, see `fold_name`. Among equals
    the bigger place comes first. Nothing is found for a text without letters.
    """
    folded = fold_name(text)
    if not folded:
        return Place.objects.none()
    rank = Case(
        When(names__folded=folded, then=Value(EXACT)),
        When(names__folded__startswith=folded, then=Value(PREFIX)),
        default=Value(CONTAINS),
        output_field=IntegerField(),
    )
    return (
        Place.objects.filter(names__folded__contains=folded)
        .annotate(rank=Min(rank))
        .order_by("rank", F("population").desc(nulls_last=True), "code")
        .prefetch_related("names")[:limit]
    )
