"""Editions: names under which a state of the record is published and cited."""

import re

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 40
# Neither a size nor “now”, so that a parameter says which of them is meant.
NAME = r"^(?!\d+$)(?!now$)[a-z0-9]([a-z0-9.-]*[a-z0-9])?$"


def is_edition_name(text: str) -> bool:
    """Tell whether an edition may have this name."""
    return len(text) <= LONGEST_NAME and re.fullmatch(NAME, text, re.ASCII) is not None


class Edition(models.Model):
    """A name for what the record was at a signed checkpoint, such as “2021.1”.

    A database trigger refuses UPDATE, DELETE and TRUNCATE.
    """

    name = models.CharField(_("name"), max_length=LONGEST_NAME, unique=True)
    checkpoint = models.ForeignKey(
        "incidents.Checkpoint",
        verbose_name=_("checkpoint"),
        on_delete=models.PROTECT,
        related_name="editions",
    )
    note = models.TextField(_("note"), blank=True, help_text=_("What readers should know of it."))
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        """Names, order and bounds."""

        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(name__regex=NAME), name="edition_is_named"),
        ]

    def __str__(self) -> str:
        """Return its name."""
        return self.name
