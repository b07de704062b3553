"""What is recorded of a day, as its report needs it."""

import pytest

from incidents.domain.daily_record import record_now, standing_now
from tests.incidents.telling import DAY, tell

pytestmark = pytest.mark.django_db


def test_a_claim_counts_once_for_each_incident_and_party(cast):
    first = tell(None, alleged_party="uplands").report.report_id
    tell(None, alleged_party="uplands", same_event_as=first)
    tell(None, alleged_party="lowlands")
    assert record_now(cast.mission, DAY).alleged == {"lowlands": 1, "uplands": 1}


def test_an_accusation_that_its_source_did_not_publish_is_not_told(cast):
    tell(cast.north_monitor, alleged_party="uplands")
    assert record_now(cast.mission, DAY).alleged == {}


def test_a_place_without_an_area_leaves_the_area_to_its_source(cast):
    tell(cast.north_monitor, place=cast.village.code, area_text="The ridge")
    cast.village.area = ""
    cast.village.save()
    record = record_now(cast.mission, DAY)
    assert standing_now(cast.mission, DAY, record.incidents).areas == {}
