"""Nothing that was filed is hidden: undated incidents and published totals have their pages."""

from tests.incidents.telling import tell
from tests.incidents.typing import signed_in


def test_an_incident_without_a_day_is_listed_as_undated(cast):
    told = tell(None, occurred_from=None, time_precision="T0", date_basis="none")
    page = signed_in(None).get("/incidents/undated/")
    assert str(told.incident_id) in page.content.decode()


def test_totals_and_nil_statements_are_listed_apart(cast):
    tell(None, scope="daily_total", count_text="more than 250")
    tell(None, scope="nil", stance="no_violation", narrative="All quiet.")
    page = signed_in(None).get("/incidents/totals/")
    assert [len(page.context[part]) for part in ("totals", "nil")] == [1, 1]
    assert "more than 250" in page.content.decode()


def test_empty_listings_say_what_they_are_for(cast):
    for address in ("/incidents/undated/", "/incidents/totals/"):
        page = signed_in(None).get(address)
        assert page.status_code == 200
        assert 'class="' in page.content.decode()
        assert "empty" in page.content.decode()
