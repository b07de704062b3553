"""Filing a report through the page: acknowledged once, or refused with everything kept."""

from uuid import UUID

import pytest

from incidents.models import Incident, Report
from tests.calls import get
from tests.incidents.typing import send_report, signed_in, typed_report


def test_the_form_comes_with_post_date_and_identity_filled_in(cast):
    page = signed_in(cast.north_monitor).get("/report/")
    form = page.context["form"]
    assert form["post"].value() == "N-1"
    assert UUID(str(form["report_id"].value())).version == 7


def test_a_filed_report_is_acknowledged_with_its_reference(cast):
    answer = send_report(cast.north_monitor)
    report = Report.objects.get()
    assert answer.status_code == 302
    page = signed_in(cast.north_monitor).get(answer["Location"])
    for told in (report.reference, report.content_hash, Incident.objects.get().reference):
        assert told in page.content.decode()


def test_what_was_typed_is_kept_beside_what_was_parsed(cast):
    send_report(cast.north_monitor, place="ВЕЛМУРА", occurred_time="11:05")
    report = Report.objects.get()
    assert (report.place, report.place_text) == (cast.village, "ВЕЛМУРА")
    assert report.occurred_text == "2021-03-10 11:05"
    assert report.occurred_from.isoformat() == "2021-03-10T07:05:00+00:00"


def test_an_end_before_the_beginning_is_the_next_day(cast):
    send_report(cast.north_monitor, occurred_time="23:50", until_time="00:10")
    report = Report.objects.get()
    assert (report.occurred_until - report.occurred_from).total_seconds() == 20 * 60


def test_unknown_numbers_stay_unknown(cast):
    send_report(cast.north_monitor)
    report = Report.objects.get()
    assert (report.count_low, report.count_qualifier) == (None, "unknown")
    assert report.casualties.count() == 0


def test_a_casualty_line_without_a_number_says_not_known(cast):
    send_report(cast.north_monitor, **{"casualties-0-outcome": "injured"})
    line = Report.objects.get().casualties.get()
    assert (line.outcome, line.best, line.side) == ("injured", None, None)


def test_damage_is_one_thing_and_the_words_for_it_and_unknown_is_not_none(cast):
    send_report(cast.north_monitor)
    assert Report.objects.get().damage == ""
    send_report(cast.north_monitor, damage="school", damage_text="Roof, by the photograph.")
    page = signed_in(cast.north_monitor).get(f"/incidents/{Incident.objects.latest('id').pk}/")
    assert "school · Roof, by the photograph." in page.content.decode()
    told = get("reports/", cast.north_monitor).json()["results"]
    assert {one["damage"] for one in told} == {"", "school"}
    assert "Roof, by the photograph." in {one["damage_text"] for one in told}


def test_sending_the_same_form_twice_stores_it_once(cast):
    typed, client = typed_report(), signed_in(cast.north_monitor)
    first, second = (client.post("/report/", typed) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Report.objects.count() == 1
    assert "Nothing was doubled" in client.get(second["Location"]).content.decode()


def test_the_same_number_with_other_content_is_kept_and_flagged(cast):
    typed, client = typed_report(), signed_in(cast.north_monitor)
    client.post("/report/", typed)
    answer = client.post("/report/", typed | {"narrative": "Four shots."})
    assert Report.objects.filter(is_variant=True).count() == 1
    assert "different content" in client.get(answer["Location"]).content.decode()


def test_a_report_of_a_known_incident_joins_it(cast):
    send_report(cast.north_monitor)
    incident = Incident.objects.get()
    page = signed_in(cast.north_duty_officer).get("/report/", {"incident": incident.pk})
    first = page.context["form"]["same_event_as"].value()
    send_report(cast.north_duty_officer, post="S-1", same_event_as=str(first))
    incident.refresh_from_db()
    assert incident.report_count == 2


def test_the_receipt_is_a_file_byte_for_byte(cast):
    send_report(cast.north_monitor)
    report = Report.objects.get()
    address = f"/report/{report.report_id}/receipt/{report.content_hash}.json"
    assert signed_in(cast.north_monitor).get(address).content == bytes(report.receipt)
    assert signed_in(cast.south_monitor).get(address).status_code == 404


def test_nobody_else_sees_a_receipt(cast):
    address = send_report(cast.north_monitor)["Location"]
    for person in (cast.south_monitor, cast.north_duty_officer, cast.analyst):
        assert signed_in(person).get(address).status_code == 404


@pytest.mark.parametrize("person", ["analyst", "observer", "administrator"])
def test_those_who_do_not_file_are_told_so(cast, person):
    client = signed_in(getattr(cast, person))
    assert client.get("/report/").status_code == 403
    assert client.post("/report/", typed_report()).status_code == 403


def test_the_public_is_asked_to_sign_in(cast):
    assert signed_in(None).get("/report/")["Location"].startswith("/accounts/login/")


def test_a_correction_begins_with_what_was_said_and_becomes_the_next_version(cast):
    said = {
        "place": "velmura",
        "count_low": "3",
        "count_unit": "shot",
        "count_qualifier": "about",
        "casualties-0-outcome": "injured",
        "casualties-0-best": "2",
        "until_time": "11:20",
    }
    send_report(cast.north_monitor, **said)
    first = Report.objects.get()
    client = signed_in(cast.north_monitor)
    page = client.get("/report/", {"corrects": first.report_id}).context
    typed = {field.html_name: field.value() or "" for field in page["form"]}
    typed |= {f.html_name: f.value() or "" for line in page["lines"] for f in line}
    typed |= {"casualties-TOTAL_FORMS": "2", "casualties-INITIAL_FORMS": "0"}
    answer = client.post("/report/", typed | {"narrative": "Four shots, not three."})
    assert answer.status_code == 302
    second = Report.objects.exclude(pk=first.pk).get()
    assert (second.corrects, second.version) == (first, 2)
    assert second.casualties.get().best == 2
    same = ("place", "place_text", "count_low", "occurred_from", "occurred_until", "lat")
    assert all(getattr(first, name) == getattr(second, name) for name in same)


def test_nobody_corrects_the_report_of_somebody_else(cast):
    send_report(cast.north_monitor)
    key = str(Report.objects.get().report_id)
    client = signed_in(cast.south_duty_officer)
    assert client.get("/report/", {"corrects": key}).status_code == 404
    answer = client.post("/report/", typed_report(corrects=key))
    assert "corrects" in answer.context["form"].errors
    assert Report.objects.count() == 1


def test_a_cleared_casualty_line_of_a_correction_is_gone(cast):
    send_report(cast.north_monitor, **{"casualties-0-outcome": "killed"})
    first = Report.objects.get()
    send_report(cast.north_monitor, corrects=str(first.report_id))
    assert not Report.objects.get(version=2).casualties.exists()


@pytest.mark.parametrize("query", [{"corrects": "x"}, {"incident": "x"}, {"incident": "\u0661"}])
def test_an_address_that_names_nothing_begins_an_empty_form(cast, query):
    assert signed_in(cast.north_monitor).get("/report/", query).status_code == 200


def parts_open(page):
    html = page.content.decode()
    casualties, source = html.split('<details class="section more"')[1:]
    return [" open>" in part.split("<summary>")[0] for part in (casualties, source)]


def test_a_few_questions_come_first_and_the_rest_on_demand(cast):
    assert parts_open(signed_in(cast.north_monitor).get("/report/")) == [False, False]


def test_what_holds_something_or_something_wrong_is_open(cast):
    client = signed_in(cast.north_monitor)
    harm = {"casualties-0-outcome": "killed", "casualties-0-best": "1"}
    told = client.post("/report/", typed_report(step="edit", kind="allegation", **harm))
    assert parts_open(told) == [True, True]
    assert parts_open(client.post("/report/", typed_report(step="edit"))) == [False, False]
