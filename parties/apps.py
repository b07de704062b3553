"""The Django application of the standing order."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartiesConfig(AppConfig):
    """Parties, people, posts, places and agreements."""

    name = "parties"
    verbose_name = _("Parties, people, posts and places")
