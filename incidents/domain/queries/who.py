"""Who did something: people are told as role and party, and by name to nobody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from parties.domain.acting import Actor
from parties.models import Appointment


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody in their roles for their parties, as they were on that day."""

    is_you: bool
    appointments: tuple[Appointment, ...]


def appointments_among(user_ids: Iterable[int], mission_ids: Iterable[int]) -> list[Appointment]:
    """Return all appointments of some people at some missions, whenever they hold."""
    rows = Appointment.objects.filter(user_id__in=set(user_ids), mission_id__in=set(mission_ids))
    return list(rows.select_related("party").order_by("role", "pk"))


def who_was(
    user_id: int, mission_id: int, day: date, *, reader: Actor, among: Iterable[Appointment]
) -> Who:
    """Return who somebody was at a mission on a day, for a reader."""
    held = (
        one
        for one in among
        if (one.user_id, one.mission_id) == (user_id, mission_id) and _holds(one, day)
    )
    return Who(reader.user is not None and reader.user.pk == user_id, tuple(held))


def _holds(appointment: Appointment, day: date) -> bool:
    return appointment.since <= day and (appointment.until is None or day <= appointment.until)
