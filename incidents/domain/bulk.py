"""Bulk steps: the same step for several incidents, one by one, with a report for each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from incidents.domain.status import set_status
from incidents.domain.version import IncidentChangedError
from incidents.models import Incident
from parties.domain.acting import Actor

MOST_AT_ONCE = 200
NOTHING_SEEN: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one incident of a bulk step; ``error`` is empty if it was done."""

    incident: Incident
    error: str = ""


def set_status_of_each(
    incidents: Iterable[Incident],
    to: str,
    *,
    actor: Actor,
    reason: str,
    seen: Mapping[str, str] = NOTHING_SEEN,
) -> list[Outcome]:
    """Take a step for each incident by the rules of one; a refusal stops none of the others.

    ``seen`` holds the version of each incident that was shown, by id: one that was
    changed since is not touched.
    """
    return [_step(one, to, actor, reason, seen.get(str(one.pk))) for one in incidents]


def _step(incident: Incident, to: str, actor: Actor, reason: str, seen: str | None) -> Outcome:
    try:
        return Outcome(set_status(incident, to, actor=actor, reason=reason, seen=seen))
    except IncidentChangedError:
        return Outcome(incident, _("Somebody changed it after you read it."))
    except PermissionDenied:
        return Outcome(incident, _("You may not set its status."))
    except ValidationError as error:
        return Outcome(incident, " ".join(error.messages))
