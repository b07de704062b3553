"""A dated change of a mission's cut-off or time zone: earlier days keep theirs."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from parties.models import Mission

# The day that runs is that of the date, or the next one; the day after that has not begun.
NOT_BEGUN = timedelta(days=2)
ONE_DAY = timedelta(days=1)
SHORTEST = timedelta(hours=1)


def earlier_days_with(
    mission: Mission, since: date | None, time_zone: str, cut_off: time
) -> list[dict[str, str]]:
    """Return what held before, if another zone and cut-off hold from a day on.

    Args:
        mission: as it is before the change.
        since: the first mission day that ends by the new ones.
        time_zone: the new zone, or the same.
        cut_off: the new cut-off, or the same.

    Raises:
        ValidationError: the day has begun, or lies before an earlier change; it would be
            shorter than an hour; or nothing changes.

    """
    today = max(_today(mission.time_zone), _today(time_zone))
    if since is None and mission.opened_on >= today + NOT_BEGUN:
        return [*mission.earlier_days]
    if since is None or since < max(today + NOT_BEGUN, _after(mission)):
        first = max(today + NOT_BEGUN, _after(mission))
        message = _("Give the first day on which it holds: %(day)s, or a later one.")
        raise ValidationError(message % {"day": first.isoformat()}, "begun")
    if (time_zone, cut_off) == (mission.time_zone, mission.cut_off):
        raise ValidationError(_("Neither the cut-off nor the zone changes."), "unchanged")
    end_of: Callable[[date, str, time], datetime] = import_string(settings.MISSION_DAY_ENDS)
    begins = end_of(since - ONE_DAY, mission.time_zone, mission.cut_off)
    if end_of(since, time_zone, cut_off) - begins < SHORTEST:
        raise ValidationError(_("That day would be shorter than an hour."), "too_short")
    held = {
        "until": (since - ONE_DAY).isoformat(),
        "time_zone": mission.time_zone,
        "cut_off": mission.cut_off.isoformat("minutes"),
    }
    return [*mission.earlier_days, held]


def _today(zone: str) -> date:
    return timezone.localtime(timezone=ZoneInfo(zone)).date()


def _after(mission: Mission) -> date:
    """The first day after which the newest change holds by itself."""
    if not mission.earlier_days:
        return mission.opened_on + ONE_DAY
    return date.fromisoformat(mission.earlier_days[-1]["until"]) + 2 * ONE_DAY
