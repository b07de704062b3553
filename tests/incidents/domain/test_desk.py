"""The desk: each row of the standing order is asked for once, and answers as ever."""

from datetime import UTC, datetime

from incidents.domain.content import ReportContent
from incidents.domain.desk import Desk
from incidents.domain.filing import file_report
from incidents.ledger.uuid7 import uuid7
from parties.domain.acting import posts_open_to


def test_a_row_is_asked_for_once(cast, django_assert_num_queries):
    desk = Desk()
    with django_assert_num_queries(3):
        for _ in range(3):
            assert desk.mission("ridge") == cast.mission
            assert desk.post(cast.mission, "N-1") == cast.north_post
            assert desk.post(cast.other_mission, "N-1") is None


def test_people_are_kept_apart(cast):
    desk = Desk()
    for person in (cast.north_monitor, cast.south_monitor, None):
        assert desk.actor(person).user == person
    north, south = desk.actor(cast.north_monitor), desk.actor(cast.south_monitor)
    for actor in (north, south):
        found = desk.posts_open_to(actor, cast.mission, {"monitor"})
        assert found == posts_open_to(actor, cast.mission, {"monitor"})
    assert desk.posts_open_to(north, cast.mission, {"duty_officer"}) == []


def test_what_is_not_there_is_kept_too(cast, django_assert_num_queries):
    desk = Desk()
    with django_assert_num_queries(2):
        for _ in range(2):
            assert desk.place("nowhere") is None
            assert desk.parties(["north", "nobody"]) == {"north": cast.north}


def test_reports_of_one_desk_are_what_each_alone_would_be(cast):
    def body():
        named = {"post": "N-1", "place": "pl-village", "source_party": "north"}
        when = datetime(2021, 3, 4, tzinfo=UTC)
        return ReportContent(report_id=uuid7(), mission="ridge", occurred_from=when, **named)

    desk = Desk()
    together = [file_report(body(), author=cast.north_monitor, desk=desk) for _ in range(2)]
    alone = file_report(body(), author=cast.north_monitor)
    for name in ("mission", "post", "place", "source_party", "author"):
        told = {getattr(filed.report, name) for filed in (*together, alone)}
        assert len(told) == 1
