"""The addresses of incidents under /api/v1/."""

from incidents.api.daily_report import DailyReportViewSet
from incidents.api.finding import FindingViewSet
from incidents.api.incident import IncidentViewSet
from incidents.api.read_log import ReadingViewSet
from incidents.api.report import ReportViewSet

ROUTES = {
    "incidents": IncidentViewSet,
    "findings": FindingViewSet,
    "reports": ReportViewSet,
    "readings": ReadingViewSet,
    "daily-reports": DailyReportViewSet,
}
