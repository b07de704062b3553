"""The parts of an incident's page on its being one event: rival accounts, suggestions, merges."""

from typing import Any

from django.utils.translation import gettext as _

from incidents.domain.queries.access import visible_merged
from incidents.domain.queries.rival_accounts import Account, Matrix, matrix_of
from incidents.domain.queries.suggestions import suggestions_for
from incidents.models import Incident
from incidents.rules import may
from incidents.views.seen import incidents_seen
from parties.domain.acting import Actor

Shown = dict[str, Any]


def same_event_context(incident: Incident, actor: Actor, reports: list[Shown]) -> Shown:
    """Rival accounts for everyone who reads them; the rest for who may move reports."""
    context: Shown = {"matrix": _matrix_shown(matrix_of(actor, incident), reports)}
    if may(actor, "link_reports", incident.mission_id):
        merged = visible_merged(actor).filter(merged_into=incident)
        context["may_link"] = True
        context["merged_here"] = list(merged.order_by("reference"))
        context["suggestions"] = [
            {
                "seen": incidents_seen([one.incident], actor, incident.mission)[0],
                "score": one.score,
                "reasons": one.reasons,
            }
            for one in suggestions_for(actor, incident)
        ]
    return context


def _matrix_shown(matrix: Matrix, reports: list[Shown]) -> Shown | None:
    """The matrix in words; nothing when there is only one account."""
    if len(matrix.accounts) < 2:  # noqa: PLR2004 - one account has no rival
        return None
    labels = {
        "time": _("Time"),
        "place": _("Place"),
        "initiator": _("Initiator, alleged"),
        "weapon": _("Weapon"),
        "losses": _("Losses"),
        "stance": _("Stance"),
    }
    shown = {report["row"].key: report for report in reports}
    rows = [_row(one, shown[one.report.key], matrix, labels) for one in matrix.accounts]
    return {
        "heads": [{"label": labels[a], "versions": n} for a, n in matrix.versions.items()],
        "rows": rows,
        "rival": [labels[aspect] for aspect in matrix.rival],
    }


def _row(account: Account, shown: Shown, matrix: Matrix, labels: dict[str, str]) -> Shown:
    said = _said(shown)
    cells = [
        {
            "label": labels[aspect],
            "at": said[aspect] if aspect == "time" and not isinstance(said[aspect], str) else None,
            "text": said[aspect],
            "version": number if matrix.versions[aspect] > 1 else None,
        }
        for aspect, number in account.versions.items()
    ]
    return {"source": shown["source"], "row": shown["row"], "cells": cells}


def _said(shown: Shown) -> Shown:
    row = shown["row"]
    losses = [f"{one['outcome']}: {one['number']} ({one['side']})" for one in shown["casualties"]]
    return {
        "time": row.occurred_text or (row.occurred_from if shown["exact"] else "") or "",
        "place": shown["where"],
        "initiator": row.alleged_text or str(row.alleged_party or ""),
        "weapon": str(shown["weapon"]),
        "losses": "; ".join(losses),
        "stance": row.get_stance_display(),
    }
