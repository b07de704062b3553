"""Finding places by any of their names, in any script, without choosing a side."""

from django.db.models import Case, F, IntegerField, Min, Q, QuerySet, Value, When

from parties.models import Place
from parties.naming import fold_name
from parties.transliteration import SHORTEST, sound_of

EXACT, SOUNDS, PREFIX, CONTAINS = range(4)


def search_places(text: str, limit: int = 20) -> QuerySet[Place]:
    """Places with a name like the text: exact, sounding the same, beginnings, then parts.

    Case, accents, punctuation and script do not matter, see `fold_name` and `sound_of`.
    Among equals the bigger place comes first. Nothing is found for a text without letters.
    """
    folded, sound = fold_name(text), sound_of(text)
    if not folded:
        return Place.objects.none()
    alike = [When(names__sound=sound, then=Value(SOUNDS))] if _tells(sound) else []
    rank = Case(
        When(names__folded=folded, then=Value(EXACT)),
        *alike,
        When(names__folded__startswith=folded, then=Value(PREFIX)),
        default=Value(CONTAINS),
        output_field=IntegerField(),
    )
    return (
        Place.objects.filter(named_like(text, "names__"))
        .annotate(rank=Min(rank))
        .order_by("rank", F("population").desc(nulls_last=True), "code")
        .prefetch_related("names")[:limit]
    )


def named_like(text: str, path: str = "") -> Q:
    """Return the condition that a name, at ``path``, holds the text or what sounds like it.

    It holds for no name if the text has no letters.
    """
    folded, sound = fold_name(text), sound_of(text)
    if not folded:
        return Q(pk__in=[])
    alike = Q(**{f"{path}folded__contains": folded})
    return alike | Q(**{f"{path}sound__contains": sound}) if _tells(sound) else alike


def _tells(sound: str) -> bool:
    """Two letters sound like a part of almost every name."""
    return len(sound) >= SHORTEST


def places_named(text: str, limit: int = 6) -> tuple[list[Place], bool]:
    """Places of exactly this name, or whose label is exactly this; else those that sound like it.

    Tells also whether they are written like this.
    """
    first, *others = text.split(" / ")
    found = list(search_places(first, limit))
    written = [place for place in found if getattr(place, "rank", None) == EXACT]
    if others:
        return [place for place in written if str(place) == text], True
    if written:
        return written, True
    return [place for place in found if getattr(place, "rank", None) == SOUNDS], False
