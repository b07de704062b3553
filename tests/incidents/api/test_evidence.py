"""Evidence over the API: to each person the copies that are theirs, and nothing in between."""

import pytest

from incidents.models import CustodyEntry, Incident
from tests.calls import get, post
from tests.incidents.samples import CANARY, exif, picture
from tests.incidents.sending import attach, inspect_all

pytestmark = pytest.mark.django_db
PHOTO = picture(exif=exif())
PUBLIC_FIELDS = {"id", "kind", "graphic", "released", "copies"}


@pytest.fixture
def kept(cast):
    evidence = attach(cast.north_monitor, PHOTO, name=f"{CANARY}.jpg", device=CANARY)
    inspect_all()
    return evidence


def release(cast, kept):
    Incident.objects.update(release="public")
    body = {"step": "released", "reason": "Agreed."}
    return post(f"evidence/{kept.pk}/mark/", body, cast.north_duty_officer)


def content(response):
    return b"".join(response) if response.streaming else response.content


def test_a_duty_officer_reads_what_the_camera_wrote_and_how_far_it_is_off(cast, kept):
    record = get(f"evidence/{kept.pk}/", cast.south_duty_officer).json()
    assert record["tags"]["Exif DateTimeOriginal"] == "2021:03:10 11:00:30"
    assert (record["copies"], record["outcome"]) == (
        ["original", "thumbnail", "working"],
        "decoded",
    )
    assert (record["minutes_off"], record["warnings"]) == (0, [])


def test_incidents_are_found_by_the_files_of_which_one_gets_a_copy(cast, kept):
    def finds(person):
        rows = get("incidents/", person, has_evidence="true").json()["results"]
        without = get("incidents/", person, has_evidence="false").json()["results"]
        assert len(rows) + len(without) == len(get("incidents/", person).json()["results"])
        return len(rows)

    assert [finds(cast.everybody[who]) for who in ("north_monitor", "analyst")] == [1, 1]
    Incident.objects.update(release="public")
    assert [finds(cast.everybody[who]) for who in ("south_monitor", "public")] == [0, 0]
    release(cast, kept)
    assert [finds(cast.everybody[who]) for who in ("south_monitor", "public")] == [1, 1]


def test_an_analyst_reads_no_tags_and_gets_no_original(cast, kept):
    record = get(f"evidence/{kept.pk}/", cast.analyst).json()
    assert "tags" not in record
    assert record["copies"] == ["thumbnail", "working"]
    answer = post(f"evidence/{kept.pk}/original/", {"reason": "Curious."}, cast.analyst)
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "who", ["south_monitor", "administrator", "observer", "stranger", "public"]
)
@pytest.mark.parametrize("path", ["", "working/", "thumbnail/", "custody/"], ids=range(4))
def test_for_everybody_else_it_is_not_there(cast, kept, who, path):
    answer = get(f"evidence/{kept.pk}/{path}", cast.everybody[who])
    nowhere = get(f"evidence/{kept.report.report_id}/{path}", cast.everybody[who])
    assert (answer.status_code, answer.content) == (404, nowhere.content)
    assert get("evidence/", cast.everybody[who]).json()["results"] == []


def test_released_the_public_gets_the_copy_and_learns_nothing_else(cast, kept):
    assert release(cast, kept).json()["released"]
    record = get(f"evidence/{kept.pk}/").json()
    assert set(record) == PUBLIC_FIELDS
    assert record["copies"] == ["thumbnail", "working"]
    answers = [
        get(f"evidence/{kept.pk}/"),
        get("evidence/"),
        get("evidence/", incident=str(Incident.objects.get().pk)),
        get(f"evidence/{kept.pk}/working/"),
        get(f"evidence/{kept.pk}/thumbnail/"),
    ]
    for answer in answers:
        assert answer.status_code == 200
        assert CANARY.encode() not in content(answer) + str(answer.headers).encode()
    assert get(f"evidence/{kept.pk}/custody/").status_code == 404


@pytest.mark.parametrize("path", ["working/", "thumbnail/"], ids=["working", "thumbnail"])
def test_a_copy_comes_so_that_nothing_in_it_runs(cast, kept, path):
    answer = get(f"evidence/{kept.pk}/{path}", cast.analyst)
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["Content-Disposition"].startswith("inline")
    answer.close()


def test_an_original_comes_byte_for_byte_as_a_file_to_save(cast, kept):
    body = {"reason": "Compare the shadows."}
    answer = post(f"evidence/{kept.pk}/original/", body, cast.south_duty_officer)
    assert content(answer) == PHOTO
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == f'attachment; filename="{kept.file_id}.jpg"'
    assert "sandbox" in answer["Content-Security-Policy"]
    assert CustodyEntry.objects.last().reason == "Compare the shadows."


@pytest.mark.parametrize("body", [{}, {"reason": ""}, {"reason": " "}, {"reason": 5}], ids=range(4))
def test_an_original_without_a_reason_is_refused(cast, kept, body):
    answer = post(f"evidence/{kept.pk}/original/", body, cast.north_duty_officer)
    assert answer.status_code == 422


def test_custody_names_roles_and_no_person(cast, kept):
    entries = get(f"evidence/{kept.pk}/custody/", cast.analyst).json()
    assert [entry["step"] for entry in entries][:2] == ["received", "attached"]
    assert entries[0]["who"]["appointments"] == [{"role": "monitor", "party": "north"}]
    assert "north-monitor" not in str(entries)


def test_a_mark_by_somebody_without_the_right_is_refused(cast, kept):
    body = {"step": "released", "reason": "For all."}
    assert post(f"evidence/{kept.pk}/mark/", body, cast.north_monitor).status_code == 403
    assert post(f"evidence/{kept.pk}/mark/", body, cast.stranger).status_code == 404


def test_evidence_is_found_by_report_and_by_incident(cast, kept):
    attach(cast.north_monitor, picture(size=(50, 50)), category="IND-MOR")
    incident = kept.report.links.get().incident_id
    for query in ({"report_id": str(kept.report.report_id)}, {"incident": str(incident)}):
        [record] = get("evidence/", cast.analyst, **query).json()["results"]
        assert record["id"] == str(kept.pk)
