"""Pages of posts, parties and the agreement."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parties.models import PostStatus
from tests import factories
from tests.incidents.typing import signed_in


def text(address):
    page = signed_in(None).get(address)
    assert page.status_code == 200
    return page.content.decode()


def test_posts_are_listed_with_operators_and_status(cast):
    page = text("/posts/")
    for words in ("N-1", "The north", "Active", "3 of 3 posts keep watch today"):
        assert words in page
    assert "C-1" not in page


def test_a_post_shows_its_dated_history(cast):
    factories.PostStatusFactory(
        post=cast.north_post, status=PostStatus.Status.CLOSED, since="2022-05-01", note="Withdrawn."
    )
    page = text("/posts/N-1/")
    for words in ("1 January 2021", "1 May 2022", "Withdrawn.", "Closed"):
        assert words in page


@pytest.mark.parametrize("code", ["C-1", "none", "N-1 ", "%00", "x" * 500])
def test_a_post_of_another_mission_or_of_none_is_not_found(cast, code):
    assert signed_in(None).get(f"/posts/{code}/").status_code in {400, 404}


def test_a_post_without_a_position_says_so(cast):
    cast.centre.lat = cast.centre.lon = None
    cast.centre.save()
    assert "Its position is not known" in text("/posts/JC/")


def test_rival_wordings_stand_side_by_side(cast):
    provision = cast.agreement.provisions.get()
    for party, words in ((cast.uplands, "cease at once"), (cast.lowlands, "cease by noon")):
        factories.ProvisionWordingFactory(provision=provision, endorsed_by=party, text=words)
    page = text("/agreement/")
    for words in ("TR-1", "cease at once", "cease by noon", "The uplands", "Co-chair"):
        assert words in page


def test_parties_are_listed_with_their_roles_and_seats(cast):
    page = text("/parties/")
    for words in ("The west", "Contact group: co-chair", "Signatory"):
        assert words in page


def test_a_mission_without_posts_says_what_to_do_next(db):
    factories.MissionFactory()
    assert "No posts yet" in text("/posts/")
    assert "No agreement yet" in text("/agreement/")
    assert "No parties yet" in text("/parties/")


@pytest.mark.parametrize("typed", ["velm", "БЕЛМОРА", "ВЕЛМ", "belmora", "Մատենա"])
def test_places_are_suggested_by_any_name_as_a_pair(cast, typed):
    found = signed_in(None).get("/places/lookup/", {"q": typed}).json()["places"]
    labels = [place["label"] for place in found]
    assert labels == (["Belmora / Velmura"] if typed != "Մատենա" else [])


@pytest.mark.parametrize("typed", ["", "%", "_", "'", "x" * 500, "☃"])
def test_a_strange_search_finds_nothing_and_breaks_nothing(cast, typed):
    assert signed_in(None).get("/places/lookup/", {"q": typed}).json() == {"places": []}


def queries(address):
    client = signed_in(None)
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("address", ["/posts/", "/parties/", "/agreement/", "/"])
def test_three_rows_cost_the_queries_of_one(cast, address):
    def add():
        post = factories.PostFactory(mission=cast.mission, host=cast.uplands, place=cast.village)
        factories.PostOperatorFactory(post=post)
        factories.PostStatusFactory(post=post)
        provision = factories.ProvisionFactory(agreement=cast.agreement)
        factories.ProvisionWordingFactory(provision=provision, endorsed_by=cast.uplands)
        factories.ParticipationFactory(mission=cast.mission)
        factories.GroupSeatFactory()

    add()
    one = queries(address)
    add()
    add()
    assert queries(address) == one
