"""By which policy an audience is shown the names of places."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from parties.models import Party, PlaceName, User
from parties.naming import GRID, PAIR, Policy

FIRST = "first-"
NAMED = {"pair": PAIR, "neutral": PAIR, "grid": GRID}
LONGEST = 50


def policy_named(code: str) -> Policy | None:
    """Return the policy of a code: `pair` or `neutral`, `grid`, a language, `first-` and a party.

    None, if there is no such policy or party, or no party endorses a name in the language.
    """
    if code in NAMED:
        return NAMED[code]
    if not code or "\0" in code:
        return None
    return _party_first(code) if code.startswith(FIRST) else _language_first(code)


def _party_first(code: str) -> Policy | None:
    party = Party.objects.filter(code=code.removeprefix(FIRST)).only("pk").first()
    return Policy(first_id=party.pk) if party else None


def _language_first(code: str) -> Policy | None:
    endorsed = PlaceName.objects.filter(language=code, endorsed_by__isnull=False)
    return Policy(first_language=code) if endorsed.exists() else None


def policies_offered() -> Iterator[tuple[str, str]]:
    """Yield code and label of each policy: the pair, each endorsing party first, the grid."""
    yield "pair", _("All names, in alphabetical order")
    endorsers = PlaceName.objects.filter(endorsed_by__isnull=False).order_by()
    parties = Party.objects.filter(pk__in=endorsers.values("endorsed_by")).order_by("name", "pk")
    for party in parties:
        yield f"{FIRST}{party.code}", _("All names, those of %(party)s first") % {"party": party}
    yield "grid", _("No names: the position alone")


def keep_policy(user: User, code: str) -> bool:
    """Remember the policy that a person chose, or none; tell whether there is such a one."""
    if code and policy_named(code) is None:
        return False
    if user.names != code:
        user.names = code
        user.save(update_fields=["names"])
    return True
