"""Compliance: every party's word on a dated obligation stands, and where they differ it shows."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from incidents.domain.compliance import say_compliance, standings_of
from incidents.models import ComplianceWord, JournalEntry
from parties.models import Provision
from tests.factories import ProvisionFactory
from tests.incidents.judging import acting
from tests.incidents.telling import DAY, NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def obligation(cast):
    """The district is handed over until the first of March."""
    return ProvisionFactory(
        agreement=cast.agreement,
        code="TR-2",
        number=2,
        kind=Provision.Kind.DATED_OBLIGATION,
        due_on=date(2021, 3, 1),
    )


def speak(obligation, cast, user, state="met", **fields):
    said = {"state": state, "since": DAY, "actor": acting(user), "now": NOW}
    return say_compliance(obligation, cast.mission, **said | fields)


def standing(cast, obligation, today=DAY):
    [found] = standings_of(cast.mission, [obligation], today)
    return found


def test_before_its_day_an_obligation_is_not_due(cast, obligation):
    assert standing(cast, obligation, date(2021, 2, 1)).state == "not_due"


def test_after_it_nothing_is_known_until_somebody_speaks(cast, obligation):
    assert standing(cast, obligation).state == ""


def test_a_moved_day_counts(cast, obligation):
    obligation.amended_due_on = date(2021, 4, 1)
    assert standing(cast, obligation).state == "not_due"


def test_parties_that_agree_make_a_state(cast, obligation):
    speak(obligation, cast, cast.north_duty_officer, "met_late")
    speak(obligation, cast, cast.south_duty_officer, "met_late")
    assert standing(cast, obligation).state == "met_late"


def test_parties_that_differ_make_a_dispute_and_both_words_stand(cast, obligation):
    speak(obligation, cast, cast.north_duty_officer, "met")
    speak(obligation, cast, cast.south_duty_officer, "not_met")
    found = standing(cast, obligation)
    assert found.state == "disputed"
    assert [(w.party.code, w.state) for w in found.latest] == [
        ("north", "met"),
        ("south", "not_met"),
    ]


def test_a_later_word_of_a_party_takes_the_place_of_its_earlier_and_both_are_kept(cast, obligation):
    speak(obligation, cast, cast.north_duty_officer, "partly_met")
    speak(obligation, cast, cast.north_duty_officer, "met")
    found = standing(cast, obligation)
    assert (found.state, len(found.words), len(found.latest)) == ("met", 2, 1)


@pytest.mark.parametrize(
    "fields,where",
    [
        ({"state": "fine"}, "state"),
        ({"since": date(2021, 3, 11)}, "since"),
        ({"note": "a\x00"}, "note"),
        ({"note": "x" * 2001}, "note"),
    ],
)
def test_a_word_that_cannot_be_is_refused(cast, obligation, fields, where):
    with pytest.raises(ValidationError) as refused:
        speak(obligation, cast, cast.north_duty_officer, **fields)
    assert where in refused.value.error_dict


def test_only_a_dated_obligation_of_the_missions_agreement_has_a_state(cast, obligation):
    with pytest.raises(ValidationError, match="no dated obligation"):
        speak(cast.agreement.provisions.get(code="TR-1"), cast, cast.north_duty_officer)
    with pytest.raises(ValidationError, match="no dated obligation"):
        speak(ProvisionFactory(due_on=DAY), cast, cast.north_duty_officer)


@pytest.mark.parametrize(
    "name", ["north_monitor", "analyst", "administrator", "observer", "stranger", "public"]
)
def test_nobody_speaks_but_a_duty_officer_of_an_operating_party(cast, obligation, name):
    with pytest.raises(PermissionDenied):
        speak(obligation, cast, cast.everybody[name])


def test_a_word_is_journalled_and_never_changed(cast, obligation):
    speak(obligation, cast, cast.north_duty_officer)
    assert JournalEntry.objects.filter(action="compliance_said").count() == 1
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        ComplianceWord.objects.update(state="breached")
