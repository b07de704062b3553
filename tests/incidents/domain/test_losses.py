"""Losses: rival accounts bound, sides add up, and what is unknown adds nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.domain.losses import losses_of
from incidents.models import Casualty

NORTH, SOUTH = 1, 2


class Accounts(list):
    """Casualty lines in the place of a manager."""

    def all(self):
        return self


class Account:
    """A report of which only the casualties matter."""

    def __init__(self, *lines):
        self.casualties = Accounts(lines)


def killed(best=None, side=NORTH, *, low=None, high=None, text="", outcome="killed"):
    """One line."""
    return Casualty(side_id=side, side_text=text, outcome=outcome, low=low, best=best, high=high)


@pytest.mark.parametrize(
    "accounts,bounds",
    [
        # nobody says anything, or nobody knows
        ([], (None, None)),
        ([Account()], (None, None)),
        ([Account(killed(None))], (None, None)),
        # zero is said
        ([Account(killed(0))], (0, 0)),
        ([Account(killed(0)), Account(killed(None))], (0, 0)),
        # one account
        ([Account(killed(2))], (2, 2)),
        ([Account(killed(2, low=1, high=4))], (1, 4)),
        ([Account(killed(low=3))], (3, 3)),
        # rival accounts of one side bound it
        ([Account(killed(2)), Account(killed(5))], (2, 5)),
        ([Account(killed(2, low=1)), Account(killed(5, high=7))], (1, 7)),
        ([Account(killed(2)), Account(killed(None))], (2, 2)),
        # sides add up, and so do the lines of one account
        ([Account(killed(2), killed(3, SOUTH))], (5, 5)),
        ([Account(killed(2)), Account(killed(3, SOUTH))], (5, 5)),
        ([Account(killed(2), killed(1))], (3, 3)),
        ([Account(killed(2), killed(None, SOUTH))], (2, 2)),
        # an account that leaves the side open may speak of the same people
        ([Account(killed(2)), Account(killed(2, None))], (2, 4)),
        ([Account(killed(5)), Account(killed(2, None))], (2, 7)),
        ([Account(killed(2, None)), Account(killed(3, None))], (2, 3)),
        ([Account(killed(1, None, text="X")), Account(killed(2, None, text="Y"))], (1, 3)),
        ([Account(killed(2), killed(1, None)), Account(killed(2))], (2, 3)),
        # another outcome is another matter
        ([Account(killed(9, outcome="missing"))], (None, None)),
        ([Account(killed(9, outcome="injured"), killed(1))], (1, 1)),
    ],
)
def test_those_killed_lie_between_these_bounds(accounts, bounds):
    assert losses_of(accounts)["killed"] == bounds


def test_the_injured_are_counted_apart():
    told = Account(killed(1), killed(4, outcome="injured"))
    assert losses_of([told])["injured"] == (4, 4)


def test_words_for_a_known_side_do_not_make_it_another_side():
    told = [Account(killed(2, text="army")), Account(killed(2, text="soldiers"))]
    assert losses_of(told)["killed"] == (2, 2)


numbers = st.none() | st.integers(0, 9)
lines = st.builds(killed, numbers, st.sampled_from([None, NORTH, SOUTH]))
accounts = st.lists(st.lists(lines, max_size=3).map(lambda ls: Account(*ls)), max_size=4)


@given(accounts)
def test_the_lower_bound_is_never_above_the_upper(told):
    low, high = losses_of(told)["killed"]
    assert (low is None) is (high is None)
    assert low is None or 0 <= low <= high


@given(accounts)
def test_the_order_of_the_accounts_does_not_matter(told):
    assert losses_of(told) == losses_of(told[::-1])


@given(accounts)
def test_an_account_that_knows_nothing_changes_nothing(told):
    assert losses_of([*told, Account(killed(None))]) == losses_of(told)


@given(accounts, accounts)
def test_more_accounts_never_lower_the_upper_bound(told, more):
    before, after = losses_of(told)["killed"][1], losses_of(told + more)["killed"][1]
    assert before is None or after >= before


@given(accounts)
def test_no_bound_exceeds_all_that_anybody_counted(told):
    everything = sum(line.best or 0 for account in told for line in account.casualties)
    assert (losses_of(told)["killed"][1] or 0) <= everything
