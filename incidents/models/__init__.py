"""The nouns of what happened, one a file."""

from incidents.models.alert import Alert, AlertAttempt, AlertMark
from incidents.models.casualty import Casualty
from incidents.models.checkpoint import Checkpoint, CheckpointSignature
from incidents.models.claim import Claim
from incidents.models.compliance import ComplianceWord
from incidents.models.daily_count import DailyCount
from incidents.models.daily_report import DailyReport
from incidents.models.daily_return import DailyReturn
from incidents.models.daily_signoff import DailySignOff, DailySignOffCall
from incidents.models.daily_tally import DailyTally, StaleDay
from incidents.models.dataset import DatasetBatch, DatasetRecord
from incidents.models.dataset_file import DatasetFile, DatasetMapping
from incidents.models.duty import Duty
from incidents.models.edition import Edition
from incidents.models.evidence import (
    CustodyEntry,
    Derivative,
    Evidence,
    Inspection,
    StoredFile,
    Upload,
)
from incidents.models.export import Export
from incidents.models.finding import AttributedSide, BreachOf, Finding
from incidents.models.incident import Incident
from incidents.models.journal import JournalEntry
from incidents.models.ledger import LedgerEntry, LedgerNode, LedgerSalts, LedgerSubject
from incidents.models.link import SameEventLink
from incidents.models.merge import IncidentMerge
from incidents.models.printed_report import PrintedReport
from incidents.models.proposal import Proposal, ProposalDecision
from incidents.models.read_log import ReadLog
from incidents.models.redaction import ContentSalts, Redaction
from incidents.models.reply import PartyNotice, Reply
from incidents.models.report import Report
from incidents.models.signoff import SignOff, SignOffCall
from incidents.models.subscription import Subscription, WebhookSecret
from incidents.models.version import IncidentVersion

__all__ = [
    "Alert",
    "AlertAttempt",
    "AlertMark",
    "AttributedSide",
    "BreachOf",
    "Casualty",
    "Checkpoint",
    "CheckpointSignature",
    "Claim",
    "ComplianceWord",
    "ContentSalts",
    "CustodyEntry",
    "DailyCount",
    "DailyReport",
    "DailyReturn",
    "DailySignOff",
    "DailySignOffCall",
    "DailyTally",
    "DatasetBatch",
    "DatasetFile",
    "DatasetMapping",
    "DatasetRecord",
    "Derivative",
    "Duty",
    "Edition",
    "Evidence",
    "Export",
    "Finding",
    "Incident",
    "IncidentMerge",
    "IncidentVersion",
    "Inspection",
    "JournalEntry",
    "LedgerEntry",
    "LedgerNode",
    "LedgerSalts",
    "LedgerSubject",
    "PartyNotice",
    "PrintedReport",
    "Proposal",
    "ProposalDecision",
    "ReadLog",
    "Redaction",
    "Reply",
    "Report",
    "SameEventLink",
    "SignOff",
    "SignOffCall",
    "StaleDay",
    "StoredFile",
    "Subscription",
    "Upload",
    "WebhookSecret",
]
