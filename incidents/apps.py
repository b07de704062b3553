"""The Django application of what happened."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IncidentsConfig(AppConfig):
    """Reports, incidents, duties and daily reports."""

    name = "incidents"
    verbose_name = _("Reports and incidents")
