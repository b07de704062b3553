"""Editions' one writer: an administrator names a state of the record, once and for ever."""

import re
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.domain.queries.as_of import first_size
from incidents.domain.queries.ledger import newest_checkpoint, signed_checkpoints
from incidents.domain.writing import writing
from incidents.ledger.canonical import is_text
from incidents.models import Checkpoint, Edition
from incidents.models.edition import LONGEST_NAME, NAME
from incidents.rules import ADMINISTRATOR
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
    if actor.user is None or not actor.missions_as({ADMINISTRATOR}):
        raise PermissionDenied
    _check(name, note)
    point = _checkpoint(size)
    with writing():
        return Edition.objects.create(
            name=name,
            checkpoint=point,
            note=note,
            made_at=now or timezone.now(),
            made_by=actor.user,
        )


def _check(name: str, note: str) -> None:
    if len(name) > LONGEST_NAME or not re.fullmatch(NAME, name, re.ASCII):
        told = _("A name has small letters, digits, dots and dashes; it is no number.")
        raise ValidationError({"name": told})
    if Edition.objects.filter(name=name).exists():
        raise ValidationError({"name": _("There is an edition of that name already.")})
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
