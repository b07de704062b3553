"""The founding case's reports of one event find each other, with few false pairs."""

from itertools import combinations

import pytest

from incidents.domain.queries.likeness import likeness
from incidents.domain.queries.suggestions import LIKELY, compared
from incidents.enums import Scope
from incidents.management.founding.files import read_rows
from incidents.models import Report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("founding_case")]


def test_pairs_of_one_event_are_found_with_few_false_ones(record_property):
    key = {row["report_id"]: row["incident_key"] for row in read_rows("reports")}
    rows = Report.objects.filter(scope=Scope.EVENT).prefetch_related("casualties")
    pairs = list(combinations(compared(rows), 2))
    wanted = {pair for pair in pairs if _one_event(pair, key)}
    found = {pair for pair in pairs if (alike := likeness(*pair)) and alike.score >= LIKELY}
    precision, recall = len(wanted & found) / len(found), len(wanted & found) / len(wanted)
    record_property("precision", precision)
    record_property("recall", recall)
    assert precision >= 0.85
    assert recall >= 0.90


def _one_event(pair, key):
    one, other = (key[told.report.external_id] for told in pair)
    return one == other
