"""Request counts: how much each person has asked of the API in the present minute."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class RequestCount(models.Model):
    """One row a person, which every process of the installation counts on.

    The table is not logged to disk: after a crash everybody begins anew.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="+",
    )
    minute = models.BigIntegerField(_("minute"), help_text=_("Minutes since 1970."))
    spent = models.PositiveIntegerField(_("spent"), help_text=_("Of that minute."))

    class Meta:
        """Names for people."""

        verbose_name = _("request count")
        verbose_name_plural = _("request counts")

    def __str__(self) -> str:
        """Return minute and number."""
        return f"{self.minute}: {self.spent}"
