"""Each standing has words that it does not allow, in each of the six languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.wording import FORBIDDEN, WORDS, Fault, Standing, marks_in, pieces_of

# What a monitor must not write of the own observation, in each language; and what is right.
BLAMING = {
    "en": ("The post was fired on by the other side.", "We heard about 20 shots to the north."),
    "fr": ("Le poste a été attaqué.", "Nous avons entendu environ 20 tirs au nord."),
    "ru": ("Это была провокация.", "Мы слышали около 20 выстрелов к северу."),
    "tr": ("Bu bir saldırıdır.", "Kuzeyde yaklaşık 20 atış duyduk."),
    "az": ("Bu bir təxribat idi.", "Şimalda təxminən 20 atəş eşitdik."),
    "hy": ("Սա սադրանք էր։", "Մենք լսեցինք մոտ 20 կրակոց հյուսիսում։"),
}
CERTAIN = {
    "en": ("It is confirmed to be a mortar.", "Assessed as a mortar."),
    "fr": ("Un mortier, c'est confirmé.", "Évalué comme un mortier."),
    "ru": ("Подтверждено: миномёт.", "Предположительно миномёт."),
    "tr": ("Havan olduğu teyit edildi.", "Havan olarak değerlendirildi."),
    "az": ("Minaatan olduğu təsdiqləndi.", "Minaatan kimi qiymətləndirilir."),
    "hy": ("Հաստատված է՝ ականանետ։", "Գնահատվում է որպես ականանետ։"),
}
UNSAID = {
    "en": ("Two wounded were reported.", "The mayor said that two were wounded."),
    "fr": ("Deux blessés ont été rapportés.", "Le maire a dit que deux personnes sont blessées."),
    "ru": ("Сообщается о двух раненых.", "Глава села сказал: двое раненых."),
    "tr": ("İki yaralı olduğu bildirildi.", "Muhtar iki yaralı olduğunu söyledi."),
    "az": ("İki yaralı olduğu bildirilir.", "İcra başçısı dedi ki, iki yaralı var."),
    "hy": ("Հաղորդվում է երկու վիրավորի մասին։", "Գյուղապետն ասաց, որ երկու վիրավոր կա։"),
}
TABLES = [
    (Standing.OBSERVED, Fault.BLAME, BLAMING),
    (Standing.INFERRED, Fault.CERTAINTY, CERTAIN),
    (Standing.TOLD, Fault.NOBODY_SAYS, UNSAID),
]


@pytest.mark.parametrize("language", BLAMING)
@pytest.mark.parametrize("standing, fault, table", TABLES, ids=[row[1].value for row in TABLES])
def test_words_that_a_standing_forbids_are_marked_and_its_own_are_not(
    standing, fault, table, language
):
    wrong, right = table[language]
    assert [mark.fault for mark in marks_in(wrong, standing)] == [fault]
    assert marks_in(right, standing) == []


def test_a_verified_event_of_unknown_origin_names_no_side():
    text = "The mission verified that shots were fired. Uplanders were seen."
    marks = marks_in(text, Standing.VERIFIED, ["Upland", "Lowland"])
    assert [(mark.words, mark.fault) for mark in marks] == [("Upland", Fault.SIDE)]


def test_a_dispute_may_name_all_sides_but_not_one_alone():
    both = "Upland states A; Lowland states B; the mission could not establish it."
    assert marks_in(both, Standing.DISPUTED, ["Upland", "Lowland"]) == []
    assert len(marks_in("Upland states A.", Standing.DISPUTED, ["Upland", "Lowland"])) == 1


def test_an_attribution_may_name_sides_but_is_no_certainty():
    text = "The mission attributes it to Upland (confidence: high); it is proven."
    marks = marks_in(text, Standing.ATTRIBUTED, ["Upland"])
    assert [mark.words for mark in marks] == ["proven"]


def test_what_somebody_is_said_to_have_reported_has_a_subject():
    assert marks_in("Two wounded were reported by the hospital.", Standing.TOLD) == []


def test_every_table_speaks_six_languages_and_every_standing_has_its_words():
    assert all(list(words) == ["en", "fr", "ru", "tr", "az", "hy"] for words in WORDS.values())
    assert set(FORBIDDEN) == set(Standing)


@given(st.text(max_size=80), st.sampled_from(Standing), st.lists(st.text(max_size=8), max_size=3))
def test_the_pieces_of_any_text_are_the_text(text, standing, sides):
    marks = marks_in(text, standing, sides)
    assert "".join(piece for piece, _mark in pieces_of(text, marks)) == text
