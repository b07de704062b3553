"""A revision says what it changed, and who works at the mission can have it made again."""

from datetime import timedelta

import pytest

from incidents.domain.daily_report import publish_day
from incidents.models import DailyReport
from tests.incidents.telling import AFTER_DUE, DAY, killed, tell
from tests.incidents.typing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_revisions(cast):
    """The day as it was published, and again after an incident that came late."""
    publish_day(cast.mission, DAY, AFTER_DUE)
    tell(cast.north_monitor, casualties=(killed(2, "north"),))
    publish_day(cast.mission, DAY, AFTER_DUE + timedelta(days=4))


def page_of(person, **query):
    return signed_in(person).get(f"/daily/{DAY}/", query)


def check(person, revision=1, day=DAY):
    return signed_in(person).post(f"/daily/{day}/{revision}/check/", follow=True)


def test_a_revision_lists_the_rows_that_it_changed(cast, two_revisions):
    page = page_of(cast.public)
    changed = {(one["part"], one["field"]) for one in page.context["changes"]}
    assert {("totals", "incidents"), ("totals", "killed"), ("incidents", "")} <= changed
    assert "What revision 2 changed" in page.content.decode()


def test_a_superseded_revision_says_by_which(cast, two_revisions):
    page = page_of(cast.public, revision=1)
    assert page.context["changes"] == []
    assert "Superseded by revision 2" in page.content.decode()


def test_a_revision_after_three_days_is_an_amendment(cast, two_revisions):
    assert page_of(cast.public).context["label"] == "amended"
    assert page_of(cast.public, revision=1).context["label"] == "final"


@pytest.mark.parametrize("revision", [1, 2])
@pytest.mark.parametrize("who", ["north_monitor", "analyst", "south_duty_officer"])
def test_staff_have_a_revision_made_again(cast, two_revisions, who, revision):
    page = check(cast.everybody[who], revision)
    assert "the same, byte for byte" in page.content.decode()


def test_a_revision_that_does_not_come_out_is_said(cast, two_revisions):
    changed = DailyReport.objects.get(revision=2)
    changed.pk, changed.revision, changed.content_hash = None, 3, "0" * 64
    changed.save()
    assert "does not come out of the journal" in check(cast.analyst, 3).content.decode()


@pytest.mark.parametrize("who", ["observer", "administrator", "stranger"])
def test_nobody_else_has_it_made_again(cast, two_revisions, who):
    assert check(cast.everybody[who]).status_code == 404
    assert "daily_report_check" not in page_of(cast.everybody[who]).content.decode()


@pytest.mark.parametrize(
    "path", ["2021-03-10/9/", f"2021-03-10/{10**20}/", "2021-03-09/1/", "2021-13-40/1/"]
)
def test_a_revision_that_is_not_there_is_not_found(cast, two_revisions, path):
    assert signed_in(cast.analyst).post(f"/daily/{path}check/").status_code == 404
