"""A person's language is one that we speak, or none."""

import pytest

from parties.domain.language import keep_language


def test_a_language_that_we_speak_is_kept(cast):
    assert keep_language(cast.analyst, "az")
    cast.analyst.refresh_from_db()
    assert cast.analyst.language == "az"


@pytest.mark.parametrize("code", ["de", "", "EN", "en-gb"])
def test_any_other_is_not(cast, code):
    assert not keep_language(cast.analyst, code)
    cast.analyst.refresh_from_db()
    assert cast.analyst.language == ""


def test_the_same_again_writes_nothing(cast, django_assert_num_queries):
    keep_language(cast.analyst, "az")
    with django_assert_num_queries(0):
        keep_language(cast.analyst, "az")
