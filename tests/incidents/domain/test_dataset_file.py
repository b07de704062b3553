"""Files of datasets: a worker reads them, a person confirms, and the worker imports them once."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from incidents.domain.dataset_file import (
    MOST_WAITING,
    bring_file,
    confirm_import,
    read_asked,
    read_otherwise,
    wrong_rows,
)
from incidents.domain.pump import run_due
from incidents.exchange.dataset_rows import Manner
from incidents.models import DatasetBatch, DatasetFile, DatasetRecord, Duty
from parties.domain.acting import actor_of
from parties.models import Appointment
from tests.incidents.domain.test_dataset import REAL, UCDP

pytestmark = pytest.mark.django_db

OTHER = b"when;what\n04/03/2021;Shelling\n05/03/2021;Shelling\n06/03/2021;Daily total\n"


def bring(cast, content=REAL, who="analyst", **more):
    actor = actor_of(getattr(cast, who))
    return bring_file(content, "ged.csv", UCDP, cast.mission, actor=actor, **more)


def work(file):
    run_due(timezone.now() + timedelta(seconds=1))
    file.refresh_from_db()
    return file


def confirm(cast, file, who="analyst"):
    confirm_import(file, actor=actor_of(getattr(cast, who)))


def test_a_file_is_read_by_a_worker_and_nothing_is_imported(cast):
    file = bring(cast, REAL + b"9,2020")
    assert (file.is_waiting, file.found) == (True, {})
    work(file)
    assert (file.is_waiting, file.progress) == (False, 100)
    told = {name: file.found[name] for name in ("kind", "added", "known", "wrong")}
    assert told == {"kind": "ged", "added": 440, "known": 0, "wrong": 1}
    assert file.found["shown"][0][:2] == ["190516", "1990-01-13"]
    assert [(row.number, row.code) for row in wrong_rows(file)] == [(442, "number_of_cells")]
    assert not DatasetRecord.objects.exists()


def test_what_is_confirmed_is_imported_once(cast):
    file = work(bring(cast))
    confirm(cast, file, "north_duty_officer")
    with pytest.raises(ValidationError):
        confirm(cast, file)
    work(file)
    assert (file.batch.added, file.batch.imported_by) == (440, cast.north_duty_officer)
    read_asked(str(file.pk), timezone.now())
    assert DatasetBatch.objects.count() == 1
    again = work(bring(cast))
    confirm(cast, again)
    work(again)
    assert (again.found["added"], again.found["known"], again.batch) == (0, 440, None)
    assert again.done_at
    assert DatasetRecord.objects.count() == 440


def test_nothing_is_confirmed_that_was_not_read(cast):
    file = bring(cast)
    with pytest.raises(ValidationError):
        confirm(cast, file)


def test_a_file_of_unknown_columns_is_read_when_they_are_named(cast):
    file = work(bring(cast, OTHER))
    assert file.refused[0] == "unknown_columns"
    assert file.found["names"] == ["when", "what"]
    with pytest.raises(ValidationError):
        confirm(cast, file)
    manner = Manner(columns={"day_from": "when", "event_type": "what"})
    read_otherwise(file, manner, actor=actor_of(cast.analyst))
    work(file)
    assert (file.refused, file.found["added"], file.found["wrong"]) == (None, 2, 1)
    confirm(cast, file)
    with pytest.raises(ValidationError):
        read_otherwise(file, manner, actor=actor_of(cast.analyst))


@pytest.mark.parametrize("name", [rb"a\u0000", rb"\ud800"])
def test_a_file_with_a_column_that_no_text_names_is_refused_once(cast, name):
    properties = rb'"id":"1","reference":"b","mission_day":"2021-03-04","category":"FIR"'
    content = rb'{"features":[{"properties":{%s,"%s":"x"}}]}' % (properties, name)
    file = work(bring(cast, content))
    assert (file.is_waiting, file.refused) == (False, ["column_characters", ""])


def test_a_reading_that_was_overtaken_tells_nothing(cast):
    file = bring(cast, OTHER)
    DatasetFile.objects.filter(pk=file.pk).update(asked_at=timezone.now() + timedelta(hours=1))
    read_asked(str(file.pk), timezone.now())
    file.refresh_from_db()
    assert file.refused is not None or file.checked_at is None


def test_who_may_import_no_more_imports_nothing(cast):
    file = work(bring(cast))
    confirm(cast, file)
    Appointment.objects.filter(user=cast.analyst).update(until=timezone.now() - timedelta(days=9))
    work(file)
    assert (file.refused[0], file.batch) == ("not_allowed", None)
    assert not DatasetRecord.objects.exists()
    assert not Duty.objects.filter(done_at=None).exists()


@pytest.mark.parametrize("who", ["north_monitor", "administrator", "stranger", "observer"])
def test_others_bring_and_confirm_nothing(cast, who):
    with pytest.raises(PermissionDenied):
        bring(cast, who=who)
    file = work(bring(cast))
    with pytest.raises(PermissionDenied):
        confirm(cast, file, who)
    with pytest.raises(PermissionDenied):
        read_otherwise(file, Manner(), actor=actor_of(getattr(cast, who)))


def test_too_many_waiting_files_are_refused(cast):
    for _file in range(MOST_WAITING):
        bring(cast, b"x")
    with pytest.raises(ValidationError, match="Come back"):
        bring(cast, b"x")
