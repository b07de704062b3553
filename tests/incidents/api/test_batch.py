"""Batches: each item is filed as if it came alone, and answers for itself."""

import gzip
import json
import time

import pytest

from incidents.ledger.uuid7 import uuid7
from incidents.models import JournalEntry, Report
from tests.calls import API, client_of, faults_of, post, report_body
from tests.incidents.boxes import boxed, item_of, send, statuses
from tests.incidents.typing import signed_in, typed_report

# The first form that ever wrote boxes. It never changes: a device may come back after months.
OLDEST = {
    "v": 1,
    "report_id": "0192f7c0-5b2e-7c4d-8a11-3f6d2b9c0e57",
    "written_at": "2021-03-10T07:06:00.000Z",
    "values": [
        ["report_id", "0192f7c0-5b2e-7c4d-8a11-3f6d2b9c0e57"],
        ["mission", "ridge"],
        ["same_event_as", ""],
        ["corrects", ""],
        ["post", "N-1"],
        ["occurred_date", "2021-03-10"],
        ["occurred_time", "11:05"],
        ["until_time", "11:20"],
        ["time_precision", "T1"],
        ["category", "FIR-SAL"],
        ["means", "heard"],
        ["signature", ""],
        ["direction", "outgoing"],
        ["count_qualifier", "about"],
        ["count_low", "12"],
        ["count_high", ""],
        ["count_unit", "shot"],
        ["weapon", ""],
        ["weapon_text", "Rifle, by the sound."],
        ["narrative", "Heard three shots.\r\nThen silence."],
        ["place", "ВЕЛМУРА"],
        ["place_code", ""],
        ["area_text", "North slope"],
        ["lat", "40.25"],
        ["lon", "10.25"],
        ["position_precision", "P3"],
        ["casualties-TOTAL_FORMS", "1"],
        ["casualties-INITIAL_FORMS", "0"],
        ["casualties-MIN_NUM_FORMS", "0"],
        ["casualties-MAX_NUM_FORMS", "50"],
        ["casualties-0-outcome", "injured"],
        ["casualties-0-person_kind", "civilian"],
        ["casualties-0-side", ""],
        ["casualties-0-low", "1"],
        ["casualties-0-best", ""],
        ["casualties-0-high", ""],
        ["kind", "observation"],
        ["source_kind", "own_post"],
        ["stance", "recorded"],
        ["source_party", ""],
        ["source_label", ""],
        ["alleged_party", ""],
        ["target_text", ""],
    ],
}


def test_boxes_are_filed_and_each_has_its_receipt(cast):
    items = [item_of(cast.north_monitor) for _ in range(3)]
    answers = send(cast.north_monitor, *items)
    assert statuses(answers) == [201, 201, 201]
    assert [a["receipt"]["report_id"] for a in answers] == [i["report_id"] for i in items]
    assert {r.author for r in Report.objects.all()} == {cast.north_monitor}


def test_the_oldest_box_is_still_understood(cast):
    answer = send(
        cast.north_monitor, boxed(cast.north_monitor, OLDEST | {"author": cast.north_monitor.pk})
    )
    assert statuses(answer) == [201], answer
    report = Report.objects.get()
    assert (report.place, report.place_text) == (cast.village, "ВЕЛМУРА")
    assert report.occurred_from.isoformat() == "2021-03-10T07:05:00+00:00"
    assert report.occurred_until.isoformat() == "2021-03-10T07:20:00+00:00"
    assert (report.count_low, str(report.lat)) == (12, "40.250000")
    assert report.casualties.get().low == 1


def test_a_batch_sent_again_gives_the_same_receipts_and_stores_nothing(cast):
    items = [item_of(cast.north_monitor) for _ in range(3)]
    first = send(cast.north_monitor, *items)
    entries = JournalEntry.objects.count()
    again = send(cast.north_monitor, *items)
    assert statuses(again) == [200, 200, 200]
    assert [a["receipt"] for a in again] == [a["receipt"] for a in first]
    assert (Report.objects.count(), JournalEntry.objects.count()) == (3, entries)


def test_what_the_form_sent_and_the_outbox_sends_again_is_one_report(cast):
    typed = typed_report(narrative="One.\r\nTwo.")
    signed_in(cast.north_monitor).post("/report/", typed)
    assert statuses(send(cast.north_monitor, item_of(cast.north_monitor, typed))) == [200]
    assert Report.objects.count() == 1


def test_a_bad_item_keeps_none_of_the_others(cast):
    good, bad = item_of(cast.north_monitor), item_of(cast.north_monitor, occurred_date="?")
    late = item_of(cast.north_monitor, typed_report(category=""))
    answers = send(cast.north_monitor, good, bad, late, item_of(cast.north_monitor))
    assert statuses(answers) == [201, 422, 422, 201]
    assert {fault["field"] for fault in answers[1]["errors"]} == {"occurred_date"}
    assert answers[2]["errors"][0]["label"] == "What happened?"
    assert Report.objects.count() == 2


def test_the_same_item_twice_in_a_batch_is_one_report(cast):
    item = item_of(cast.north_monitor)
    answers = send(cast.north_monitor, item, item)
    assert statuses(answers) == [201, 200]
    assert answers[0]["receipt"] == answers[1]["receipt"]


def test_the_same_id_with_other_words_is_kept_as_a_variant(cast):
    typed = typed_report()
    answers = send(
        cast.north_monitor,
        item_of(cast.north_monitor, typed),
        item_of(cast.north_monitor, typed, narrative="Four."),
    )
    assert statuses(answers) == [201, 202]
    assert answers[1]["receipt"]["variant"] is True


def test_bodies_of_the_api_go_in_a_batch_too(cast):
    body = report_body()
    answers = send(cast.north_monitor, body, body, report_body(category="FIR-XXX"))
    assert statuses(answers) == [201, 200, 422]
    assert answers[2]["errors"][0]["pointer"] == "#/category"


def test_a_correction_may_follow_what_it_corrects_in_one_batch(cast):
    first = typed_report()
    second = typed_report(corrects=first["report_id"], narrative="It was two.")
    items = (item_of(cast.north_monitor, typed) for typed in (first, second))
    assert statuses(send(cast.north_monitor, *items)) == [201, 201]
    assert Report.objects.get(version=2).corrects.report_id.hex == first["report_id"].replace(
        "-", ""
    )


def test_nobody_files_under_the_name_of_somebody_else(cast):
    item = item_of(cast.north_monitor)
    answers = send(cast.south_monitor, item)
    assert statuses(answers) == [403]
    assert answers[0]["errors"][0]["code"] == "other_author"
    assert "digest" not in answers[0]
    assert not Report.objects.exists()


def test_a_duty_officer_carries_a_sealed_report_and_the_journal_says_so(cast):
    answers = send(cast.south_duty_officer, item_of(cast.north_monitor))
    assert statuses(answers) == [201]
    assert Report.objects.get().author == cast.north_monitor
    entry = JournalEntry.objects.get(action="report_filed")
    assert json.loads(bytes(entry.body))["carried_by"] == cast.south_duty_officer.pk
    assert entry.actor == cast.north_monitor


def test_a_carried_report_and_the_authors_own_sending_are_one(cast):
    item = item_of(cast.north_monitor)
    send(cast.south_duty_officer, item)
    assert statuses(send(cast.north_monitor, item)) == [200]


def test_a_duty_officer_of_another_mission_carries_nothing(cast):
    assert statuses(send(cast.stranger, item_of(cast.north_monitor))) == [403]


def test_who_makes_a_box_with_a_key_of_their_own_speaks_for_nobody(cast):
    from incidents.domain.outbox import outbox_key

    typed = typed_report()
    document = {"v": 1, "report_id": typed["report_id"], "author": cast.north_monitor.pk}
    document["values"] = list(typed.items())
    forged = boxed(cast.north_monitor, document, outbox_key(cast.south_duty_officer.pk))
    answers = send(cast.south_duty_officer, forged)
    assert (statuses(answers), answers[0]["errors"][0]["code"]) == ([422], "seal")


def test_an_author_who_serves_no_more_is_told_so_and_nothing_is_filed(cast):
    item = item_of(cast.north_monitor)
    cast.north_monitor.is_active = False
    cast.north_monitor.save()
    assert statuses(send(cast.north_duty_officer, item)) == [403]
    assert not Report.objects.exists()


def test_a_box_that_holds_another_report_than_it_says_is_refused(cast):
    typed = typed_report()
    document = {"v": 1, "report_id": str(uuid7()), "author": cast.north_monitor.pk}
    document["values"] = list(typed.items())
    answers = send(cast.north_monitor, boxed(cast.north_monitor, document))
    assert (statuses(answers), answers[0]["errors"][0]["code"]) == ([422], "content")


@pytest.mark.parametrize("who, status", [("analyst", 403), ("observer", 403), ("public", 401)])
def test_only_those_who_file_may_send_a_batch(cast, who, status):
    response = post("reports/batch/", {"items": [report_body()]}, cast.everybody[who])
    assert response.status_code == status


@pytest.mark.parametrize(
    "item",
    [
        None, 1, "x", [], [[]], {}, True,
        {"box": 1}, {"box": "x"}, {"box": None, "v": 1, "report_id": 5, "author": 1},
        {"v": True, "report_id": str(uuid7()), "author": 1, "box": ""},
        {"v": 2, "report_id": str(uuid7()), "author": 1, "box": ""},
        {"v": 1, "report_id": "x", "author": 1, "box": ""},
        {"v": 1, "report_id": str(uuid7()), "author": "1", "box": ""},
        {"v": 1, "report_id": str(uuid7()), "author": -1, "box": ""},
        {"v": 1, "report_id": str(uuid7()), "author": 2**53 - 1, "box": ""},
        {"v": 1, "report_id": str(uuid7()).upper(), "author": 1, "box": ""},
        {"v": 1, "report_id": str(uuid7()), "author": 1, "box": "A" * 64, "more": 1},
    ],
    ids=range(18),
)  # fmt: skip
def test_what_is_no_item_answers_for_itself_and_the_next_is_filed(cast, item):
    answers = send(cast.north_monitor, item, item_of(cast.north_monitor))
    assert statuses(answers) == [422, 201]


@pytest.mark.parametrize(
    "body",
    [{}, {"items": []}, {"items": {}}, {"items": None}, {"items": "x"}, [], {"items": [1] * 101}],
    ids=range(7),
)  # fmt: skip
def test_what_is_no_batch_is_refused_whole(cast, body):
    response = post("reports/batch/", body, cast.north_monitor)
    assert response.status_code == 422
    assert faults_of(response)


def test_a_hundred_thousand_items_are_refused_before_they_are_looked_at(cast):
    began = time.monotonic()
    response = post("reports/batch/", {"items": [1] * 100_000}, cast.north_monitor)
    assert faults_of(response) == {"#/items": "max_length"}
    assert time.monotonic() - began < 5


def test_a_packed_bomb_is_never_unpacked(cast):
    bomb = gzip.compress(b'{"items":[' + b" " * 50_000_000 + b"]}")
    response = client_of(cast.north_monitor).post(
        API + "reports/batch/",
        bomb,
        content_type="application/json",
        headers={"Content-Encoding": "gzip"},
    )
    assert (response.status_code, faults_of(response)) == (400, {"#": "not_utf8"})


def test_a_session_needs_its_token_against_forgery(cast):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.north_monitor)
    body = json.dumps({"items": [item_of(cast.north_monitor)]})
    answer = client.post(API + "reports/batch/", body, content_type="application/json")
    assert answer.status_code == 403
    assert not Report.objects.exists()
