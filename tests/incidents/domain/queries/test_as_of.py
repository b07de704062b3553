"""As of a size of the log: what was read then is read for ever, byte for byte."""

import json
import random
from datetime import UTC, datetime

import pytest
from django.db import Error, connection, transaction
from django.test import Client

from incidents.domain.queries.access import visible_incidents
from incidents.domain.queries.as_of import as_of, first_size
from incidents.domain.queries.ledger import log_size
from incidents.domain.sequencing import sequence
from incidents.domain.status import set_status
from incidents.models import Incident, IncidentVersion, JournalEntry, LedgerEntry
from incidents.rules import allowed_transitions
from parties.domain.acting import actor_of
from tests.calls import client_of, get, observation

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2021, 3, 14, 12, tzinfo=UTC)


def opened(cast, **said):
    report = observation(cast.north_monitor, **said)
    return report.report, Incident.objects.get(links__report=report.report)


def file_one(cast, chance):
    opened(
        cast,
        category=chance.choice(["FIR-SAL", "IND", "CIV-SGB"]),
        weapon=chance.choice(["", "small_arms"]),
    )


def correct_one(cast, chance):
    row = Incident.objects.order_by("?").first()
    told = row and row.links.filter(unlinked_at=None).first()
    if told:
        corrects = str(told.report.report_id)
        observation(
            cast.north_monitor, corrects=corrects, category=chance.choice(["IND", "FIR-SNP"])
        )


def move_one(cast, chance):
    actor = actor_of(cast.north_duty_officer)
    row = Incident.objects.filter(merged_into=None).order_by("?").first()
    steps = row and allowed_transitions(actor, row.mission_id, row.status)
    if steps:
        set_status(row, chance.choice(steps).target, actor=actor, reason="Looked at.")


def merge_two(cast, chance):
    rows = list(Incident.objects.filter(merged_into=None).order_by("?")[:2])
    if len(rows) == 2:
        body = {"into": str(rows[1].pk), "reason": "One event."}
        client = Client()
        client.force_login(cast.north_duty_officer)
        address = f"/api/v1/incidents/{rows[0].pk}/"
        tag = client.get(address).headers.get("ETag", '"unread"')
        said = {"data": json.dumps(body), "content_type": "application/json"}
        client.post(f"{address}merge/", **said, headers={"If-Match": tag})


DEEDS = (file_one, file_one, correct_one, move_one, merge_two)


def listed(person, **query):
    reads = person if isinstance(person, Client) else client_of(person)
    answer = reads.get("/api/v1/incidents/", query)
    assert answer.status_code == 200, answer.content
    return answer


def rows_of(answer):
    rows = json.loads(answer.content)["results"]
    return [{k: v for k, v in row.items() if k != "place_label"} for row in rows]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_later_a_list_of_then_stays_what_it_was(cast, seed):
    chance = random.Random(seed)
    readers = [client_of(one) for one in (cast.analyst, cast.observer, None)]
    kept = []
    for _turn in range(14):
        chance.choice(DEEDS)(cast, chance)
        sequence()
        size = log_size()
        for reader in readers:
            present = rows_of(listed(reader))
            then = listed(reader, as_of=size)
            assert rows_of(then) == present
            file = b"".join(listed(reader, as_of=size, format="csv").streaming_content)
            kept.append((reader, size, then.content, file))
    assert len({size for _reader, size, _then, _file in kept}) > 5
    for reader, size, then, file in kept:
        assert listed(reader, as_of=size).content == then
        assert b"".join(listed(reader, as_of=size, format="csv").streaming_content) == file
    for reader, size, then, _file in chance.sample(kept, 6):
        for row in json.loads(then)["results"]:
            one = reader.get(f"/api/v1/incidents/{row['id']}/", {"as_of": size})
            assert one.json() == row


def test_what_has_no_place_yet_is_not_of_then(cast):
    sequence()
    opened(cast)
    size = log_size()
    assert rows_of(listed(cast.analyst, as_of=size)) == []
    sequence()
    assert rows_of(listed(cast.analyst, as_of=size)) == []
    assert len(rows_of(listed(cast.analyst, as_of=log_size()))) == 1


def test_a_change_that_no_entry_tells_of_is_never_shown(cast):
    _report, row = opened(cast)
    sequence()
    Incident.objects.filter(pk=row.pk).update(area_text="Changed by hand.")
    assert IncidentVersion.objects.filter(journal_number=0).count() == 1
    assert rows_of(listed(cast.analyst, as_of="now"))[0]["area"] == ""


def test_who_may_not_read_it_today_reads_no_version(cast):
    _report, row = opened(cast)
    sequence()
    size = log_size()
    assert len(rows_of(listed(cast.north_monitor, as_of=size))) == 1
    Incident.objects.filter(pk=row.pk).update(category="CIV-SGB")
    assert rows_of(listed(cast.north_monitor, as_of=size)) == []
    assert len(rows_of(listed(cast.north_duty_officer, as_of=size))) == 1


def test_outside_of_it_the_present_is_read(cast):
    _report, row = opened(cast)
    sequence()
    actor = actor_of(cast.analyst)
    with as_of(0, actor):
        assert not visible_incidents(actor).exists()
    assert visible_incidents(actor).get() == row


# What it means: of each incident the newest version whose entry has a place among the first.
SLOWLY = """
SELECT DISTINCT ON (kept.incident_id) kept.incident_id, kept.facts ->> 'area_text'
FROM incidents_incidentversion kept
JOIN incidents_ledgerentry placed ON placed.journal_id = kept.journal_number
WHERE placed.seq < %s ORDER BY kept.incident_id, kept.id DESC
"""


def told(cast):
    return JournalEntry.objects.create(at=NOW, mission=cast.mission, body=b"{}")


def write_down(row, chance):
    Incident.objects.filter(pk=row.pk).update(area_text=str(chance.random()))


def place(*entries):
    """Give entries their places in this order, whatever their numbers."""
    places = enumerate(entries, start=log_size())
    LedgerEntry.objects.bulk_create(
        LedgerEntry(seq=seq, journal=entry, leaf=b"", leaf_hash=b"") for seq, entry in places
    )


def change_anyhow(cast, rows, chance):
    """A write that tells the journal or does not."""
    with transaction.atomic():
        entry = told(cast) if chance.random() < 0.9 else None
        for row in chance.sample(rows, chance.choice([1, 1, 2])):
            write_down(row, chance)
    return entry


def assert_as_defined(cast, rows):
    reader = client_of(cast.analyst)
    for size in range(log_size() + 1):
        with connection.cursor() as cursor:
            cursor.execute(SLOWLY, [size])
            expected = dict(cursor.fetchall())
        with as_of(size, actor_of(cast.analyst)):
            found = dict(Incident.objects.values_list("pk", "area_text"))
        assert found == expected
        beyond = listed(reader, as_of=size, fields="area")
        areas = [one["area"] for one in json.loads(beyond.content)["results"]]
        assert sorted(areas) == sorted(expected.values())
        for row in rows:
            with as_of(size, actor_of(cast.analyst), one=True):
                one = Incident.objects.filter(pk=row.pk).first()
            assert (one and one.area_text) == expected.get(row.pk)


@pytest.mark.parametrize("seed", range(4))
def test_in_whatever_order_entries_get_their_places_it_is_what_it_means(cast, seed):
    chance = random.Random(seed)
    rows = [opened(cast)[1] for _one in range(4)]
    waiting = list(JournalEntry.objects.all())
    for _turn in range(6):
        waiting += [change_anyhow(cast, rows, chance)]
        waiting = [entry for entry in waiting if entry and not is_placed(entry)]
        chance.shuffle(waiting)
        place(*waiting[: chance.randrange(len(waiting) + 1)])
    assert_as_defined(cast, rows)
    assert IncidentVersion.objects.filter(place=None).exists()


def is_placed(entry):
    return LedgerEntry.objects.filter(journal=entry).exists()


def test_a_version_gets_its_place_once_and_nothing_else_of_it_changes(cast):
    _report, row = opened(cast)
    kept = IncidentVersion.objects.filter(incident=row)
    assert set(kept.values_list("place", flat=True)) == {None}
    sequence()
    places = dict(LedgerEntry.objects.values_list("journal", "seq"))
    for one in kept:
        assert one.place == places[one.journal_number]
        for change in ({"place": 7}, {"place": None}, {"facts": {}}, {"found": True}):
            with pytest.raises(Error), transaction.atomic():
                kept.filter(pk=one.pk).update(**change)


def test_versions_are_never_changed(cast):
    opened(cast)
    for change in (
        lambda: IncidentVersion.objects.update(journal_number=1),
        lambda: IncidentVersion.objects.update(place=1, facts={}),
        lambda: IncidentVersion.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(Error), transaction.atomic():
            change()


def test_versions_that_were_found_say_from_which_size_on(cast):
    assert first_size() == 0
    _report, row = opened(cast)
    sequence()
    number = JournalEntry.objects.order_by("-seq").first().seq
    IncidentVersion.objects.create(pk=0, incident=row, journal_number=number, facts={}, found=True)
    assert first_size() == log_size()
    refused = get("incidents/", cast.analyst, as_of=log_size() - 1)
    assert refused.json()["errors"][0]["code"] == "min_value"


@pytest.mark.parametrize("box, number", [("10.4,40.3,10.5,40.4", 1), ("10.4,40.31,10.5,40.4", 0)])
def test_a_version_older_than_the_columns_of_a_box_is_found_in_it(cast, box, number):
    where = {"lat": "40.304000", "lon": "10.404000", "position_precision": "P1"}
    _report, row = opened(cast, **where)
    sequence()
    kept = IncidentVersion.objects.get(incident=row)
    kept.pk, kept.facts = None, {k: v for k, v in kept.facts.items() if not k.endswith("_micro")}
    kept.save(force_insert=True)
    Incident.objects.filter(pk=row.pk).update(lat=0, lon=0, public_lat=0, public_lon=0)
    assert len(rows_of(listed(cast.analyst, as_of=log_size(), box=box))) == number
