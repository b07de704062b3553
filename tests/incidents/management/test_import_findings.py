"""An import of findings meets the same gate as a form or a call of the API."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from incidents.models import Finding
from tests.incidents.judging import settled

pytestmark = pytest.mark.django_db

NAMED = {
    "text": "The mission verified three shots.",
    "attribution": "attributed",
    "sides": [{"party": "lowlands"}],
    "confidence": "high",
    "basis": ["direct_observation"],
    "grounds": "Two posts saw it.",
}


@pytest.fixture
def bring(tmp_path):
    """Import some lines as somebody; what was refused, in words."""

    def run(person, *lines):
        path, refused = tmp_path / "findings.jsonl", StringIO()
        path.write_text("\n".join(x if isinstance(x, str) else json.dumps(x) for x in lines))
        try:
            call_command("import_findings", path, "--as", person, stdout=StringIO(), stderr=refused)
        except CommandError:
            return refused.getvalue()
        return ""

    return run


def test_a_draft_is_imported(cast, bring):
    line = NAMED | {"incident": str(settled(cast).pk)}
    assert bring("north-duty", line) == ""
    assert Finding.objects.get().sides.get().party == cast.lowlands


@pytest.mark.parametrize(
    "status,more,where",
    [
        ("inconclusive", {}, "attribution"),
        ("partly_verified", {"grounds": ""}, "grounds"),
        ("verified", {"confidence": ""}, "confidence"),
        ("verified", {"sides": []}, "sides"),
        ("verified", {"sides": [{"party": 5}]}, "sides"),
        ("verified", {"secret": 1}, "secret"),
    ],
)
def test_the_import_hits_the_same_gate(cast, bring, status, more, where):
    line = NAMED | more | {"incident": str(settled(cast, status).pk)}
    assert where in bring("north-duty", line)
    assert not Finding.objects.exists()


@pytest.mark.parametrize("line", ["", "{", "[]", "5", '{"incident": 1}'])
def test_a_line_that_is_no_finding_is_refused_and_the_next_goes_on(cast, bring, line):
    good = NAMED | {"incident": str(settled(cast).pk)}
    assert "line 1: refused" in bring("north-duty", line, good)
    assert Finding.objects.count() == 1


@pytest.mark.parametrize("person", ["north-monitor", "analyst", "administrator", "nobody"])
def test_nobody_else_imports(cast, bring, person):
    bring(person, NAMED | {"incident": str(settled(cast).pk)})
    assert not Finding.objects.exists()
