"""Several days by their current revisions."""

from datetime import timedelta

import pytest

from incidents.domain.daily_report import publish_day
from incidents.domain.queries.daily_span import MOST_DAYS, span_of
from parties.domain.acting import actor_of
from tests.incidents.telling import AFTER_DUE, DAY, tell

pytestmark = pytest.mark.django_db

ONE_DAY = timedelta(days=1)


def test_a_day_is_told_by_its_newest_revision(cast):
    publish_day(cast.mission, DAY, AFTER_DUE)
    tell(cast.north_monitor)
    publish_day(cast.mission, DAY, AFTER_DUE)
    told = span_of(actor_of(cast.public), cast.mission, DAY, DAY)
    assert (told.days[0].report.revision, told.sums["incidents"], told.missing) == (2, 1, [])


@pytest.mark.parametrize("days", [0, MOST_DAYS + 1])
def test_a_span_is_neither_empty_nor_endless(cast, days):
    with pytest.raises(ValueError, match="not 1 to"):
        span_of(actor_of(cast.public), cast.mission, DAY - (days - 1) * ONE_DAY, DAY)
