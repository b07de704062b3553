"""Replies: whom a finding concerns is told, has its time, and is heard beside it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from incidents.domain.pump import run_due
from incidents.enums import DutyKind
from incidents.models import Duty, JournalEntry, PartyNotice, Reply
from tests.factories import AppointmentFactory
from tests.incidents.judging import (
    LATER,
    adopted,
    answer,
    as_is,
    naming,
    officer_of,
    plain,
    published,
    sent,
    settled,
    step,
)
from tests.incidents.telling import tell

pytestmark = pytest.mark.django_db

IN_TIME = LATER + timedelta(hours=47)
IN_THE_END = LATER + timedelta(hours=48)


@pytest.fixture
def lowlander(cast):
    """Somebody whom the lowlands sent to answer for them."""
    return officer_of(cast.lowlands, cast.mission, "observer")


def test_a_named_party_is_notified_with_a_clock_and_a_duty(cast):
    made = sent(cast, naming("lowlands"))
    notice = PartyNotice.objects.get(finding=made)
    assert (notice.party, notice.reply_due_at) == (cast.lowlands, IN_THE_END)
    duty = Duty.objects.get(kind=DutyKind.OPEN_SIGN_OFF)
    assert (duty.subject, duty.due_at) == (str(made.pk), IN_THE_END)
    assert JournalEntry.objects.filter(action="party_notified").count() == 1


def test_so_is_a_party_that_is_only_alleged(cast):
    first = tell(None, alleged_party="uplands")
    incident = settled(cast, same_event_as=first.report.report_id)
    made = sent(cast, plain(), incident=incident)
    assert [notice.party for notice in made.notices.all()] == [cast.uplands]


def test_the_clock_is_the_missions(cast):
    cast.mission.reply_hours = 5
    cast.mission.save()
    made = sent(cast, naming())
    assert made.notices.get().reply_due_at == LATER + timedelta(hours=5)


def test_the_sign_off_waits_for_the_reply_or_the_clock(cast, lowlander):
    made = sent(cast, naming())
    with pytest.raises(ValidationError) as refused:
        step(made, "open_sign_off", cast.north_duty_officer, IN_TIME)
    assert refused.value.error_dict["action"][0].code == "clock_runs"
    answer(made, lowlander)
    assert step(made, "open_sign_off", cast.north_duty_officer, IN_TIME).status == "sign_off"


def test_when_the_clock_has_run_down_the_sign_off_opens_by_itself(cast):
    made = sent(cast, naming())
    run_due(IN_TIME)
    assert as_is(made).status == "with_parties"
    run_due(IN_THE_END)
    assert as_is(made).status == "sign_off"


def test_where_nobody_is_concerned_there_is_no_clock(cast):
    made = sent(cast)
    assert not made.notices.exists()
    assert step(made, "open_sign_off", cast.north_duty_officer, LATER).status == "sign_off"


def test_a_reply_is_kept_word_for_word(cast, lowlander):
    made = sent(cast, naming())
    answer(made, lowlander, "  It was  not us. ")
    assert Reply.objects.get().text == "  It was  not us. "
    entry = JournalEntry.objects.get(action="reply_received")
    assert b"not us" not in bytes(entry.body)


def test_a_late_reply_is_taken_until_the_finding_is_published(cast, lowlander):
    made = adopted(cast, naming())
    answer(made, lowlander)
    assert Reply.objects.get().notice.finding == made


def test_after_publication_it_is_too_late(cast, lowlander):
    with pytest.raises(ValidationError, match="nothing to answer"):
        answer(published(cast, naming()), lowlander)


def test_a_party_answers_once(cast, lowlander):
    made = sent(cast, naming())
    answer(made, lowlander)
    with pytest.raises(ValidationError, match="nothing to answer"):
        answer(made, lowlander)


@pytest.mark.parametrize("text", ["", " \n", "a\x00b", "x" * 20_001])
def test_a_reply_is_text_of_some_length(cast, lowlander, text):
    with pytest.raises(ValidationError) as refused:
        answer(sent(cast, naming()), lowlander, text)
    assert "text" in refused.value.error_dict


def test_nobody_answers_for_another_party(cast):
    made = sent(cast, naming())
    for name in ("north_duty_officer", "observer"):
        with pytest.raises(ValidationError, match="nothing to answer"):
            answer(made, cast.everybody[name])
    for name in ("north_monitor", "analyst", "administrator", "stranger", "public"):
        with pytest.raises(PermissionDenied):
            answer(made, cast.everybody[name])


def test_who_speaks_for_two_parties_says_for_which(cast, lowlander):
    AppointmentFactory(user=lowlander, mission=cast.mission, party=cast.uplands, role="observer")
    made = sent(cast, naming("uplands", "lowlands", attribution="shared"))
    answer(made, lowlander, party="uplands")
    assert Reply.objects.get().notice.party == cast.uplands


def test_the_database_keeps_notices_and_replies_as_they_are(cast, lowlander):
    answer(sent(cast, naming()), lowlander)
    for rows, forged in (
        (PartyNotice.objects, {"reply_due_at": LATER}),
        (Reply.objects, {"text": "We did it."}),
    ):
        with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
            rows.update(**forged)
