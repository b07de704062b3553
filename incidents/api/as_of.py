"""The parameter ``as_of``: a list or an incident as it stood when the log had a size."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from incidents.domain.queries.as_of import first_size, size_of_edition
from incidents.domain.queries.ledger import log_size
from incidents.models.edition import LONGEST_NAME, is_edition_name
from parties.api.bad_query import BadQuery

AS_OF = "as_of"
AS_OF_HEADER = "Ceasefire-As-Of"
NOW = "now"
# These speak of names, reports, findings and files, of which there is only today.
OF_TODAY = frozenset(
    {
        *("q", "alleged_party", "source_party", "attributed_party", "provision", "narrative"),
        *("has_evidence", "profile", "names"),
    }
)


def as_of_parameter() -> OpenApiParameter:
    """The documented parameter."""
    told = _(
        "As the list stood when the public log had so many entries, or in the edition of this "
        "name; “now” names the size."
    )
    return OpenApiParameter(AS_OF, description=str(told))


def size_in(request: Any) -> int | None:
    """Return the size that is asked for, None if none is; links to other pages then name it.

    Raises:
        BadQuery: it is none, is not reached yet, or stands with a filter of today.

    """
    asked = request.query_params.getlist(AS_OF)
    if not asked:
        return None
    for name in sorted(OF_TODAY & request.query_params.keys()):
        raise BadQuery({name: [(_("This does not go with as_of."), "invalid")]})
    size = _size(asked)
    _name(request, size)
    return size


def _size(asked: list[str]) -> int:
    largest = log_size()
    if asked == [NOW]:
        return largest
    text = asked[0]
    if len(asked) > 1 or not (_is_number(text) or is_edition_name(text)):
        raise _refused(_("Give a size of the log, the name of an edition, or “now”."), "invalid")
    if not text.isdigit():
        return _named(text)
    if int(text) > largest:
        told = _("The log has %(size)s entries so far.") % {"size": largest}
        raise _refused(told, "max_value")
    if int(text) < (first := first_size()):
        told = _("It is known from size %(size)s on how incidents stood.") % {"size": first}
        raise _refused(told, "min_value")
    return int(text)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_NAME


def _named(edition: str) -> int:
    size = size_of_edition(edition)
    if size is None:
        raise _refused(_("There is no edition of that name."), "does_not_exist")
    return size


def _refused(told: str, code: str) -> BadQuery:
    return BadQuery({AS_OF: [(told, code)]})


def _name(request: Request, size: int) -> None:
    named = request.query_params.copy()
    named[AS_OF] = str(size)
    request._request.GET = named  # noqa: SLF001 - the framework reads the query from there
