"""API tokens: how an analyst's tools sign in."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken


class ApiToken(AbstractAuthToken):
    """A secret of one person for one tool, kept only as a hash."""

    label = models.CharField(
        _("label"),
        max_length=80,
        blank=True,
        help_text=_("What this token is for, such as “pandas on my laptop”."),
    )

    class Meta:
        """Names for people."""

        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
