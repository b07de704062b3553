"""What the page of one incident shows to one actor."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from incidents.domain.queries.daily import reports_about
from incidents.domain.queries.evidence import evidence_of_incident
from incidents.domain.queries.incident import Moment, reports_of, timeline_of
from incidents.domain.queries.proposal import proposals_about
from incidents.domain.queries.redaction import redactions_of
from incidents.domain.queries.relation import groups_of_each
from incidents.domain.queries.sectors import Sectors, sectors_of
from incidents.domain.version import version_of
from incidents.enums import Status
from incidents.models import Incident, Report
from incidents.rules import RESTRICTED_CATEGORIES, allowed_transitions, may
from incidents.views.evidence import listed
from incidents.views.finding_page import finding_panel
from incidents.views.history import history_context
from incidents.views.incident_map import incident_marks
from incidents.views.redaction import redaction_words
from incidents.views.same_event import same_event_context
from incidents.views.sectors import areas_of, sectors_shown
from incidents.views.seen import IncidentSeen, incidents_seen, where_words
from incidents.views.words import casualty_words, count_words
from parties.domain.acting import Actor
from parties.views.post_map import centred, map_of

LABELS = {str(value): label for value, label in Status.choices}


def incident_context(incident: Incident, actor: Actor) -> dict[str, Any]:
    """The incident, its reports, its timeline and the steps this actor may take."""
    seen = incidents_seen([incident], actor, incident.mission)[0]
    reports = list(reports_of(actor, incident))
    each = groups_of_each(actor, incident.mission_id, reports)
    gone = redactions_of(reports)
    shown = [
        report_shown(report, groups)
        | {"redactions": [redaction_words(one) for one in gone[report.key]]}
        for report, groups in each
    ]
    groups_of = {report.key: groups for report, groups in each}
    found = sectors_of(each)
    return {
        "seen": seen,
        "incident": incident,
        "reports": shown,
        "hidden_reports": max(incident.report_count - len(reports), 0),
        "timeline": [_moment(one, groups_of) for one in timeline_of(actor, incident)],
        "steps": steps_of(incident, actor),
        "seen_version": version_of(incident),
        "may_redact": may(actor, "redact", incident.mission_id),
        "told_in": reports_about(actor, incident),
        "may_spot": may(actor, "keep_findings", incident.mission_id)
        and incident.category not in RESTRICTED_CATEGORIES,
        "may_file": may(actor, "file_report", incident.mission_id),
        "map": _map(seen, found),
        "sectors": sectors_shown(found),
        "proposals": proposals_about(actor, incident),
        "evidence": listed(actor, evidence_of_incident(actor, incident)),
        **finding_panel(incident, actor),
        **same_event_context(incident, actor, shown),
    } | history_context(incident, actor)


def report_shown(report: Report, groups: frozenset[str]) -> dict[str, Any]:
    """A report with its facts in words, the same facts for each, to compare."""
    return {
        "row": report,
        "source": source_words(report, groups),
        "where": report.place_text or where_words(report.place, report.area_text),
        "count": report.count_text or count_words(report),
        "weapon": report.weapon_text or report.get_weapon_display(),
        "damage": " · ".join(filter(None, (report.get_damage_display(), report.damage_text))),
        "casualties": [casualty_words(line) for line in report.casualties.all()],
        "exact": "exact_time" in groups or bool(report.source_url),
    }


def source_words(report: Report, groups: frozenset[str]) -> str:
    """Who speaks, without naming a post to those who may not know it."""
    if report.source_label:
        return report.source_label
    if report.post and "post" in groups:
        return _("Post %(code)s") % {"code": report.post.code}
    return str(report.source_party or report.get_source_kind_display().capitalize())


def steps_of(incident: Incident, actor: Actor) -> list[tuple[str, str, bool]]:
    """The steps this actor may take: the status, its label, whether a reason is due."""
    steps = allowed_transitions(actor, incident.mission_id, incident.status)
    return [(step.target, str(Status(step.target).label), step.reason_required) for step in steps]


def _moment(moment: Moment, groups_of: Mapping[int, frozenset[str]]) -> dict[str, Any]:
    if moment.report is None:
        words = _("Status: %(before)s → %(after)s")
        values = {
            "before": LABELS.get(moment.source, moment.source),
            "after": LABELS.get(moment.target, moment.target),
        }
    else:
        words = _("Report received: %(source)s, %(stance)s")
        values = {
            "source": source_words(moment.report, groups_of[moment.report.key]),
            "stance": moment.report.get_stance_display(),
        }
    return {"at": moment.at, "title": words % values, "text": moment.reason}


def _map(seen: IncidentSeen, found: Sectors) -> dict[str, Any] | None:
    if seen.position is None:
        return None
    shown = map_of(seen.row.mission, incidents=incident_marks([seen]), areas=areas_of(found))
    return centred(shown, seen.position)
