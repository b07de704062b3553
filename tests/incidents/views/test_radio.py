"""The page of the radio form: read-back, faults by name, and the draft."""

import pytest

from incidents.models import Report
from tests.incidents.typing import signed_in

LINE = "DE N-1 F 1430 HE MOR 3 NE 2K // smoke after"


def send(person, line=LINE, **more):
    return signed_in(person).post("/report/radio/", {"line": line, **more})


def test_a_line_is_read_back_and_nothing_is_filed(cast):
    page = send(cast.north_duty_officer)
    assert page.status_code == 200
    assert "ONE FOUR THREE ZERO" in page.content.decode()
    assert not Report.objects.exists()


def test_a_line_becomes_a_draft_of_the_report_form(cast):
    form = send(cast.north_duty_officer, draft="1").context["form"]
    shown = {name: form[name].value() for name in form.fields}
    assert (shown["post"], shown["category"], shown["means"]) == ("N-1", "IND-MOR", "heard")
    assert (shown["time_text"], shown["position_text"]) == ("1430", "NE 2 km")
    assert LINE in shown["narrative"]


def test_the_draft_can_be_filed_as_it_stands(cast):
    client = signed_in(cast.north_duty_officer)
    page = client.post("/report/radio/", {"line": LINE, "draft": "1"}).context
    typed = {field.html_name: field.value() or "" for field in page["form"]}
    typed |= {f.html_name: f.value() or "" for line in page["lines"] for f in line}
    typed |= {"casualties-TOTAL_FORMS": "1", "casualties-INITIAL_FORMS": "0"}
    answer = client.post("/report/", typed)
    assert answer.status_code == 302, answer.context["form"].errors
    report = Report.objects.get()
    assert (report.weapon, report.count_low, report.bearing) == ("mortar", 3, 45)
    assert report.occurred_text == "1430"


def test_a_word_that_is_not_understood_is_named_and_the_line_stays(cast):
    page = send(cast.north_duty_officer, "F 1430 HE BANANA 3")
    said = page.content.decode()
    assert page.status_code == 422
    assert "“BANANA” is not understood" in said
    assert "F 1430 HE BANANA 3" in said


@pytest.mark.parametrize("person", ["analyst", "observer", "administrator"])
def test_only_those_who_file_use_it(cast, person):
    assert signed_in(getattr(cast, person)).get("/report/radio/").status_code == 403


def test_the_public_is_asked_to_sign_in(cast):
    assert signed_in(None).get("/report/radio/")["Location"].startswith("/accounts/login/")
