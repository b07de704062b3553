"""What a camera wrote is compared with what was typed."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from incidents.domain.queries.evidence_compared import compared_with_report
from incidents.models import Evidence
from tests.incidents.samples import PDF, exif, movie, picture
from tests.incidents.sending import inspect_all, send
from tests.incidents.telling import NOW, tell

pytestmark = pytest.mark.django_db

# The camera says 11:00:30 on 10 March 2021; at the ridge that is 07:00:30 UTC.
SEVEN = datetime(2021, 3, 10, 7, 0, tzinfo=UTC)
HERE = {"lat": Decimal("40.25"), "lon": Decimal("10.25"), "position_precision": "P2"}


@pytest.fixture
def compare(cast):
    """Compare a photo with what was told."""

    def look(block=None, data=None, **told):
        filed = tell(cast.north_monitor, now=NOW, **{"occurred_from": SEVEN} | told)
        photo = data or picture(exif=block or exif())
        sent = send(cast.north_monitor, photo, report_id=filed.report.report_id)
        inspect_all()
        return compared_with_report(Evidence.objects.get(pk=sent.upload.pk))

    return look


def test_a_photo_of_the_time_and_place_told_gives_no_warning(compare):
    found = compare(**HERE)
    assert (found.minutes, found.basis, found.warnings) == (0, "assumed", ())
    assert found.km < 0.1


def test_a_photo_from_elsewhere_is_named_with_its_distance(compare):
    found = compare(block=exif(lat=41.0), **HERE)
    assert found.warnings == ("Taken 106 km from the position told and from the post.",)


def test_a_photo_taken_at_the_post_of_something_far_away_is_no_wonder(compare):
    assert compare(lat=Decimal("41.25"), lon=Decimal("11.25"), position_precision="P1").km < 8


def test_a_photo_of_another_day_is_named(compare):
    found = compare(block=exif(taken="2021:03:08 11:00:30", offset="+04:00"))
    assert found.warnings == ("Taken 2880 minutes before the time told.",)


@pytest.mark.parametrize("hours", [-4, 3])
def test_a_clock_in_another_zone_is_guessed(compare, hours):
    taken = datetime(2021, 3, 10, 11, 4) + timedelta(hours=hours)  # noqa: DTZ001
    found = compare(block=exif(taken=f"{taken:%Y:%m:%d %H:%M:%S}"))
    assert f"whole hours ({abs(hours)})" in found.warnings[1]


def test_the_satellites_know_better_than_the_clock(compare):
    found = compare(block=exif(taken="2021:03:10 02:00:00", gps_time=(7.0, 0.0, 30.0)))
    assert (found.basis, found.minutes, found.warnings) == ("satellites", 0, ())


def test_an_offset_is_believed(compare):
    found = compare(block=exif(taken="2021:03:10 09:00:30", offset="+02:00"))
    assert (found.basis, found.minutes) == ("offset", 0)


def test_within_a_stated_span_nothing_is_off(compare):
    found = compare(
        occurred_from=SEVEN - timedelta(hours=3), occurred_until=SEVEN + timedelta(minutes=30)
    )
    assert found.minutes == 0


def test_an_unknown_time_is_not_compared(compare):
    found = compare(occurred_from=None, time_precision="T0", date_basis="none")
    assert (found.minutes, found.warnings) == (None, ())


def test_without_anything_from_a_camera_there_is_nothing_to_compare(compare):
    assert compare(data=picture()) is None
    assert compare(data=PDF) is None


@pytest.mark.parametrize("hours, warnings", [(0, 0), (4, 2)])
def test_a_movie_is_compared_and_its_header_may_be_in_local_time(compare, hours, warnings):
    made = SEVEN + timedelta(hours=hours) - datetime(1904, 1, 1, tzinfo=UTC)
    data = movie(seconds=int(made.total_seconds()), place="+40.2500+010.2500/")
    found = compare(data=data, **HERE)
    assert (found.basis, found.minutes, found.point) == ("header", hours * 60, (40.25, 10.25))
    assert len(found.warnings) == warnings
