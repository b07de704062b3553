"""Editions: an administrator names a signed state of the record, once and for ever."""

import io
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import Error, IntegrityError, transaction

from incidents.domain.edition import make_edition
from incidents.domain.queries.as_of import size_of_edition
from incidents.domain.sequencing import place_batch, sequence
from incidents.models import Checkpoint, Edition, IncidentVersion, JournalEntry
from parties.domain.acting import Actor, actor_of
from tests.incidents.telling import NOW, at_once, tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def sizes(cast):
    """Sizes of two signed checkpoints."""
    made = []
    for _one in range(2):
        tell(cast.north_monitor)
        sequence(NOW)
        made.append(Checkpoint.objects.latest("size").size)
    return made


def make(cast, name="2021.1", **said):
    return make_edition(name, actor=actor_of(cast.administrator), now=NOW, **said)


def test_it_names_the_newest_checkpoint_or_one_of_a_size(cast, sizes):
    assert make(cast, "2021.1", size=sizes[0], note="First quarter.").checkpoint_id == sizes[0]
    assert make(cast, "2021.2").checkpoint_id == sizes[1]
    assert [size_of_edition(name) for name in ("2021.1", "2021.2", "2021.3")] == [*sizes, None]


@pytest.mark.parametrize("name", ["v1", "a", "2021-03", "2021.1", "x" * 40, "1.5", "nowhere"])
def test_a_name_is_small_letters_digits_dots_and_dashes(cast, sizes, name):
    assert make(cast, name).name == name


BAD = ["", "7", "2021", "now", "Now", "A", "a b", ".a", "a.", "-a", "٣.1", "a\n", "a\0", "x" * 41]


@pytest.mark.parametrize("name", [*BAD, "a/b", "а1", "a_b", "1٣"])
def test_a_name_that_could_be_taken_for_something_else_is_refused(cast, sizes, name):
    with pytest.raises(ValidationError) as refused:
        make(cast, name)
    assert list(refused.value.message_dict) == ["name"]


@pytest.mark.parametrize("name", ["7", "now", "A", "a b", "a\n", "٣.1"])
def test_nor_does_the_database_keep_such_a_name(cast, sizes, name):
    told = {"checkpoint_id": sizes[0], "made_at": NOW, "made_by": cast.administrator}
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.create(name=name, **told)


def test_a_name_means_one_size_for_ever(cast, sizes):
    made = make(cast, size=sizes[0])
    with pytest.raises(ValidationError):
        make(cast, size=sizes[1])
    for change in (
        lambda: Edition.objects.update(checkpoint=sizes[1]),
        lambda: Edition.objects.update(name="2021.2"),
        lambda: Edition.objects.filter(pk=made.pk)._raw_delete("default"),
    ):
        with pytest.raises(Error), transaction.atomic():
            change()
    assert size_of_edition("2021.1") == sizes[0]


@pytest.mark.django_db(transaction=True)
def test_of_several_who_give_one_name_at_once_one_has_it(cast, sizes):
    made = at_once(4, lambda number: make(cast, size=sizes[number % 2]))
    (edition,) = Edition.objects.all()
    refused = [one for one in made if one != edition]
    assert [list(one.message_dict) for one in refused] == [["name"]] * 3


@pytest.mark.parametrize("who", ["north_duty_officer", "analyst", "north_monitor", "stranger"])
def test_only_an_administrator_makes_one(cast, sizes, who):
    for actor in (actor_of(getattr(cast, who)), Actor()):
        with pytest.raises(PermissionDenied):
            make_edition("2021.1", actor=actor)


def test_it_rests_on_a_checkpoint_that_the_log_has_signed(cast, sizes):
    tell(cast.north_monitor)
    place_batch(NOW)
    unsigned = Checkpoint.objects.latest("size").size
    for size in (unsigned, sizes[0] - 1, 0, -1, 10**15):
        with pytest.raises(ValidationError) as refused:
            make(cast, size=size)
        assert list(refused.value.message_dict) == ["size"]


def test_there_is_none_before_it_is_known_how_incidents_stood(cast, sizes):
    number = JournalEntry.objects.latest("seq").seq
    IncidentVersion.objects.create(incident_id=uuid4(), journal_number=number, facts={}, found=True)
    with pytest.raises(ValidationError):
        make(cast, size=sizes[0])
    assert make(cast, size=sizes[1])


@pytest.mark.parametrize("note", ["x" * 2001, "a\0b", "\ud800"])
def test_a_note_that_cannot_be_kept_is_refused(cast, sizes, note):
    with pytest.raises(ValidationError) as refused:
        make(cast, note=note)
    assert list(refused.value.message_dict) == ["note"]


def command(*words):
    told = io.StringIO()
    call_command("make_edition", *words, stdout=told)
    return told.getvalue()


def test_the_command_says_which_size_it_is(cast, sizes):
    who = cast.administrator.username
    assert f"size {sizes[1]} " in command("2021.2", "--by", who, "--note", "Half a year.")
    made = Edition.objects.get()
    assert (made.note, made.made_by) == ("Half a year.", cast.administrator)
    for words in (("2021.2", who), ("2022.1", "nobody"), ("2022.1", cast.analyst.username)):
        with pytest.raises(CommandError):
            command(words[0], "--by", words[1])
