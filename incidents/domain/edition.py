"""Editions' one writer: an administrator names a state of the record, once and for ever."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.domain.queries.as_of import first_size
from incidents.domain.queries.ledger import newest_checkpoint, signed_checkpoints
from incidents.ledger.canonical import is_text
from incidents.models import Checkpoint, Edition
from incidents.models.edition import is_edition_name
from incidents.rules import may
from parties.domain.acting import Actor

LONGEST_NOTE = 2000


def make_edition(
    name: str,
    *,
    actor: Actor,
    size: int | None = None,
    note: str = "",
    now: datetime | None = None,
) -> Edition:
    """Name what the record was at a signed checkpoint of the log.

    Args:
        name: small letters, digits, dots and dashes; no number, and not “now”.
        actor: an administrator of some mission, since the log is that of all of them.
        size: of the checkpoint; the newest if not given.
        note: what readers should know of it.
        now: when.

    Raises:
        PermissionDenied: the actor is no administrator.
        ValidationError: the name cannot be or is taken, or there is no such checkpoint.

    """
    if not any(may(actor, "make_editions", mission) for mission in actor.mission_ids):
        raise PermissionDenied
    _check(name, note)
    told = {"checkpoint": _checkpoint(size), "note": note}
    told |= {"made_at": now or timezone.now(), "made_by": actor.user}
    edition, is_new = Edition.objects.get_or_create(name=name, defaults=told)
    if not is_new:
        raise ValidationError({"name": _("There is an edition of that name already.")})
    return edition


def _check(name: str, note: str) -> None:
    if not is_edition_name(name):
        told = _("A name has small letters, digits, dots and dashes; it is no number.")
        raise ValidationError({"name": told})
    if len(note) > LONGEST_NOTE or not is_text(note):
        raise ValidationError({"note": _("This text cannot be kept.")})


def _checkpoint(size: int | None) -> Checkpoint:
    point = newest_checkpoint() if size is None else signed_checkpoints().filter(size=size).first()
    if point is None:
        raise ValidationError({"size": _("The log has signed no such checkpoint.")})
    if point.size < (first := first_size()):
        told = _("It is known from size %(size)s on how incidents stood.") % {"size": first}
        raise ValidationError({"size": told})
    return point
