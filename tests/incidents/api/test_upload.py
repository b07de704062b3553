"""Files over the API: announced, sent in pieces, gone on with, and refused clearly."""

import hashlib

import pytest

from incidents.models import Evidence, StoredFile, Upload
from tests.calls import API, client_of, faults_of, post, report_body
from tests.incidents.samples import MP4
from tests.incidents.sending import PHOTO
from tests.incidents.telling import tell

pytestmark = pytest.mark.django_db
OCTETS = "application/octet-stream"


def body(data=PHOTO, **said):
    return {
        "report_id": report_body()["report_id"],
        "mission": "ridge",
        "sha256": hashlib.sha256(data).hexdigest(),
        "size": len(data),
        "name": "IMG_0001.JPG",
    } | said


def put(person, upload, offset, data, content_type=OCTETS):
    address = f"{API}uploads/{upload}/"
    headers = {} if offset is None else {"Upload-Offset": str(offset)}
    return client_of(person).put(address, data, content_type=content_type, headers=headers)


@pytest.fixture
def begun(cast):
    """An upload of the northern monitor for a report that is filed."""
    filed = tell(cast.north_monitor)
    answer = post("uploads/", body(report_id=str(filed.report.report_id)), cast.north_monitor)
    assert answer.status_code == 201
    return answer.json()["id"]


def test_a_file_in_pieces_is_attached_at_last(cast, begun):
    half = put(cast.north_monitor, begun, 0, PHOTO[:5000]).json()
    whole = put(cast.north_monitor, begun, 5000, PHOTO[5000:]).json()
    assert (half["offset"], half["complete"], half["attached"]) == (5000, False, False)
    assert (whole["complete"], whole["attached"]) == (True, True)
    assert str(Evidence.objects.get().pk) == begun


def test_head_says_where_to_go_on(cast, begun):
    put(cast.north_monitor, begun, 0, PHOTO[:5000])
    answer = client_of(cast.north_monitor).head(f"{API}uploads/{begun}/")
    assert (answer["Upload-Offset"], answer["Upload-Length"]) == ("5000", str(len(PHOTO)))
    assert (answer["Cache-Control"], answer.content) == ("no-store", b"")


def test_announcing_again_says_where_to_go_on(cast, begun):
    put(cast.north_monitor, begun, 0, PHOTO[:5000])
    again = body(report_id=str(Upload.objects.get().report_id))
    answer = post("uploads/", again, cast.north_monitor)
    assert (answer.status_code, answer.json()["offset"]) == (200, 5000)


def test_a_piece_at_the_wrong_place_is_a_conflict_that_names_the_right_one(cast, begun):
    answer = put(cast.north_monitor, begun, 7, PHOTO[:10])
    assert answer.status_code == 409
    assert answer.json()["errors"] == [
        {"parameter": "Upload-Offset", "detail": "0", "code": "offset"}
    ]


@pytest.mark.parametrize("offset", [None, "", "-1", "x", "1.5", "١", "9" * 30], ids=range(7))
def test_a_piece_without_a_place_is_refused(cast, begun, offset):
    assert put(cast.north_monitor, begun, offset, PHOTO).status_code == 400


def test_a_piece_that_is_too_large_is_refused(cast, begun):
    assert put(cast.north_monitor, begun, 0, bytes(4 * 1024 * 1024 + 1)).status_code == 413


def test_a_piece_is_bytes_and_not_json(cast, begun):
    answer = put(cast.north_monitor, begun, 0, b"{}", content_type="application/json")
    assert answer.status_code == 415


def test_a_file_of_another_kind_is_refused_by_its_bytes(cast):
    page = b"<html>" + bytes(1000)
    answer = post("uploads/", body(page, name="photo.jpg"), cast.north_monitor)
    refused = put(cast.north_monitor, answer.json()["id"], 0, page)
    assert (refused.status_code, faults_of(refused)) == (422, {"#/file": "file_type"})
    assert not StoredFile.objects.exists()


def test_another_file_than_announced_is_refused(cast, begun):
    refused = put(cast.north_monitor, begun, 0, PHOTO[:-1] + b"!")
    assert (refused.status_code, faults_of(refused)) == (422, {"#/sha256": "mismatch"})


def test_a_full_disk_is_507(cast, settings):
    settings.EVIDENCE_KEEP_FREE = 2**62
    answer = post("uploads/", body(), cast.north_monitor)
    assert answer.status_code == 507
    assert answer.json()["type"].endswith("/problems/storage-full/")


@pytest.mark.parametrize("who", ["south_monitor", "north_duty_officer", "analyst", "public"])
def test_an_upload_of_somebody_else_is_not_there(cast, begun, who):
    person = cast.everybody[who]
    assert client_of(person).get(f"{API}uploads/{begun}/").status_code == 404
    answer = put(person, begun, 0, PHOTO).status_code
    assert answer == {"public": 401, "analyst": 403}.get(who, 404)


WRONG = {
    "size as text": {"size": "10"},
    "no size": {"size": None},
    "hash of other length": {"sha256": "ab"},
    "hash as number": {"sha256": 12},
    "id as number": {"report_id": 5},
    "truth as number": {"graphic": 1},
    "time without offset": {"collected_at": "2021-03-10T10:00:00"},
    "time to come": {"collected_at": "2999-03-10T10:00:00Z"},
    "code unknown": {"capture": "dreamt"},
    "field unknown": {"colour": "red"},
    "address of a script": {"source_url": "javascript:alert(1)"},
    "long name": {"name": "x" * 256},
    "no mission": {"mission": "nowhere"},
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_announcement_is_refused_by_field(cast, name):
    answer = post("uploads/", body() | WRONG[name], cast.north_monitor)
    assert answer.status_code == 422
    assert {pointer.split("/")[1] for pointer in faults_of(answer)} == set(WRONG[name])
    assert not Upload.objects.exists()


def test_a_video_is_taken_and_its_facts_are_kept(cast):
    said = {"collected_by": "patrol", "capture": "uav", "device": "Quad", "graphic": True}
    answer = post("uploads/", body(MP4, **said), cast.north_monitor)
    put(cast.north_monitor, answer.json()["id"], 0, MP4)
    kept = Upload.objects.get()
    assert {name: getattr(kept, name) for name in said} == said
