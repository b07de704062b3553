"""What the mission publishes, in codes: kinds of reports, and how settled they are."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PublicationKind(TextChoices):
    """What a report that the mission publishes is about."""

    DAY = "day", _("daily report")
    WEEK = "week", _("weekly report")
    FLASH = "flash", _("flash report")
    SPOT = "spot", _("spot report")


# Kinds that tell of single incidents, and not of days.
OF_INCIDENTS = (PublicationKind.FLASH, PublicationKind.SPOT)


class ReportLabel(TextChoices):
    """How settled a revision is."""

    PROVISIONAL = "provisional", _("provisional")
    FINAL = "final", _("final")
    AMENDED = "amended", _("amended")
