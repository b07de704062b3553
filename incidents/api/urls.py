"""The addresses of incidents under /api/v1/."""

from incidents.api.daily_report import DailyReportViewSet
from incidents.api.dataset import DatasetViewSet
from incidents.api.edition import EditionViewSet
from incidents.api.evidence import EvidenceViewSet
from incidents.api.export import ExportViewSet
from incidents.api.finding import FindingViewSet
from incidents.api.incident import IncidentViewSet
from incidents.api.merged import MergedViewSet
from incidents.api.proposal import ProposalViewSet
from incidents.api.read_log import ReadingViewSet
from incidents.api.redaction import RedactionViewSet
from incidents.api.report import ReportViewSet
from incidents.api.subscription import SubscriptionViewSet
from incidents.api.upload import UploadViewSet
from incidents.api.watch import WatchViewSet

ROUTES = {
    "incidents": IncidentViewSet,
    "merged-incidents": MergedViewSet,
    "editions": EditionViewSet,
    "uploads": UploadViewSet,
    "evidence": EvidenceViewSet,
    "findings": FindingViewSet,
    "proposals": ProposalViewSet,
    "reports": ReportViewSet,
    "redactions": RedactionViewSet,
    "exports": ExportViewSet,
    "subscriptions": SubscriptionViewSet,
    "readings": ReadingViewSet,
    "dataset-records": DatasetViewSet,
    "daily-reports": DailyReportViewSet,
    "watch": WatchViewSet,
}
