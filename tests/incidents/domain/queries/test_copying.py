"""Rows as COPY writes them: whatever a text holds, it arrives."""

import csv
import io
import json

import pytest
from django.db.models import TextField, Value
from django.db.models.functions import JSONObject

from incidents.domain.queries.copying import copy_csv, copy_texts
from incidents.models import Incident
from tests.calls import observation, released

pytestmark = pytest.mark.django_db

TEXTS = ["", "a,b", 'say "yes"', "two\nlines", "\\N", "\\.", "100 %", "%s", "Լեռ", "\U0001f30d"]


def typed(text):
    return Value(text, output_field=TextField())


@pytest.fixture
def rows(cast):
    released(observation(cast.north_monitor), "public")
    return Incident.objects.order_by("pk")


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_arrives_as_it_was(rows, text):
    target = io.BytesIO()
    copy_csv(rows.values_list(typed(text), typed(None)), target)
    assert next(csv.reader(io.StringIO(target.getvalue().decode(), newline=""))) == [text, ""]
    target = io.BytesIO()
    copy_texts(rows.values_list(JSONObject(said=typed(text))), target)
    (line,) = target.getvalue().decode().split("\n")[:-1]
    assert json.loads(line) == {"said": text}


def test_no_row_writes_nothing():
    target = io.BytesIO()
    copy_csv(Incident.objects.values_list("pk"), target)
    assert target.getvalue() == b""
