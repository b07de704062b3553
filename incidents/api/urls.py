"""The addresses of incidents under /api/v1/."""

from incidents.api.daily_report import DailyReportViewSet
from incidents.api.incident import IncidentViewSet
from incidents.api.report import ReportViewSet

ROUTES = {
    "incidents": IncidentViewSet,
    "reports": ReportViewSet,
    "daily-reports": DailyReportViewSet,
}
