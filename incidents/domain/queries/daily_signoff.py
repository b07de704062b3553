"""The sign-offs of a daily report's revision as pages, API and print read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from incidents.domain.daily_signoff import (
    newer_revisions,
    outcome_at,
    parties_open_to,
    terms_of_call,
)
from incidents.domain.queries.access import visible_daily_calls, visible_daily_sign_offs
from incidents.domain.queries.daily import later_spots
from incidents.judgements import FindingStatus
from incidents.models import DailyReport, DailySignOff, DailySignOffCall
from parties.domain.acting import Actor
from parties.models import Party


@dataclass(frozen=True, slots=True)
class PartyWord:
    """A party that was asked, and what it said; None if it has not."""

    party: Party
    said: DailySignOff | None


@dataclass(frozen=True, slots=True)
class Signing:
    """Where the sign-off of a revision stands at a moment."""

    call: DailySignOffCall
    rule: str
    outcome: FindingStatus
    parties: Sequence[PartyWord]

    @property
    def is_open(self) -> bool:
        """Whether a party may still speak."""
        return self.outcome == FindingStatus.SIGN_OFF

    @property
    def annexed(self) -> list[DailySignOff]:
        """What was said in words: reservations and dissents."""
        return [one.said for one in self.parties if one.said and one.said.text]


def signing_of(actor: Actor, report: DailyReport, at: datetime) -> Signing | None:
    """Return where the sign-off of a revision stands; None if nobody has signed it."""
    call = visible_daily_calls(actor).filter(report=report).select_related("report__mission")
    found = call.first()
    if found is None:
        return None
    rows = visible_daily_sign_offs(actor).filter(report=report)
    signed = list(rows.select_related("party").order_by("party__code"))
    terms, said = terms_of_call(found), {one.party.code: one for one in signed}
    asked = Party.objects.filter(code__in=terms.parties).order_by("code")
    return Signing(
        call=found,
        rule=terms.rule,
        outcome=outcome_at(found, signed, at),
        parties=[PartyWord(party, said.get(party.code)) for party in asked],
    )


def signable_parties(actor: Actor, report: DailyReport, at: datetime) -> list[Party]:
    """Return the parties for which the actor may sign, if nothing supersedes the report."""
    if newer_revisions(report).exists() or later_spots(report).exists():
        return []
    return parties_open_to(actor, report, at)
