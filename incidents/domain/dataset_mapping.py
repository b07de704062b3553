"""The one writer of mappings: how files of one make are read, saved by name for a mission."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.domain.content_checks import Problem, refuse
from incidents.domain.dataset import importer_at
from incidents.domain.queries.access import visible_mappings
from incidents.domain.writing import writing
from incidents.exchange.dataset_rows import FIELDS, Manner
from incidents.exchange.dataset_table import ENCODINGS, SEPARATORS
from incidents.ledger.canonical import is_text
from incidents.models import DatasetMapping
from parties.domain.acting import Actor
from parties.models import Mission

LONGEST_NAME = 60


def save_mapping(
    mission: Mission, name: str, manner: Manner, *, actor: Actor, now: datetime | None = None
) -> DatasetMapping:
    """Save how files are read under a name; an older one of that name stays, and holds no more.

    Raises:
        PermissionDenied: the actor imports no datasets at this mission.
        ValidationError: the name or the manner is none.

    """
    user = importer_at(mission, actor)
    refuse([*_problems_of(name), *problems_of_manner(manner)])
    with writing():
        return DatasetMapping.objects.create(
            mission=mission,
            name=name.strip(),
            manner=asdict(manner),
            made_by=user,
            made_at=now or timezone.now(),
        )


def mapping_named(actor: Actor, mission: Mission, name: str) -> Manner | None:
    """Return the newest mapping of a name that the actor may use at a mission."""
    rows = (
        visible_mappings(actor).filter(mission=mission, name=name.strip()) if is_text(name) else ()
    )
    return next((Manner(**row.manner) for row in rows), None)


def names_of_mappings(actor: Actor, mission: Mission) -> list[str]:
    """Return the names of a mission's mappings."""
    rows = visible_mappings(actor).filter(mission=mission).order_by("name")
    return list(rows.values_list("name", flat=True).distinct())


def _problems_of(name: str) -> Iterator[Problem]:
    if not name.strip() or not is_text(name) or len(name) > LONGEST_NAME:
        yield Problem("name", _("Give the mapping a name of at most 60 characters."), "required")


def problems_of_manner(manner: Manner) -> Iterator[Problem]:
    """Yield what is wrong with a manner of reading; one without columns goes by the header."""
    if manner.columns and "day_from" not in manner.columns:
        yield Problem("day_from", _("Say which column holds the date."), "required")
    if set(manner.columns) - set(FIELDS):
        yield Problem("columns", _("There is no such field."), "invalid_choice")
    if manner.encoding not in ("", *ENCODINGS) or manner.separator not in ("", *SEPARATORS):
        yield Problem("encoding", _("Choose one of the ways offered."), "invalid_choice")
