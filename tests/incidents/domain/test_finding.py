"""Findings: made as versions, never changed, moved only as the table allows."""

from itertools import product

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from incidents.domain.finding import FindingChangedError, Seen, amend_finding, draft_finding
from incidents.domain.finding_content import BreachContent, content_of, is_intact, record_of
from incidents.domain.finding_steps import BY_HAND, take_step
from incidents.domain.linking import move_status
from incidents.enums import Status
from incidents.judgements import FindingStatus
from incidents.ledger.canonical import content_hash, parsed
from incidents.models import BreachOf, Finding, JournalEntry, SignOff
from incidents.steps import FINDING_STEPS, SETTLED
from parties.domain.acting import actor_of
from tests.incidents.judging import (
    AFTER_REPLIES,
    LATER,
    acting,
    adopted,
    as_is,
    drafted,
    incident_of_id,
    invited,
    naming,
    opened,
    plain,
    published,
    say,
    settled,
    step,
)
from tests.incidents.telling import NOW, row_counts, tell

pytestmark = pytest.mark.django_db

BREACH = plain(breaches=(BreachContent("TR-1", "Fire after the truce."),))


def amend(finding, user, content=None, **fields):
    said = {"actor": acting(user), "reason": "A third report came.", "now": AFTER_REPLIES}
    return amend_finding(finding, content or plain(text="Four shots."), **said | fields)


def codes_of(refused):
    return {name: [e.code for e in errors] for name, errors in refused.value.error_dict.items()}


def test_a_draft_is_version_one_with_its_snapshot(cast):
    made = drafted(cast, BREACH)
    assert (made.version, made.status) == (1, "finding_draft")
    assert content_hash(bytes(made.snapshot)) == made.snapshot_hash
    assert record_of(made)["breaches"] == [{"note": "Fire after the truce.", "provision": "TR-1"}]


def test_the_rows_say_what_the_snapshot_says(cast):
    made = drafted(cast, naming("lowlands", breaches=BREACH.breaches))
    assert content_of(as_is(made)) == naming("lowlands", breaches=BREACH.breaches)
    assert is_intact(as_is(made))


def test_the_snapshot_names_the_reports_it_rests_on(cast):
    first = tell(cast.north_monitor)
    incident = settled(cast, same_event_as=first.report.report_id)
    told = record_of(drafted(cast, incident=incident))["evidence"]
    assert str(first.report.report_id) in {entry["report_id"] for entry in told}
    assert len(told) == 2


@pytest.mark.parametrize("status", Status.values)
def test_a_finding_begins_where_an_incident_is_settled(cast, status):
    incident = settled(cast, status)
    if status in SETTLED:
        assert drafted(cast, incident=incident).version == 1
    else:
        with pytest.raises(ValidationError) as refused:
            drafted(cast, incident=incident)
        assert codes_of(refused) == {"action": ["no_such_step"]}


def test_a_second_first_draft_is_refused(cast):
    made = drafted(cast)
    with pytest.raises(ValidationError) as refused:
        drafted(cast, incident=made.incident)
    assert codes_of(refused) == {"incident": ["has_finding"]}


@pytest.mark.parametrize(
    "fields,codes",
    [
        ({"text": "  "}, {"text": ["required"]}),
        ({"text": "a\x00"}, {"text": ["characters"]}),
        ({"text": "x" * 20_001}, {"text": ["max_length"]}),
        ({"ruling": "maybe"}, {"ruling": ["invalid_choice"]}),
        ({"ruling": "cannot_rule"}, {"cannot_rule": ["required"]}),
        ({"cannot_rule": ("no_access",)}, {"cannot_rule": ["ruled"]}),
        (
            {"ruling": "cannot_rule", "cannot_rule": ("bored",)},
            {"cannot_rule": ["invalid_choice"]},
        ),
        ({"breaches": (BreachContent("NO-1"),)}, {"breaches": ["unknown"]}),
        ({"breaches": (BreachContent("TR-1"),) * 2}, {"breaches": ["twice"]}),
        ({"breaches": (BreachContent("\x00"),)}, {"breaches": ["unknown"]}),
    ],
)
def test_a_content_that_cannot_be_is_refused_field_by_field(cast, fields, codes):
    incident = settled(cast)
    before = row_counts()
    with pytest.raises(ValidationError) as refused:
        drafted(cast, plain(**fields), incident=incident)
    assert codes_of(refused) == codes
    assert row_counts() == before


def test_the_mission_may_say_that_it_cannot_rule(cast):
    content = plain(
        ruling="cannot_rule", cannot_rule=("no_access", "too_late"), cannot_rule_note="A mine."
    )
    made = drafted(cast, content, incident=settled(cast, "inconclusive"))
    assert record_of(made)["cannot_rule"] == ["no_access", "too_late"]


@pytest.mark.parametrize(
    "name", ["north_monitor", "analyst", "administrator", "observer", "stranger", "public"]
)
def test_nobody_but_a_duty_officer_keeps_findings(cast, name):
    incident, made = settled(cast), drafted(cast)
    actor = actor_of(cast.everybody[name])
    for attempt in (
        lambda: draft_finding(incident, plain(), actor=actor),
        lambda: amend_finding(made, plain(), actor=actor, reason="Why not."),
        lambda: take_step(made, "send_to_parties", actor=actor),
    ):
        with pytest.raises(PermissionDenied):
            attempt()


def test_an_invited_party_keeps_findings_from_its_first_day_on(cast):
    officer = invited(cast, since="2021-03-11")
    incident = settled(cast)
    with pytest.raises(PermissionDenied):
        draft_finding(incident, plain(), actor=acting(officer), now=LATER)
    made = draft_finding(incident, plain(), actor=acting(officer), now=AFTER_REPLIES)
    assert made.made_by == officer


def test_amending_makes_the_next_version_and_supersedes_the_unpublished_one(cast):
    first = drafted(cast)
    second = amend(first, cast.south_duty_officer)
    assert (second.version, second.status, as_is(first).status) == (
        2,
        "finding_draft",
        "superseded",
    )


def test_amending_needs_a_reason_and_the_newest_version(cast):
    first = drafted(cast)
    with pytest.raises(ValidationError) as refused:
        amend(first, cast.north_duty_officer, reason=" ")
    assert codes_of(refused) == {"reason": ["required"]}
    amend(first, cast.north_duty_officer)
    with pytest.raises(ValidationError) as refused:
        amend(first, cast.north_duty_officer)
    assert codes_of(refused) == {"action": ["no_such_step"]}


def test_a_published_version_stays_public_until_its_successor_is(cast):
    first = published(cast)
    second = amend(first, cast.north_duty_officer)
    assert as_is(first).status == "published"
    with pytest.raises(ValidationError, match="newer version"):
        amend(first, cast.north_duty_officer)
    step(second, "send_to_parties", cast.north_duty_officer)
    step(second, "open_sign_off", cast.north_duty_officer)
    say(second, cast.north_duty_officer)
    say(second, cast.south_duty_officer)
    step(second, "publish", cast.north_duty_officer)
    assert (as_is(first).status, as_is(second).status) == ("superseded", "published")
    assert as_is(first).published_at is not None


def test_an_amendment_voids_the_sign_offs_of_the_version_before(cast):
    first = adopted(cast)
    second = amend(first, cast.north_duty_officer)
    assert SignOff.objects.filter(finding=first).count() == 2
    assert not second.sign_offs.exists()
    with pytest.raises(ValidationError):
        step(first, "publish", cast.north_duty_officer)


def test_a_step_on_what_changed_meanwhile_is_refused(cast):
    made = drafted(cast)
    seen = Seen(made.snapshot_hash, made.status)
    step(made, "send_to_parties", cast.north_duty_officer)
    with pytest.raises(FindingChangedError):
        take_step(made, "send_to_parties", actor=acting(cast.north_duty_officer), seen=seen)
    with pytest.raises(FindingChangedError):
        amend(made, cast.north_duty_officer, seen=seen)


def test_no_pair_outside_the_table_is_a_step(cast):
    made = opened(cast)
    officer = acting(cast.north_duty_officer)
    allowed = {(s.source, s.action) for s in FINDING_STEPS if s.roles and s.action in BY_HAND}
    tried = {s.action for s in FINDING_STEPS} | {"", "verify", "\x00", "adopt"}
    for status, action in product(FindingStatus.values, tried):
        Finding.objects.filter(pk=made.pk).update(status=status)
        if (status, action) not in allowed:
            with pytest.raises(ValidationError) as refused:
                take_step(made, action, actor=officer, reason="Why not.", now=AFTER_REPLIES)
            assert codes_of(refused) == {"action": ["no_such_step"]}, (status, action)


def test_a_finding_rests_while_its_incident_is_open_again(cast):
    made = drafted(cast)
    move_status(made.incident, Status.REOPENED, NOW)
    with pytest.raises(ValidationError) as refused:
        step(made, "send_to_parties", cast.north_duty_officer)
    assert codes_of(refused) == {"incident": ["not_settled"]}


def test_every_version_and_step_is_journalled_with_its_hash(cast):
    made = drafted(cast)
    step(made, "send_to_parties", cast.south_duty_officer)
    entries = JournalEntry.objects.filter(subject_type="finding", subject_id=str(made.pk))
    assert [e.action for e in entries.order_by("seq")] == ["finding_made", "finding_moved"]
    moved = parsed(bytes(entries.order_by("seq")[1].body))
    assert (moved["from"], moved["to"]) == ("finding_draft", "with_parties")
    assert moved["snapshot_hash"] == made.snapshot_hash


@pytest.mark.parametrize("column,value", [("text", "forged"), ("snapshot_hash", "0" * 64)])
def test_the_database_refuses_to_rewrite_a_version(cast, column, value):
    made = drafted(cast)
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        Finding.objects.filter(pk=made.pk).update(**{column: value})


def test_a_moment_of_publication_never_moves(cast):
    made = published(cast)
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        Finding.objects.filter(pk=made.pk).update(published_at=NOW)


def test_the_database_allows_one_open_version_of_an_incident(cast):
    first = drafted(cast)
    second = amend(first, cast.north_duty_officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.filter(pk=first.pk).update(status="sign_off")
    assert as_is(second).status == "finding_draft"


def test_what_was_signed_shows_when_a_row_below_was_forged(cast):
    made = drafted(cast, BREACH)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        BreachOf.objects.filter(finding=made).update(note="forged")
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert not is_intact(as_is(made))
    assert incident_of_id(made.incident).pk == made.incident_id
