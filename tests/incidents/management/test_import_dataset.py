"""The command that imports datasets: it tells what became of every row."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from incidents.domain.dataset_mapping import save_mapping
from incidents.exchange.dataset_rows import Manner
from incidents.models import DatasetBatch, DatasetRecord
from parties.domain.acting import actor_of
from tests.incidents.domain.test_dataset import REAL

pytestmark = pytest.mark.django_db
TOLD = {"mission": "ridge", "dataset": "UCDP GED 21.1", "licence": "CC BY 4.0"}


@pytest.fixture
def real(tmp_path):
    path = tmp_path / "ged.csv"
    path.write_bytes(REAL + b"9,2020,1")
    return path


def run(*given, name, **options):
    out, err = StringIO(), StringIO()
    call_command("import_dataset", *given, name=name, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_rows_are_imported_and_wrong_ones_named(cast, real):
    told = TOLD | {"name": cast.analyst.username}
    out, _err = run(str(real), dry_run=True, **told)
    assert "440 would be added, 0 were there, 1 wrong" in out
    out, err = run(str(real), **told)
    batch = DatasetBatch.objects.get()
    assert f"Batch {batch.pk}." in out
    assert "line 442: “3 / 14”: the row has not as many cells" in err
    out, _err = run(withdraw=batch.pk, reason="An older edition.", name=cast.analyst.username)
    assert out == f"Batch {batch.pk} withdrawn: 440 rows.\n"
    assert not DatasetRecord.objects.filter(withdrawn_at=None).exists()


@pytest.mark.parametrize(
    "options,words",
    [
        ({"name": "nobody"}, "no such user"),
        ({"name": "observer"}, "imports no datasets"),
        ({"mission": "nowhere"}, "code of a mission"),
        ({"licence": ""}, "licence"),
        ({"withdraw": 1, "reason": "x"}, "no such batch"),
        ({"mapping": "Local"}, "no such mapping"),
    ],
)
def test_what_cannot_be_is_said(cast, real, options, words):
    options = TOLD | {"name": "analyst"} | options
    if person := getattr(cast, options["name"], None):
        options["name"] = person.username
    with pytest.raises(CommandError, match=words):
        run(str(real), **options)


def test_a_mapping_that_was_saved_serves_the_command(cast, tmp_path):
    path = tmp_path / "local.csv"
    path.write_text("when;what\n04/03/2021;Shelling\n")
    manner = Manner(columns={"day_from": "when", "event_type": "what"})
    save_mapping(cast.mission, "Local", manner, actor=actor_of(cast.analyst))
    out, _err = run(str(path), name=cast.analyst.username, mapping="Local", **TOLD)
    assert "mapped: 1 added" in out


def test_a_file_that_is_not_there_is_said(cast):
    with pytest.raises(CommandError, match="cannot be read"):
        run("nowhere.csv", name=cast.analyst.username, **TOLD)
