"""What a revision of a daily report changed, for its page; and making it again on request."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from incidents.domain.daily_replay import check_revision
from incidents.domain.queries.daily import published_content
from incidents.missionday.revision_diff import Changed, differences
from incidents.models import DailyReport
from incidents.rules import may
from incidents.views.daily_page import published_revision
from parties.models import Mission
from parties.views.mission import actor_in, with_mission

# A longer list is no reading matter: the files hold both revisions whole.
MOST_CHANGES = 500
KINDS = {
    "added": gettext_lazy("added"),
    "removed": gettext_lazy("removed"),
    "changed": gettext_lazy("changed"),
}


def changes_of(shown: DailyReport, revisions: Sequence[DailyReport]) -> dict[str, Any]:
    """The rows that a revision changed, in words, and how many more; nothing for the first one."""
    earlier = [one for one in revisions if one.revision == shown.revision - 1]
    if not earlier:
        return {"changes": [], "changes_left_out": 0}
    before, after = published_content(earlier[0]), published_content(shown)
    names = {row["id"]: row["reference"] for row in (*before["incidents"], *after["incidents"])}
    found = differences(before, after)
    listed = [_words(changed, names) for changed in found[:MOST_CHANGES]]
    return {"changes": listed, "changes_left_out": len(found) - len(listed)}


def _words(changed: Changed, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "part": changed.part,
        "row": names.get(changed.row, changed.row),
        "field": changed.field,
        "kind": KINDS[changed.kind],
        "before": _plain(changed.before) if changed.field else "",
        "after": _plain(changed.after) if changed.field else "",
    }


def _plain(value: Any) -> str:
    """A value as short text; what is unknown is said."""
    if value is None:
        return _("not known")
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_plain(one)}" for name, one in value.items())
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(_plain(one) for one in value) or "–"
    return str(value)


@require_POST
@login_required
@with_mission
def daily_report_check(
    request: HttpRequest, mission: Mission, name: str, revision: int
) -> HttpResponse:
    """Make a revision again from the journal, and say whether it is the same."""
    report = published_revision(request, mission, name, revision)
    if not may(actor_in(request), "read_open_day", mission.pk):
        raise Http404
    if check_revision(report).is_same:
        words = _("Revision %(revision)s was made again from the journal: the same, byte for byte.")
        messages.success(request, words % {"revision": revision})
    else:
        words = _("Revision %(revision)s does not come out of the journal as it was published.")
        messages.error(request, words % {"revision": revision})
    return redirect(f"{reverse('daily_report', args=[name])}?revision={revision}")
