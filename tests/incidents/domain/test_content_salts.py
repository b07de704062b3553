"""The salts of reports: the same content is the same report, and what was redacted stays so."""

import pytest
from django.db import connection

from incidents.domain.content_salts import gone_from, opened, salts_of
from incidents.ledger.canonical import content_hash, parsed
from incidents.ledger.salted import commitments_of, fields_of, salted_hash
from incidents.models import ContentSalts
from tests.incidents.telling import tell

pytestmark = pytest.mark.django_db


def test_a_report_has_a_secret_and_its_hash_follows_from_it(cast):
    report = tell(cast.north_monitor, narrative="Anna saw it.").report
    salts = salts_of(report.mission, report.report_id)
    content = parsed(bytes(report.content))
    commitments = commitments_of(content, opened(salts, fields_of(content)))
    assert report.content_hash == salted_hash(commitments.values())
    assert report.content_hash != content_hash(bytes(report.content))
    assert gone_from(salts) == set()


def test_variants_share_the_secret_of_the_first(cast):
    first = tell(cast.north_monitor).report
    variant = tell(cast.north_monitor, report_id=first.report_id, narrative="edited")
    assert variant.outcome == "variant"
    assert ContentSalts.objects.count() == 1


def test_the_same_content_twice_is_one_report(cast):
    first = tell(cast.north_monitor, narrative="once")
    again = tell(cast.north_monitor, report_id=first.report.report_id, narrative="once")
    assert again.outcome == "replayed"
    assert again.receipt == first.receipt


def test_two_reports_of_the_same_words_have_different_hashes(cast):
    one, other = tell(cast.north_monitor).report, tell(cast.north_monitor).report
    assert salts_of(one.mission, one.report_id).secret != (
        salts_of(other.mission, other.report_id).secret
    )


def test_what_was_filed_before_there_were_salts_is_known_again(cast):
    first = tell(cast.north_monitor, narrative="old").report
    plain = content_hash(bytes(first.content))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM incidents_contentsalts")
        cursor.execute("UPDATE incidents_report SET content_hash = %s", [plain])
        cursor.execute("SET LOCAL session_replication_role = origin")
    again = tell(cast.north_monitor, report_id=first.report_id, narrative="old")
    assert (again.outcome, again.report.pk) == ("replayed", first.pk)
