"""The addresses of incidents under /api/v1/."""

from incidents.api.daily_report import DailyReportViewSet
from incidents.api.finding import FindingViewSet
from incidents.api.incident import IncidentViewSet
from incidents.api.report import ReportViewSet

ROUTES = {
    "incidents": IncidentViewSet,
    "findings": FindingViewSet,
    "reports": ReportViewSet,
    "daily-reports": DailyReportViewSet,
}
