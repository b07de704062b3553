"""Filing with a bad line, or none: everything arrives once, under its author's name."""

import json

import pytest
from django.utils import timezone

from incidents.domain.queries.daily import open_day
from incidents.models import DailyReturn, Report
from tests.browser import wait_until
from tests.incidents.views.walls import sign_in
from tests.line import Line

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KEPT = "caches.match('/sw.js?whole').then(Boolean)"
ITEMS = """new Promise((done) => {
  indexedDB.open("ceasefire-outbox").onsuccess = ({ target }) => {
    const items = target.result.transaction("items").objectStore("items");
    items.count().onsuccess = (counted) => done(counted.target.result);
  };
})"""
WAITING = "outboxStore.items().then((items) => items.length)"
TYPED = "document.querySelector('[name=narrative]').value"
SAVED = "Saved on this device"
CUT_OFF = 'responded with a MIME type of ""'  # a script of which nothing came
NOISE = ("ERR_", "Failed to load resource", "Failed to fetch", "status of", CUT_OFF)


@pytest.fixture
def line(live_server):
    """The line from the browser to the server."""
    line = Line(live_server.url)
    yield line
    line.close()


@pytest.fixture
def post(cast, context, line, faults):
    """The northern monitor's browser, with the form kept on the device."""
    faults.expect(*NOISE)
    sign_in(context, line.url, cast.north_monitor)
    page = context.new_page()
    open_form(page, line)
    wait_until(page, KEPT)
    return page


def open_form(page, line):
    page.goto(f"{line.url}/report/")


def fill(page, words):
    page.get_by_label("What happened?").select_option("FIR-SAL")
    page.get_by_label("Narrative").fill(words)


def file(page, words):
    fill(page, words)
    page.get_by_role("button", name="File the report").click()


def file_without_line(page, words):
    file(page, words)
    page.locator("[data-outbox-state]", has_text=SAVED).wait_for()


def line_comes_back(page):
    page.evaluate("dispatchEvent(new Event('online'))")


def narratives():
    return sorted(Report.objects.values_list("narrative", flat=True))


def test_three_reports_filed_without_a_line_arrive_once_each(cast, post, line):
    line.cut()
    post.reload()
    for words in ("one", "two", "three"):
        file_without_line(post, words)
    assert post.evaluate(WAITING) == 3
    assert not Report.objects.exists()
    line.restore()
    line_comes_back(post)
    wait_until(post, f"{WAITING}.then((n) => n === 0)")
    assert narratives() == ["one", "three", "two"]
    assert {r.author for r in Report.objects.all()} == {cast.north_monitor}


def test_the_form_says_that_it_is_a_copy_and_begins_with_this_hour(post, line):
    line.cut()
    post.reload()
    post.get_by_text("this is an offline copy of").wait_for()
    assert post.locator("#id_report_id").input_value()[14] == "7"
    assert post.locator("[data-now=date]").input_value()


def test_with_a_line_the_form_is_no_copy(post):
    post.reload()
    assert not post.get_by_text("this is an offline copy of").is_visible()


def test_pages_for_reading_are_never_shown_from_a_copy(post, line):
    post.goto(f"{line.url}/posts/")
    line.cut()
    post.reload()
    assert post.get_by_role("heading", name="No line to the server").is_visible()
    post.get_by_role("link", name="File a report").click()
    post.get_by_label("Narrative").wait_for()


def test_what_is_missing_is_asked_for_before_it_is_saved(post, line):
    line.cut()
    post.get_by_role("button", name="File the report").click()
    wait_until(post, "document.activeElement.name === 'category'")
    assert post.evaluate(WAITING) == 0


def test_looking_a_report_over_needs_the_line_and_files_nothing(post, line):
    fill(post, "To be looked at.")
    line.cut()
    post.get_by_role("button", name="Look it over first").click()
    post.locator("[data-outbox-state]", has_text="no line to the server").wait_for()
    assert post.evaluate(WAITING) == 0
    wait_until(post, f"{TYPED} === 'To be looked at.'")
    line.restore()
    post.get_by_role("button", name="Look it over first").click()
    post.get_by_text("To be looked at.").wait_for()
    assert not Report.objects.exists()


def test_a_page_of_a_captive_portal_is_no_receipt(post, line):
    line.lie()
    file_without_line(post, "Behind the portal.")
    line_comes_back(post)
    post.locator("[data-outbox-says]", has_text="no line to the server").wait_for()
    wait_until(post, f"{WAITING}.then((n) => n === 1)")
    line.restore()
    line_comes_back(post)
    wait_until(post, f"{WAITING}.then((n) => n === 0)")
    assert narratives() == ["Behind the portal."]


FORGED = {
    "nothing": "{}",
    "no list": '{"results": 1}',
    "empty": '{"results": []}',
    "a status alone": '{"results": [{"status": 201, "report_id": "ID"}]}',
    "no digest": '{"results": [{"status": 201, "report_id": "ID", "receipt": RECEIPT}]}',
    "another digest": '{"results": [{"status": 201, "report_id": "ID", "digest": "00", '
    '"receipt": RECEIPT}]}',
}


def test_a_forged_receipt_removes_nothing(post, line, context):
    line.cut()
    file_without_line(post, "Worth a receipt.")
    item = post.evaluate("outboxStore.items().then(([item]) => item.report_id)")
    line.restore()
    receipt = {"report_id": item, "reference": "RIDGE-1", "content_hash": "0" * 64}
    receipt["received_at"] = "2021-03-10T07:06:00Z"
    forged = {"body": ""}
    context.route(
        "**/reports/batch/",
        lambda route: route.fulfill(content_type="application/json", body=forged["body"]),
    )
    for body in FORGED.values():
        forged["body"] = body.replace("ID", item).replace("RECEIPT", json.dumps(receipt))
        with post.expect_response("**/reports/batch/"):
            line_comes_back(post)
    post.wait_for_timeout(200)
    wait_until(post, f"{WAITING}.then((n) => n === 1)")
    context.unroute("**/reports/batch/")
    line_comes_back(post)
    wait_until(post, f"{WAITING}.then((n) => n === 0)")
    assert narratives() == ["Worth a receipt."]


def test_a_report_whose_answer_was_lost_on_the_way_is_sent_again_and_filed_once(post, line):
    fill(post, "Was it heard?")
    sent = []

    def lose_what_follows_the_line():
        sent.append(1)
        return "lost" if Report.objects.exists() else ""

    line.trouble = lose_what_follows_the_line
    post.get_by_role("button", name="File the report").click()
    post.get_by_role("heading", name="Reports on this device").wait_for()
    wait_until(post, f"{WAITING}.then((n) => n === 1)")
    line.restore()
    line_comes_back(post)
    wait_until(post, f"{WAITING}.then((n) => n === 0)")
    assert narratives() == ["Was it heard?"]


def test_somebody_else_sees_how_many_but_not_what_and_files_nothing(cast, context, post, line):
    line.cut()
    file_without_line(post, "Only for the north.")
    line.restore()
    sign_in(context, line.url, cast.south_monitor)
    post.goto(f"{line.url}/report/outbox/")
    post.get_by_text("Of somebody else: 1.").wait_for()
    line_comes_back(post)
    post.wait_for_timeout(300)
    assert "Only for the north" not in post.content()
    assert "Only for the north" not in post.evaluate(
        "outboxStore.items().then((items) => JSON.stringify(items))"
    )
    assert not Report.objects.exists()
    sign_in(context, line.url, cast.north_monitor)
    post.goto(f"{line.url}/report/outbox/")
    wait_until(post, f"{WAITING}.then((n) => n === 0)")
    assert Report.objects.get().author == cast.north_monitor


def test_what_is_refused_to_who_took_over_the_session_waits_for_its_author(
    cast, context, post, line
):
    line.cut()
    file_without_line(post, "Still to be sent.")
    item = post.evaluate("outboxStore.items().then(([item]) => item.report_id)")
    answered = []

    def refuse_somebody_else(route):
        sign_in(context, line.url, cast.south_monitor)
        answered.append(1)
        route.fulfill(json={"results": [{"report_id": item, "status": 403, "errors": []}]})

    context.route("**/reports/batch/", refuse_somebody_else)
    line.restore()
    with post.expect_response("**/reports/batch/"):
        line_comes_back(post)
    post.wait_for_timeout(300)
    context.unroute("**/reports/batch/")
    assert (answered, post.evaluate(WAITING)) == ([1], 1)
    sign_in(context, line.url, cast.north_monitor)
    post.goto(f"{line.url}/report/outbox/")
    wait_until(post, f"{WAITING}.then((n) => n === 0)")
    assert narratives() == ["Still to be sent."]


def test_what_is_filed_when_somebody_else_took_over_the_session_waits_for_its_author(
    cast, context, post, line
):
    sign_in(context, line.url, cast.south_monitor)
    file_without_line(post, "Still mine.")
    wait_until(post, f"{WAITING}.then((n) => n === 1)")
    assert not Report.objects.exists()
    post.locator("[data-outbox-says]", has_text="sign in as their author").wait_for()


def test_an_ended_session_keeps_what_was_filed_until_the_next_sign_in(cast, context, post, line):
    context.clear_cookies()
    file_without_line(post, "After the session.")
    post.locator("[data-outbox-says]", has_text="sign in again").wait_for()
    sign_in(context, line.url, cast.north_monitor)
    post.goto(f"{line.url}/posts/")
    wait_until(post, f"{WAITING}.then((n) => n === 0)")
    assert narratives() == ["After the session."]


def test_a_refused_report_says_why_and_opens_in_the_form_again(post, line):
    line.cut()
    post.locator("[data-now=date]").fill("2199-01-01")
    file_without_line(post, "From the future.")
    line.restore()
    line_comes_back(post)
    post.locator("[data-outbox-says]", has_text="not accepted: 1").wait_for()
    assert not Report.objects.exists()
    post.goto(f"{line.url}/report/outbox/")
    post.get_by_text("From the future.").wait_for()
    post.get_by_role("button", name="Open in the form").click()
    post.get_by_label("Narrative").wait_for()
    wait_until(post, f"{TYPED} === 'From the future.'")
    assert post.evaluate(WAITING) == 0


def test_refusals_of_a_batch_ask_once_who_is_signed_in(post, line):
    line.cut()
    for words in ("one", "two", "three"):
        post.locator("[data-now=date]").fill("2199-01-01")
        file_without_line(post, words)
    asked = []
    post.on("request", lambda request: asked.append(request.url.removeprefix(line.url)))
    line.restore()
    line_comes_back(post)
    post.locator("[data-outbox-says]", has_text="not accepted: 3").wait_for()
    answered = asked[::-1].index("/api/v1/reports/batch/")  # a batch before may have been cut off
    assert asked[::-1][:answered].count("/report/line/") == 1


def test_signing_out_clears_the_copies_and_keeps_what_waits(post, line):
    line.cut()
    file_without_line(post, "Still to be sent.")
    line.restore()
    post.context.route("**/reports/batch/", lambda route: route.abort())
    post.goto(f"{line.url}/accounts/logout/")
    post.get_by_role("main").get_by_role("button", name="Sign out").click()
    post.get_by_role("link", name="Sign in").first.wait_for()
    wait_until(post, f"{KEPT}.then((kept) => !kept)")
    line.cut()
    post.goto(f"{line.url}/report/")
    assert post.get_by_role("heading", name="No line to the server").is_visible()
    line.restore()
    post.goto(f"{line.url}/report/")
    wait_until(post, f"{ITEMS}.then((n) => n === 1)")


def test_a_file_of_the_outbox_is_brought_in_by_a_duty_officer(cast, context, post, line, tmp_path):
    line.cut()
    file_without_line(post, "Carried on a stick.")
    line.restore()
    post.context.route("**/reports/batch/", lambda route: route.abort())
    post.goto(f"{line.url}/report/outbox/")
    with post.expect_download() as download:
        post.get_by_role("button", name="Save as a file").click()
    download.value.save_as(tmp_path / "outbox.json")
    sign_in(context, line.url, cast.north_duty_officer)
    post.goto(f"{line.url}/report/outbox/")
    post.get_by_text("Bring in a file of another device").click()
    post.get_by_label("File", exact=True).set_input_files(tmp_path / "outbox.json")
    post.get_by_role("button", name="File what it holds").click()
    post.get_by_text("1 report of the file").wait_for()
    assert Report.objects.get().author == cast.north_monitor
    assert post.get_by_text(Report.objects.get().reference).is_visible()


def test_the_first_page_after_signing_in_keeps_the_pages_of_filing(cast, context, line, faults):
    faults.expect(*NOISE)
    sign_in(context, line.url, cast.north_monitor)
    page = context.new_page()
    page.goto(f"{line.url}/posts/")
    wait_until(page, KEPT)
    line.cut()
    page.goto(f"{line.url}/return/")
    page.get_by_text("this is an offline copy of").wait_for()
    page.goto(f"{line.url}/report/")
    page.get_by_text("this is an offline copy of").wait_for()
    file_without_line(page, "The form was never opened before.")
    line.restore()
    line_comes_back(page)
    wait_until(page, f"{WAITING}.then((n) => n === 0)")
    assert narratives() == ["The form was never opened before."]


def test_nothing_is_kept_for_a_person_who_files_nothing(cast, context, line):
    sign_in(context, line.url, cast.analyst)
    page = context.new_page()
    page.goto(f"{line.url}/posts/", wait_until="networkidle")
    wait_until(page, "navigator.serviceWorker.ready.then(() => true)")
    page.goto(f"{line.url}/trends/", wait_until="networkidle")
    assert page.evaluate(KEPT) is False


def test_a_daily_return_typed_without_a_line_arrives_once(cast, post, line):
    line.cut()
    post.goto(f"{line.url}/return/")
    post.get_by_text("this is an offline copy of").wait_for()
    assert not post.get_by_role("heading", name="Returns of").is_visible()
    post.get_by_label("Nothing happened (nil return)").check()
    post.get_by_label("Note").fill("Fog until noon.")
    post.get_by_role("button", name="Send the return").click()
    post.locator("[data-outbox-state]", has_text=SAVED).wait_for()
    assert (post.evaluate(WAITING), DailyReturn.objects.count()) == (1, 0)
    post.goto(f"{line.url}/report/outbox/")
    post.get_by_text("Daily return · N-1").wait_for()
    line.restore()
    line_comes_back(post)
    wait_until(post, f"{WAITING}.then((n) => n === 0)")
    filed = DailyReturn.objects.get()
    assert (filed.author, filed.post, filed.note) == (
        cast.north_monitor,
        cast.north_post,
        "Fog until noon.",
    )
    assert filed.mission_day == open_day(cast.mission, timezone.now())
    post.get_by_role("link", name=filed.reference).click()
    post.get_by_role("heading", name="The daily return was received").wait_for()
