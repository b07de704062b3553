"""One name, however it is spelt, has one sound."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parties.transliteration import sound_of

# Spellings of one name by people of different countries, as reports and maps write them.
SPELLINGS = [
    "Xankəndi Ханкенди Khankendi Hankendi Ханкәнди",
    "Ստեփանակերտ Stepanakert Степанакерт STEPANAKERT",
    "Şuşa Shusha Шуша ŞUŞA",
    "Շուշի Shushi Шуши",
    "Ağdam Агдам Aghdam Agdam Աղդամ Ағдам",
    "Xocavənd Khojavend Ходжавенд Hocavend",
    "Kəlbəcər Kalbajar Кельбаджар Kelbecer Kelbadjar Кәлбәҹәр",
    "Laçın Lachin Лачин",
    "Cəbrayıl Jabrayil Джебраил Cebrail",
    "Füzuli Fuzuli",
    "Qubadlı Gubadli",
    "Xocalı Khojaly Ходжалы Hocalı",
    "Մարտակերտ Martakert Мартакерт",
    "Ասկերան Askeran Аскеран",
    "Փառուխ Parukh Парух",
    "Երևան Yerevan Ереван Erevan Երեւան",
    "Zəngilan Zangilan Зангилан Zengilan",
    "Քարվաճառ Karvachar Карвачар",
    "Բերձոր Berdzor Бердзор",
    "Հադրութ Hadrut",
    "Ոսկեպար Voskepar Воскепар",
    "İsmayıllı Ismayilli Исмаиллы",
]


@pytest.mark.parametrize("spelt", SPELLINGS, ids=lambda spelt: spelt.split()[1])
def test_all_spellings_of_a_name_sound_the_same(spelt):
    assert len({sound_of(name) for name in spelt.split()}) == 1


def test_no_two_of_these_names_sound_the_same():
    assert len({sound_of(spelt.split()[0]) for spelt in SPELLINGS}) == len(SPELLINGS)


@pytest.mark.parametrize("text", ["", "   ", "…", "\0", "\ud800", "’’"])
def test_what_has_no_letters_has_no_sound(text):
    assert sound_of(text) == ""


@given(st.text(max_size=60))
def test_any_text_has_a_sound_that_case_does_not_change(text):
    assert sound_of(text) == sound_of(text.casefold())
