"""The nouns of what happened, one a file."""

from incidents.models.casualty import Casualty
from incidents.models.checkpoint import Checkpoint, CheckpointSignature
from incidents.models.daily_count import DailyCount
from incidents.models.daily_report import DailyReport
from incidents.models.daily_return import DailyReturn
from incidents.models.duty import Duty
from incidents.models.incident import Incident
from incidents.models.journal import JournalEntry
from incidents.models.ledger import LedgerEntry, LedgerNode, LedgerSalts, LedgerSubject
from incidents.models.link import SameEventLink
from incidents.models.report import Report

__all__ = [
    "Casualty",
    "Checkpoint",
    "CheckpointSignature",
    "DailyCount",
    "DailyReport",
    "DailyReturn",
    "Duty",
    "Incident",
    "JournalEntry",
    "LedgerEntry",
    "LedgerNode",
    "LedgerSalts",
    "LedgerSubject",
    "Report",
    "SameEventLink",
]
