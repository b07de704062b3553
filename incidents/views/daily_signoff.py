"""The sign-offs of a revision in words, and the forms for those who may sign it."""

from typing import Any

from django.utils import timezone

from incidents.domain.queries.daily_signoff import signable_parties, signing_of
from incidents.forms.finding import DaySignForm
from incidents.models import DailyReport
from parties.domain.acting import Actor
from parties.models import Mission, Party

SIGN_ID = "id_sign_%s"


def signing_context(
    actor: Actor, report: DailyReport, refused: DaySignForm | None = None
) -> dict[str, Any]:
    """Who was asked, who said what, and what this actor may still say; for page and print."""
    now = timezone.now()
    signing = signing_of(actor, report, now)
    rules = dict(Mission._meta.get_field("sign_off_rule").flatchoices)
    return {
        "signing": signing,
        "signing_rule": rules[signing.rule] if signing else "",
        "signing_now": now,
        "sign_refused": refused,
        "sign_forms": [
            (party, _form(report, party, refused)) for party in signable_parties(actor, report, now)
        ],
    }


def _form(report: DailyReport, party: Party, refused: DaySignForm | None) -> DaySignForm:
    """An empty form of a party, or its refused one with what was typed."""
    if refused is not None and refused.data.get("party", "") in ("", party.code):
        return refused
    return DaySignForm(
        auto_id=SIGN_ID, initial={"seen_hash": report.content_hash, "party": party.code}
    )
