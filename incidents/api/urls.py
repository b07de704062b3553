"""The addresses of incidents under /api/v1/."""

from incidents.api.daily_report import DailyReportViewSet
from incidents.api.finding import FindingViewSet
from incidents.api.incident import IncidentViewSet
from incidents.api.proposal import ProposalViewSet
from incidents.api.read_log import ReadingViewSet
from incidents.api.redaction import RedactionViewSet
from incidents.api.report import ReportViewSet

ROUTES = {
    "incidents": IncidentViewSet,
    "findings": FindingViewSet,
    "proposals": ProposalViewSet,
    "reports": ReportViewSet,
    "redactions": RedactionViewSet,
    "readings": ReadingViewSet,
    "daily-reports": DailyReportViewSet,
}
