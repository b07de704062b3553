"""Both sides of every case answer the same before they are timed."""

import json
import os
import sys

import psutil
import pytest
from django.db import connection

from bench.cases import (
    Options,
    access,
    box,
    day,
    days,
    export,
    filing,
    importing,
    incident_list,
    late,
    room,
    statistics,
    wall,
)
from bench.cases.memory import proportional_megabytes
from bench.fill import fill
from bench.plans import plans_of
from bench.turns import take_turns
from ceasefire.postgresql.base import OWNER
from ceasefire.postgresql.roles import WEB
from incidents.models import Report
from parties.domain.acting import Actor
from parties.models import Mission, User
from tests.bench.conftest import ROWS


def test_list_and_plain_list_agree_in_every_value(analyst):
    rows = incident_list.agree(analyst, incident_list.OUR_FILTER, incident_list.PLAIN_FILTER)
    assert rows > 50


def test_list_and_bare_list_agree_in_every_value(analyst):
    callers = (analyst, incident_list.bare_caller(analyst, connection.cursor))
    ours, bare = (
        json.loads(one.get(incident_list.OURS, incident_list.OUR_FILTER).body) for one in callers
    )
    assert incident_list.same_rows(ours, bare) > 50


def test_who_concludes_reads_the_page_that_the_bare_table_holds(analyst):
    mission = Mission.objects.get(code="bench")
    reader = access.reader("analyst")
    assert access.scoped(reader, mission) == access.unscoped(mission)


def test_a_monitor_reads_the_same_rows_and_less_of_them(analyst):
    mission = Mission.objects.get(code="bench")
    scoped = access.scoped(access.reader("monitor"), mission)
    assert len(scoped) == len(access.unscoped(mission)) == access.PAGE_SIZE
    assert sum('"post":' in text for (text,) in scoped) < access.PAGE_SIZE


def test_with_the_second_wall_and_without_it_the_lists_are_the_same(analyst, years):
    for token in (years.analyst_token, years.monitor_token):
        both, first = (wall.caller(token, second_wall=on) for on in (True, False))
        assert wall.agree(both, first, wall.OUR_FILTER) > 0
        assert WEB in roles_of(lambda one=both: one.get(wall.OURS))
        assert roles_of(lambda one=first: one.get(wall.OURS)) == {OWNER}


def roles_of(action):
    """As which roles the database is used."""
    roles = set()

    def note(execute, *question):
        roles.add(connection.standing[0])
        return execute(*question)

    with connection.execute_wrapper(note):
        action()
    return roles


def test_the_export_writes_every_row_and_the_columns_that_psql_copies(analyst, years):
    assert export.lines_of_ours(years.analyst_token) == ROWS + 1
    with connection.cursor() as cursor:
        cursor.execute(export.QUERY)
        assert len(cursor.fetchall()) == ROWS


def test_deep_pages_agree(analyst):
    cursor = incident_list.cursor_of_page(analyst, 3)
    assert incident_list.agree(analyst, f"mission=bench&cursor={cursor}", "page=3") == 100


def test_clusters_hold_what_the_box_holds(analyst):
    mission = Mission.objects.get(code="bench")
    for actor in (Actor(), access.reader("analyst")):
        assert len(list(room.parts(actor, mission))) == 4
        assert room.agree(actor, mission, room.WHOLE_ZONE, room.WIDE_ZOOM) > 50


def test_lists_that_differ_are_not_compared(analyst):
    with pytest.raises(incident_list.DifferentAnswersError):
        incident_list.agree(analyst, incident_list.OUR_FILTER, "page=2")


def test_ways_of_counting_a_day_agree(years):
    mission = Mission.objects.get(code="bench")
    for chosen, _rows in [day.ordinary_day(mission, size) for size in (ROWS, 5 * ROWS)]:
        day.agree(mission, chosen)


def test_filing_is_measured_on_reports_that_are_taken(monitor):
    made = filing.comparisons(Options(ROWS, 1))
    outcome = take_turns(made[0], warm_up=0)
    assert outcome.ours[0] > 0
    assert Report.objects.exists()


def test_plans_are_told_of_each_query(analyst):
    text = plans_of(lambda: analyst.get(incident_list.OURS, incident_list.OUR_FILTER))
    assert "Execution Time" in text
    assert "incidents_incident" in text


def test_memory_is_counted_of_a_process_and_its_children():
    assert proportional_megabytes(psutil.Process(os.getpid())) > 10


def test_the_import_and_copy_keep_every_row_of_the_same_file(analyst):
    importing.make_plain_table()
    importing.agree(importing.file_of(50))


def test_all_days_counted_one_by_one_are_what_a_scan_of_the_table_finds(years):
    mission = Mission.objects.get(code="bench")
    days.agree(mission)
    by_day, by_month = days.read(mission)
    found = sum(numbers[0] for numbers in days.scanned().values())
    assert sum(number for _day, number in by_day) == sum(n for _month, n in by_month) == found > 50


def test_the_table_over_http_is_what_the_question_to_duckdb_finds_in_the_same_rows(analyst):
    asked = statistics.CELLS.replace(
        "strftime(mission_day, '%Y-%m')", "to_char(mission_day, 'YYYY-MM')"
    )
    rows = "(SELECT * FROM incidents_incident WHERE mission_day IS NOT NULL) incidents"
    with connection.cursor() as cursor:
        cursor.execute(asked.replace("FROM incidents", f"FROM {rows}"))
        statistics.agree(statistics.cells_of(analyst), cursor.fetchall())


def test_without_duckdb_nothing_is_compared_and_this_is_said(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "duckdb", None)
    assert list(statistics.comparisons(Options(ROWS, 1))) == []
    assert "DuckDB is not installed" in capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_late_report_becomes_the_next_revision_while_the_worker_is_idle():
    fill(ROWS)
    made = late.comparisons(Options(ROWS, 1))
    try:
        outcome = take_turns(next(made), warm_up=0)
    finally:
        made.close()
    assert outcome.reached


def test_who_asks_for_a_box_gets_of_its_rows_those_that_they_may_read(analyst):
    mission = Mission.objects.get(code="bench")
    analyst_id = User.objects.get(username="bench-analyst").pk
    for actor, person, prefix in (
        (access.reader("analyst"), analyst_id, ""),
        (Actor(), None, "public_"),
    ):
        rows = (box.ids_in(actor, mission, person)(), box.scan(prefix)())
        assert 0 < box.agree(*rows, ROWS) < ROWS / 20
