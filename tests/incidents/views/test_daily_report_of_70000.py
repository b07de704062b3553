"""A day of 70,000 incidents is published, read and printed within bounded memory."""

import csv
import io
from pathlib import Path

import pytest
from django.db import connection

from incidents.domain.daily_report import publish_day, revise_day
from incidents.ledger.canonical import parsed
from incidents.models import Incident, PrintedReport
from incidents.views.daily_changes import MOST_CHANGES
from incidents.views.daily_page import MOST_ROWS
from incidents.views.daily_paper import page_of
from tests.calls import get
from tests.incidents.telling import AFTER_DUE, DAY, DAY_ENDS, incident_of, tell
from tests.incidents.typing import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NUMBER = 70_000
LEFT_OUT = "69000 more incidents are in the files of this revision."
MEBIBYTE = 1024 * 1024
MOST_MEMORY = 1024 * MEBIBYTE  # what a worker may hold more, while it publishes or shows it
LARGEST_PAGE = 3 * MEBIBYTE

# Rows like the one that was told, a second apart; they have no reports and no journal.
FILL = """
INSERT INTO incidents_incident ({columns})
SELECT {values} FROM incidents_incident i, generate_series(1, %(more)s) n WHERE i.id = %(one)s
"""
OWN = {
    "id": "gen_random_uuid()",
    "reference": "i.reference || '-' || n",
    "sort_at": "%(ends)s - make_interval(secs => n)",
    "public_lat": "39 + (n %% 100) / 100.0",
    "public_lon": "46 + (n %% 90) / 100.0",
    "place_id": "CASE WHEN n %% 2 = 0 THEN i.place_id END",
    "killed_low": "CASE WHEN n %% 100 = 0 THEN 1 END",
}


def fill(one: Incident) -> None:
    """Give the day of an incident so many more that it has 70,000."""
    columns = [field.column for field in Incident._meta.concrete_fields if not field.generated]
    values = [OWN.get(name, f'i."{name}"') for name in columns]
    sql = FILL.format(columns=", ".join(f'"{c}"' for c in columns), values=", ".join(values))
    with connection.cursor() as cursor:
        cursor.execute(sql, {"more": NUMBER - 1, "one": one.pk, "ends": DAY_ENDS})
        cursor.execute("ANALYZE incidents_incident")


def memory(name: str) -> int:
    """What this process holds now (VmRSS), or held at most (VmHWM), in bytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(name))


@pytest.fixture
def bounded():
    """Fail if the test holds more memory than a worker has."""
    Path("/proc/self/clear_refs").write_text("5")  # forget what was held before
    before = memory("VmRSS")
    yield
    assert memory("VmHWM") - before < MOST_MEMORY


@pytest.fixture
def report(cast, bounded):
    fill(incident_of(tell(cast.north_monitor, place=cast.village.code)))
    return publish_day(cast.mission, DAY, AFTER_DUE)


def page_read():
    """The page of the day as anybody reads it, and its words."""
    page = signed_in(None).get(f"/daily/{DAY}/")
    words = page.content.decode()
    assert len(words) < LARGEST_PAGE
    return page, words


def rows_of_csv():
    text = signed_in(None).get(f"/daily/{DAY}/1/report.csv").content.decode()
    return sum(1 for _row in csv.reader(io.StringIO(text))) - 1


def test_a_day_of_70000_incidents_is_read_as_page_and_files(cast, report):
    assert parsed(bytes(report.content))["totals"]["incidents"] == NUMBER
    page, words = page_read()
    assert len(page.context["incidents"]) == MOST_ROWS
    assert LEFT_OUT in words
    assert f"/daily/{DAY}/1/report.csv" in words
    assert get(f"daily-reports/ridge/{DAY}/").content == bytes(report.content)
    assert rows_of_csv() == NUMBER
    print_of = PrintedReport(report=report, language="en", names="pair", address="https://m")
    assert LEFT_OUT in page_of(print_of)
    Incident.objects.filter(mission_day=DAY).update(killed_low=3)
    assert revise_day(cast.mission, DAY, AFTER_DUE).revision == 2
    page, words = page_read()
    assert len(page.context["changes"]) == MOST_CHANGES
    assert "more changes are not listed here" in words
