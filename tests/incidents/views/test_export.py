"""The page of exports: order, wait, take; one's own alone, with and without JavaScript."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from incidents.domain.exporting import MOST_WAITING, ask_for_export
from incidents.domain.pump import run_due
from incidents.ledger.uuid7 import uuid7
from incidents.models import Export
from parties.domain.acting import actor_of
from tests.calls import observation, released
from tests.incidents.typing import signed_in
from tests.incidents.views.walls import sign_in

pytestmark = pytest.mark.django_db

PAGE = "/exports/"
SITE = "https://monitors.example"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.EXPORT_DIR = tmp_path


@pytest.fixture
def analyst(cast):
    return signed_in(cast.analyst)


def order(client, **typed):
    said = {"format": "csv", "mission": "ridge", "key": str(uuid7())} | typed
    return client.post(PAGE, said)


def worked():
    run_due(timezone.now() + timedelta(seconds=1))


def text_of(answer):
    return answer.content.decode()


def exports_of_all_kinds(cast):
    """The page of somebody whose exports wait, are there, have ended and failed."""
    actor = actor_of(cast.analyst)
    for query in ("format=csv&category=FIR", "format=xlsx", "format=csv&profile=nonsense"):
        ask_for_export(actor, uuid7(), query, address=SITE)
    worked()
    Export.objects.filter(query="format=xlsx").update(expires_at=timezone.now())
    ask_for_export(actor, uuid7(), "format=gpkg&mission=ridge", address=SITE)
    return PAGE


def test_an_export_is_ordered_watched_and_taken_without_javascript(cast, analyst):
    filed = released(observation(cast.north_monitor))
    assert "You have ordered none yet" in text_of(analyst.get(PAGE))
    assert order(analyst, category="FIR-SAL").headers["Location"] == PAGE
    waiting = text_of(analyst.get(PAGE))
    assert "It waits for the worker." in waiting
    assert f'<a href="{PAGE}">Look again</a>' in waiting
    worked()
    there = text_of(analyst.get(PAGE))
    assert "Look again" not in there
    row = Export.objects.get()
    assert row.query == "format=csv&mission=ridge&category=FIR-SAL"
    taken = b"".join(analyst.get(f"/api/v1/exports/{row.pk}/file/").streaming_content)
    assert filed.reference in taken.decode()
    assert hashlib.sha256(taken).hexdigest() in there
    manifest = analyst.get(f"{PAGE}{row.pk}/manifest.json")
    assert manifest.content == bytes(row.manifest)
    assert json.loads(manifest.content)["rows"] == 1
    signature = analyst.get(f"{PAGE}{row.pk}/manifest.sig")
    assert text_of(signature) == row.signature
    assert row.signature.splitlines()[0].endswith("/manifest")


def test_what_failed_and_what_ended_say_so_and_offer_no_file(cast, analyst):
    exports_of_all_kinds(cast)
    page = text_of(analyst.get(PAGE))
    assert "Not made" in page
    assert "profile" in page
    assert "The file was removed after a week." in page
    assert page.count("Take the file") == 1
    assert page.count(">Manifest<") == 2


def test_the_filters_of_the_list_come_along(cast, analyst):
    released(observation(cast.north_monitor))
    listed = text_of(analyst.get("/incidents/?category=FIR-SAL&day_after=2021-03-01"))
    assert 'href="/exports/?category=FIR-SAL&amp;day_after=2021-03-01"' in listed
    page = text_of(analyst.get("/exports/?category=FIR-SAL&day_after=2021-03-01"))
    assert '<option value="FIR-SAL" selected>' in page
    assert 'value="2021-03-01"' in page
    assert '<option value="ridge" selected>' in page
    assert "Have these as a file" not in text_of(Client().get("/incidents/"))


def test_a_second_press_orders_nothing_and_another_list_under_the_key_is_its_own(cast, analyst):
    key = str(uuid7())
    for _press in range(2):
        assert order(analyst, key=key).status_code == 302
    assert Export.objects.count() == 1
    assert order(analyst, key=key, format="xlsx").status_code == 302
    assert set(Export.objects.values_list("query", flat=True)) == {
        "format=csv&mission=ridge",
        "format=xlsx&mission=ridge",
    }


@pytest.mark.parametrize(
    "typed",
    [
        {"format": "json"},
        {"format": "exe"},
        {"format": ""},
        {"key": ""},
        {"key": "x"},
        {"category": "XYZ"},
        {"status": "\0"},
        {"mission": "nowhere"},
        {"q": "x" * 101},
        {"q": "\0"},
        {"day_after": "tomorrow"},
        {"severity_min": "-1"},
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_ordered(cast, analyst, typed):
    refused = order(analyst, **typed)
    assert refused.status_code == 422
    assert "error-summary" in text_of(refused)
    assert not Export.objects.exists()


def test_too_many_at_once_are_refused_in_words(cast, analyst):
    for _one in range(MOST_WAITING):
        order(analyst)
    refused = order(analyst)
    assert refused.status_code == 422
    assert "Other exports of yours are being made." in text_of(refused)


def test_every_offered_format_is_made(cast, analyst):
    released(observation(cast.north_monitor))
    offered = analyst.get(PAGE).context["form"].fields["format"].choices
    for name, _label in offered:
        order(analyst, format=name)
        worked()
    assert [row.failure for row in Export.objects.all()] == [""] * len(offered)
    assert Export.objects.filter(progress=100).count() == len(offered)


def test_the_exports_of_another_are_as_unknown(cast, analyst):
    order(analyst, area="")
    worked()
    row = Export.objects.get()
    other = signed_in(cast.north_duty_officer)
    assert "You have ordered none yet" in text_of(other.get(PAGE))
    for name in ("manifest.json", "manifest.sig"):
        assert other.get(f"{PAGE}{row.pk}/{name}").status_code == 404
        assert analyst.get(f"{PAGE}{uuid7()}/{name}").status_code == 404
        assert Client().get(f"{PAGE}{row.pk}/{name}").status_code == 302
    assert Client().get(PAGE).status_code == 302


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_page_follows_the_worker_by_itself(cast, page, context, live_server):
    sign_in(context, live_server.url, cast.analyst)
    page.goto(PAGE)
    page.get_by_label("Format").select_option("xlsx")
    page.get_by_role("button", name="Order it").click()
    page.wait_for_selector("text=It waits for the worker.")
    worked()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Take the file").click()
    assert taken.value.suggested_filename == "incidents.xlsx"
