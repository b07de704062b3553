"""The outbox's keys: the same for a person for ever, another for everybody else."""

from incidents.domain.outbox import outbox_key, outbox_keys


def test_a_person_has_one_key_and_nobody_else_has_it():
    assert outbox_key(7) == outbox_key(7)
    assert len(outbox_key(7)) == 32
    assert len({outbox_key(number) for number in range(50)}) == 50


def test_the_key_depends_on_the_secret_of_the_site(settings):
    before = outbox_key(7)
    settings.SECRET_KEY = "another" * 8
    assert outbox_key(7) != before


def test_a_retired_secret_still_opens_boxes(settings):
    before = outbox_key(7)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 8
    assert outbox_keys(7) == [outbox_key(7), before]
