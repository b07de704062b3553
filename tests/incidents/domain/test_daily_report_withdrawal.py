"""An incident that is withdrawn after its day was published: told in the next revision alone."""

from datetime import timedelta

import pytest

from incidents.domain.daily_replay import check_revision
from incidents.domain.daily_report import publish_day, revise_day
from incidents.domain.status import set_status
from incidents.ledger.canonical import parsed
from incidents.missionday.revision_diff import Changed, differences
from incidents.models import DailyReport, Incident
from parties.domain.acting import actor_of
from tests.calls import get
from tests.incidents.telling import AFTER_DUE, DAY, NOW, killed, tell
from tests.incidents.typing import signed_in

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def published(cast) -> DailyReport:
    """The day with two incidents, of which one told of two killed."""
    tell(cast.south_monitor, post="S-1", occurred_from=NOW - 2 * HOUR)
    tell(cast.north_monitor, casualties=(killed(2, "north"),), place=cast.village.code)
    return publish_day(cast.mission, DAY, AFTER_DUE)


@pytest.fixture
def withdrawn(cast, published):
    """That one incident, set aside at its filer's wish when the report was out."""
    incident = Incident.objects.get(place=cast.village)
    officer = actor_of(cast.north_duty_officer)
    set_status(incident, "withdrawn_by_filer", actor=officer, reason="Our error.", now=AFTER_DUE)
    return incident


def revised(cast):
    return revise_day(cast.mission, DAY, AFTER_DUE + HOUR)


def changes_between(published, after):
    return differences(parsed(bytes(published.content)), parsed(bytes(after.content)))


def test_the_revision_shows_that_row_as_withdrawn_and_no_other(cast, published, withdrawn):
    changed = changes_between(published, revised(cast))
    told = [one for one in changed if one.part == "incidents"]
    row = str(withdrawn.pk)
    assert told == [Changed("incidents", row, "status", "submitted", "withdrawn_by_filer")]


def test_the_counts_drop_by_what_it_told(cast, published, withdrawn):
    changed = changes_between(published, revised(cast))
    totals = {one.field: (one.before, one.after) for one in changed if one.part == "totals"}
    assert totals == {
        "incidents": (2, 1),
        "reports": (2, 1),
        "killed": (2, 0),
        "not_counted": (0, 1),
        "injured_unknown": (2, 1),
    }


def test_the_revision_before_stays_and_both_come_out_again(cast, published, withdrawn):
    before = DailyReport.objects.values().get()
    second = revised(cast)
    assert second.revision == 2
    assert DailyReport.objects.values().get(revision=1) == before
    assert all(check_revision(one).is_same for one in DailyReport.objects.all())


def test_a_withdrawal_is_told_once(cast, published, withdrawn):
    assert revised(cast) == revised(cast)


def test_everybody_reads_both_over_the_api(cast, published, withdrawn):
    second = revised(cast)
    path = f"daily-reports/ridge/{DAY}/"
    assert get(f"{path}1/").content == bytes(published.content)
    assert get(path).content == bytes(second.content)


def test_the_page_says_what_was_withdrawn(cast, published, withdrawn):
    revised(cast)
    page = signed_in(cast.public).get(f"/daily/{DAY}/")
    [told] = [one for one in page.context["changes"] if one["part"] == "incidents"]
    assert (told["row"], told["field"]) == (withdrawn.reference, "status")
    earlier = signed_in(cast.public).get(f"/daily/{DAY}/", {"revision": 1})
    assert earlier.context["content"]["totals"]["incidents"] == 2
    assert "Superseded by revision 2" in earlier.content.decode()
