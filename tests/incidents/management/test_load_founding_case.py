"""The founding case is loaded whole, once, and accounts for every row."""

import csv
from collections import defaultdict
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from incidents.enums import Scope
from incidents.management.commands.load_founding_case import Command
from incidents.management.founding import accounting, files
from incidents.management.founding.reports import read_contents
from incidents.models import Casualty, DailyReturn, Incident, Report
from parties.models import Mission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("founding_case")]

ROWS = files.read_rows("reports")
NUMBERS = [row["report_id"] for row in ROWS]


def report(number):
    return Report.objects.get(external_id=number)


def incident_of(number):
    return Incident.objects.get(links__report__external_id=number)


def rows_in_every_table():
    models = [m for app in ("incidents", "parties") for m in apps.get_app_config(app).get_models()]
    return {model._meta.label: model.objects.count() for model in models}


def test_the_file_has_92_rows_and_each_has_a_number_of_its_own():
    assert len(NUMBERS) == len(set(NUMBERS)) == 92


def test_no_row_is_lost_and_none_is_invented():
    assert sorted(Report.objects.values_list("external_id", flat=True)) == sorted(NUMBERS)


def test_the_command_accounts_for_92_rows(founding_case):
    wanted = {
        "opened an incident": 41,
        "joined an incident": 29,
        "nil return": 4,
        "nil, undated": 2,
        "daily total": 12,
        "weekly total": 4,
        "in all": 92,
    }
    parts = [line.strip().partition("  ") for line in founding_case.splitlines()]
    printed = {words: int(number) for number, _gap, words in parts if number.isdigit()}
    assert printed == wanted


def test_the_list_has_one_line_for_each_row(founding_case):
    firsts = [line.partition(" ")[0] for line in founding_case.splitlines()]
    assert [word for word in firsts if word in NUMBERS] == NUMBERS


def test_rows_of_a_month_only_are_kept_and_listed_as_undated(founding_case):
    assert "Undated, of a month only: R003, R004." in founding_case
    undated = DailyReturn.objects.filter(mission_day=None)
    assert {one.report.external_id for one in undated} == {"R003", "R004"}


def test_rows_with_one_incident_key_end_as_one_incident():
    incidents = defaultdict(set)
    for row in ROWS:
        if report(row["report_id"]).scope == Scope.EVENT:
            incidents[row["incident_key"]].add(incident_of(row["report_id"]).pk)
    assert all(len(found) == 1 for found in incidents.values())
    assert len(set.union(*incidents.values())) == len(incidents) == Incident.objects.count()


def test_ten_reports_of_one_incident_count_once():
    told = incident_of("R006")
    assert (told.report_count, told.count_low) == (10, 1)


@pytest.mark.parametrize(
    "answer, claim", [("R025", "R024"), ("R029", "R028"), ("R035", "R034"), ("R050", "R048")]
)
def test_denials_and_counter_claims_attach_to_what_they_answer(answer, claim):
    assert incident_of(answer) == incident_of(claim)
    assert report(answer).kind == "reply"


def test_an_event_that_is_only_denied_is_not_asserted():
    assert [one.area_text for one in Incident.objects.filter(asserted=False)] == ["Khojavend"]


def test_every_report_keeps_its_source_address():
    kept = dict(Report.objects.values_list("external_id", "source_url"))
    assert kept == {row["report_id"]: row["source_url"] for row in ROWS}


def test_what_a_source_wrote_is_kept_as_written():
    kept = {
        (r.external_id, r.category_text, r.place_text, r.weapon_text, r.area_text, r.narrative)
        for r in Report.objects.all()
    }
    columns = ("report_id", "category", "place_text", "weapon", "district", "note")
    assert kept == {tuple(row[name] for name in columns) for row in ROWS}


def test_a_nil_statement_becomes_a_daily_return_with_its_posts():
    one = report("R001").daily_return
    assert (str(one.mission_day), one.posts_watching, one.is_nil) == ("2020-11-13", 12, True)


def test_daily_and_weekly_totals_open_no_incident():
    totals = Report.objects.filter(scope__in=[Scope.DAILY_TOTAL, Scope.WEEKLY_TOTAL])
    assert totals.count() == 16
    assert not Incident.objects.filter(links__report__in=totals).exists()


def test_totals_stay_out_of_the_sum_of_counts():
    counted = sum(one.count_low or 0 for one in Incident.objects.all())
    assert counted == sum(
        content.count_low or 0
        for _row, content in read_contents()
        if content.scope == Scope.EVENT and content.same_event_as is None
    )


def test_more_than_fifty_is_at_least_fifty():
    total = report("R161")
    assert (total.count_low, total.count_qualifier) == (50, "at_least")
    assert (total.count_unit, total.count_text) == ("event", "more than 50")


def test_blank_casualties_are_unknown_and_zeros_are_none():
    unknown, none = incident_of("R024"), incident_of("R016")
    assert (unknown.killed_low, unknown.injured_low) == (None, None)
    assert (none.killed_low, none.injured_low) == (0, 0)


def test_casualties_of_two_sides_stay_apart():
    told = Casualty.objects.filter(report=report("R046")).values_list(
        "side__code", "outcome", "best"
    )
    assert set(told) == {("azerbaijan", "killed", 5), ("nk-authorities", "injured", 1)}


def test_claimed_losses_without_a_number_are_unknown():
    told = Casualty.objects.filter(report=report("R068"))
    assert {(one.side.code, one.best) for one in told} == {("azerbaijan", None)}


def test_an_evening_event_counts_on_the_next_mission_day():
    assert str(incident_of("R016").mission_day) == "2021-07-14"


def test_a_report_is_placed_by_its_gazetteer_number():
    assert report("R051").place.code == "gn824370"
    assert report("R051").position_precision == "P4"


def test_published_incidents_are_open_to_the_public():
    assert set(Incident.objects.values_list("release", flat=True)) == {"public"}


def test_a_second_load_adds_nothing_to_any_table():
    before = rows_in_every_table()
    call_command("load_founding_case", stdout=StringIO())
    assert rows_in_every_table() == before


def test_a_refresh_of_unedited_data_writes_no_history():
    before = rows_in_every_table()
    call_command("load_founding_case", refresh=True, stdout=StringIO())
    assert rows_in_every_table() == before


def test_a_lost_row_makes_the_command_fail():
    accounts = accounting.account_for([*NUMBERS, "R999"], Mission.objects.get(code="nk"))
    with pytest.raises(CommandError, match="Lost: R999"):
        Command().refuse_imbalance(accounts, [])


def test_a_report_in_no_row_is_found_out():
    mission = Mission.objects.get(code="nk")
    assert accounting.unexpected(NUMBERS, mission) == []
    assert accounting.unexpected(NUMBERS[1:], mission) == ["R001"]


def test_the_shipped_file_reads_as_plain_csv():
    with (files.FOLDER / "reports.csv").open(encoding="utf-8", newline="") as opened:
        widths = {len(row) for row in csv.reader(opened)}
    assert widths == {26}
