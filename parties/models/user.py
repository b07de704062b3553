"""Users: people who sign in."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from parties.models.appointment import Appointment


class User(AbstractUser):
    """A person who signs in; what they may do comes from appointments."""

    language = models.CharField(
        _("language"),
        max_length=10,
        choices=settings.LANGUAGES,
        blank=True,
        default="",
        help_text=_("The language of the pages this person sees; empty: as the browser asks."),
    )
    names = models.CharField(
        _("names of places"),
        max_length=50,
        blank=True,
        default="",
        help_text=_(
            "How this person is shown places: pair, grid, or first- and the code of a party; "
            "empty: as the mission does."
        ),
    )

    # What they are appointed to around today, if that was read with their token.
    held: tuple["Appointment", ...] | None = None

    class Meta:
        """Names for people."""

        verbose_name = _("user")
        verbose_name_plural = _("users")
