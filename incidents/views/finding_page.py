"""What the pages of findings show to one actor, and the panel on the incident's page."""

from typing import Any

from django.utils import timezone

from incidents.domain.queries.finding import findings_of, said_by_parties, turns_of
from incidents.domain.queries.relation import relation_to
from incidents.domain.reply import notices_open_to
from incidents.domain.signoff import calls_open_to, is_established
from incidents.domain.voiding import rests_on_what_was_changed
from incidents.forms.finding import ReplyForm, SeenForm, SignForm
from incidents.judgements import AttributionState, FindingStatus
from incidents.models import Finding, Incident
from incidents.rules import allowed_transitions, may
from incidents.steps import FINDING, SETTLED
from incidents.views.finding_words import attribution_words, cannot_rule_words
from incidents.views.review import marked
from incidents.wording import Standing
from parties.domain.acting import Actor
from parties.models import Mission, MissionStep, Party

Do = MissionStep.Action
# Without an entry the event may be verified, and its origin is not: no side is named.
STANDING = {
    AttributionState.ALLEGED: Standing.TOLD,
    AttributionState.ASSESSED: Standing.INFERRED,
    AttributionState.ATTRIBUTED: Standing.ATTRIBUTED,
    AttributionState.SHARED: Standing.ATTRIBUTED,
    AttributionState.DISPUTED: Standing.DISPUTED,
}
SIGN_ID, REPLY_ID = "id_sign_%s", "id_reply_%s"


def finding_panel(incident: Incident, actor: Actor) -> dict[str, Any]:
    """The newest readable versions of an incident's finding, and whether one may be drafted."""
    versions = [finding_shown(one) for one in findings_of(actor, incident)]
    drafts = not versions and incident.status in SETTLED
    return {
        "findings": versions,
        "evidence_changed": any(_is_marked(one["row"]) for one in versions),
        "may_draft": drafts and may(actor, "keep_findings", incident.mission_id),
    }


def finding_shown(finding: Finding) -> dict[str, Any]:
    """A version with its facts in words."""
    return {
        "row": finding,
        "attribution": attribution_words(finding),
        "cannot_rule": cannot_rule_words(finding),
        "parties": said_by_parties(finding),
        "notices": list(finding.notices.all()),
        "was_published": finding.published_at is not None,
    }


def finding_context(finding: Finding, actor: Actor, refused: Any = None) -> dict[str, Any]:
    """One version with all that this actor may read and do, and the form that was refused."""
    steps = allowed_transitions(actor, finding.mission_id, finding.status, FINDING)
    seen = {"seen_hash": finding.snapshot_hash, "seen_status": finding.status}
    return {
        "shown": finding_shown(finding),
        "finding": finding,
        "incident": finding.incident,
        "versions": list(findings_of(actor, finding.incident)),
        "established": is_established(finding),
        "evidence_changed": _is_marked(finding),
        "turns": _turns(finding, actor),
        "steps": [
            (s.action, Do(s.action).label, s.reason_required) for s in steps if s.action != Do.AMEND
        ],
        "rule": _rule(finding),
        "may_amend": any(step.action == Do.AMEND for step in steps),
        "seen": seen,
        "refused": refused,
        "calls": [
            (call, _form(SignForm, SIGN_ID, seen | {"party": call.party.code}, refused))
            for call in calls_open_to(actor, finding)
        ],
        "answerable": [
            (notice, _form(ReplyForm, REPLY_ID, seen | {"party": notice.party.code}, refused))
            for notice in notices_open_to(actor, finding)
        ],
        "now": timezone.now(),
        "marked": _marked(finding) if steps else {},
    }


def _is_marked(finding: Finding) -> bool:
    """Whether what is public rests on a report that was moved or corrected since."""
    return finding.status == FindingStatus.PUBLISHED and rests_on_what_was_changed(finding)


def _marked(finding: Finding) -> dict[str, Any]:
    """Words that the attribution does not allow, for those who can still have them changed."""
    sides = Party.objects.filter(participations__agreement=finding.mission.agreement)
    names = set(sides.values_list("name", flat=True)) if finding.mission.agreement_id else set()
    standing = STANDING.get(finding.attribution, Standing.VERIFIED)
    return marked(f"{finding.text}\n{finding.grounds}", standing, names)


def _form(kind: type[SeenForm], auto_id: str, initial: dict[str, str], refused: Any) -> SeenForm:
    """An empty form of a party, or its refused one with what was typed, for what is shown now."""
    if type(refused) is not kind or refused.data.get("party", "") not in ("", initial["party"]):
        return kind(auto_id=auto_id, initial=initial)
    refused.data = refused.data.copy()
    for name, value in initial.items():
        refused.data[name] = value
    return refused


def _rule(finding: Finding) -> str:
    """The rule that was fixed when the sign-off opened, in words; empty before."""
    calls = finding.calls.all()
    labels = dict(Mission._meta.get_field("sign_off_rule").flatchoices)
    return str(labels[calls[0].rule]) if calls else ""


def _turns(finding: Finding, actor: Actor) -> list[dict[str, Any]]:
    relation = relation_to(actor, finding.incident)
    if not may(actor, "read_journal", finding.mission_id, relation):
        return []
    labels = dict(FindingStatus.choices)
    return [
        {"at": t.at, "before": labels[t.source], "after": labels[t.target], "reason": t.reason}
        for t in turns_of(finding)
    ]
