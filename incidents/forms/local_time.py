"""From a date and a time on the mission's clock to an instant."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

EARLIEST_YEAR = 1900
LATEST_YEAR = 9998


def instant(day: date, clock: time, zone: str) -> datetime:
    """Return the aware instant; of an hour that the clock repeats, the first pass.

    Raises:
        ValidationError: the year cannot be, or the clock skips that hour.

    """
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise ValidationError(_("Check the year of this date."), "year")
    local = datetime.combine(day, clock, tzinfo=ZoneInfo(zone))
    if skipped(local):
        raise ValidationError(_("The clock skips this hour on that day."), "skipped_hour")
    return local


def skipped(local: datetime) -> bool:
    """Tell whether a local time does not exist because the clock was put forward."""
    back = local.astimezone(ZoneInfo("UTC")).astimezone(local.tzinfo)
    return back.replace(tzinfo=None) != local.replace(tzinfo=None)


def local_now(zone: str) -> datetime:
    """The minute that the mission's clock shows now."""
    return timezone.localtime(timezone.now(), ZoneInfo(zone)).replace(second=0, microsecond=0)
