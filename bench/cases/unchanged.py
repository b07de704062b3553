"""304: a list that did not change since the asker had it, against the list in full."""

from bench.caller import Caller
from bench.cases import Case, Options
from bench.cases.incident_list import OUR_FILTER, OURS
from bench.fill import filled
from bench.turns import Comparison, timed_side

RATIO_AIM = 5
PAGES = (100, 1000)


def comparisons(options: Options) -> list[Comparison]:
    """A page of a hundred rows and one of a thousand, for an analyst with a token."""
    caller = Caller(filled().analyst_token)
    return [_of(caller, limit, options) for limit in PAGES]


def _of(caller: Caller, limit: int, options: Options) -> Comparison:
    query = f"{OUR_FILTER}&limit={limit}"

    def full() -> str:
        answer = caller.get(OURS, query)
        if answer.status != 200:
            raise AssertionError(answer.body.decode())
        return answer.headers["ETag"]

    def unchanged() -> None:
        """Ask with the tag; once a minute the answer is made again, as in life."""
        answer = caller.get(OURS, query, tag)
        if (answer.status, answer.body) != (304, b""):
            raise AssertionError(answer.status)

    tag = full()
    return Comparison(
        f"An unchanged page of {limit:,}",
        "ms",
        timed_side("304", unchanged),
        timed_side("in full", full),
        options.rounds,
        ratio_aim=RATIO_AIM,
        notes={"rows in the table": f"{options.size:,}"},
    )


CASE = Case("unchanged", 100_000, 9, comparisons)
