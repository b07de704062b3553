"""What is no violation, counted apart: by day and so far; not known is not zero."""

import pytest
from django.core.exceptions import ValidationError

from incidents.domain.daily_content import FORM, in_form
from incidents.domain.daily_replay import check_revision
from incidents.domain.daily_report import publish_day
from incidents.domain.daily_return import ActivityContent, CounterContent, file_daily_return
from incidents.domain.queries.daily import published_content
from incidents.ledger.canonical import canonical_bytes, content_hash
from incidents.missionday.window import ONE_DAY
from incidents.models import DailyReport, DailyReturn
from tests.incidents.telling import AFTER_DUE, DAY, NOW, return_content, tell
from tests.incidents.typing import signed_in

pytestmark = pytest.mark.django_db

CONVOY = ActivityContent(kind="convoy", by="Liaison secret", what="Ten lorries secret.")


def say(cast, *counters, now=NOW, **fields):
    """File a return of the northern post, or of another."""
    lines = tuple(CounterContent(kind=kind, number=number) for kind, number in counters)
    content = return_content(**{"counters": lines} | fields)
    return file_daily_return(content, author=cast.north_duty_officer, now=now)


def publish(cast, day=DAY):
    return publish_day(cast.mission, day, AFTER_DUE + (day - DAY))


def counters(report):
    rows = published_content(report)["counters"]
    return {r["kind"]: tuple(v for k, v in r.items() if k != "kind") for r in rows}


def row(number, unknown, so_far, so_far_unknown):
    """The values of a counter in the order of canonical names."""
    told = {
        "number": number,
        "unknown": unknown,
        "so_far": so_far,
        "so_far_unknown": so_far_unknown,
    }
    return tuple(told[name] for name in sorted(told))


def test_counters_are_summed_by_day_and_so_far_and_unknown_is_not_zero(cast):
    before = DAY - ONE_DAY
    say(cast, ("returnees", 5), ("convoys", None), mission_day=before)
    say(cast, ("returnees", 2), ("returnees", None), ("remains_exchanged", 0))
    say(cast, ("returnees", 4), post="S-1")
    assert counters(publish(cast, before)) == {
        "convoys": row(None, 1, None, 1),
        "returnees": row(5, 0, 5, 0),
    }
    assert counters(publish(cast)) == {
        "convoys": row(None, 0, None, 1),
        "remains_exchanged": row(0, 0, 0, 0),
        "returnees": row(6, 1, 11, 1),
    }


def test_a_later_return_of_a_post_takes_the_place_of_the_earlier_one(cast):
    say(cast, ("returnees", 5))
    say(cast, ("returnees", 7), now=NOW + ONE_DAY / 24)
    assert counters(publish(cast)) == {"returnees": row(7, 0, 7, 0)}


def test_they_are_in_no_count_of_incidents_and_tell_no_words(cast):
    say(cast, ("prisoners_exchanged", 44), activities=(CONVOY, CONVOY))
    report = publish(cast)
    content = published_content(report)
    assert content["notified"] == [{"kind": "convoy", "lines": 2}]
    assert set(content["totals"].values()) == {0}
    assert b"secret" not in bytes(report.content)
    page = signed_in(None).get(f"/daily/{DAY}/").content.decode()
    for words in ("Counted apart", "Prisoners exchanged", "Since the mission began", "44"):
        assert words in page
    assert signed_in(None).get(f"/daily/{DAY}/1/report.xlsx").status_code == 200


def test_each_revision_comes_out_of_the_journal_byte_for_byte(cast):
    say(cast, ("returnees", 5), mission_day=DAY - ONE_DAY)
    first = publish(cast)
    say(cast, ("returnees", 2), activities=(CONVOY,))
    second = publish(cast)
    say(cast, ("returnees", 100), mission_day=DAY - ONE_DAY, now=NOW + ONE_DAY)
    assert [one.revision for one in (first, second)] == [1, 2]
    assert all(check_revision(one).is_same for one in (first, second))


def stored_in_form(report, form):
    """A revision as it would have been published by an earlier form."""
    stored = canonical_bytes(in_form(published_content(report), form))
    return DailyReport.objects.create(
        mission=report.mission,
        name=report.name,
        first_day=report.first_day,
        mission_day=report.mission_day,
        year=report.year,
        number=report.number,
        revision=report.revision + 1,
        content=stored,
        content_hash=content_hash(stored),
        journal_position=report.journal_position,
        published_at=report.published_at,
        released_at=report.released_at,
    )


@pytest.mark.parametrize("form", [1, 2])
def test_an_earlier_form_is_made_again_and_revised_only_where_there_is_more_to_say(cast, form):
    tell(cast.north_monitor)
    old = stored_in_form(publish(cast), form)
    assert b"counters" not in bytes(old.content)
    assert check_revision(old).is_same
    assert publish(cast) == old
    page = signed_in(None).get(f"/daily/{DAY}/").content.decode()
    assert "Counted apart" not in page
    say(cast, is_nil=False, activities=(CONVOY,))
    newer = publish(cast)
    assert (newer.revision, published_content(newer)["v"]) == (3, FORM)


@pytest.mark.parametrize(
    "fields,place",
    [
        ({"counters": (CounterContent(kind="violations", number=1),)}, "counters.0.kind"),
        ({"counters": (CounterContent(kind="convoys", number=-1),)}, "counters.0.number"),
        ({"counters": (CounterContent(kind="convoys", number=10**9),)}, "counters.0.number"),
        ({"counters": (CounterContent(kind="convoys"),) * 51}, "counters"),
        ({"activities": (ActivityContent(kind=""),)}, "activities.0.kind"),
        ({"activities": (ActivityContent(kind="convoy", by="a\0"),)}, "activities.0.by"),
        ({"activities": (ActivityContent(kind="convoy", what="\ud800"),)}, "activities.0.what"),
    ],
)
def test_bad_lines_are_refused_by_number_and_field(cast, fields, place):
    with pytest.raises(ValidationError) as refused:
        say(cast, **fields)
    assert list(refused.value.error_dict) == [place]
    assert not DailyReturn.objects.exists()


def test_the_form_takes_lines_and_keeps_what_was_typed(cast):
    client = signed_in(cast.north_duty_officer)
    page = client.get("/return/")
    form = page.context["form"]
    body = {name: form[name].value() or "" for name in ("return_id", "mission")} | {
        "post": "N-1",
        "mission_day": page.context["day"].isoformat(),
        "says": "nil",
        "activities-TOTAL_FORMS": "1",
        "activities-INITIAL_FORMS": "0",
        "activities-0-kind": "demining",
        "activities-0-what": "Field 7",
        "counters-TOTAL_FORMS": "2",
        "counters-INITIAL_FORMS": "0",
        "counters-0-kind": "items_cleared",
        "counters-0-number": "twelve",
    }
    refused = client.post("/return/", body)
    assert refused.status_code == 422
    assert all(words in refused.content.decode() for words in ("twelve", "Field 7"))
    assert client.post("/return/", body | {"counters-0-number": "12"}).status_code == 302
    filed = DailyReturn.objects.get()
    assert filed.counters == [{"kind": "items_cleared", "number": 12}]
    assert filed.activities == [{"kind": "demining", "by": "", "what": "Field 7"}]
