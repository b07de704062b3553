"""A report on paper: asked for by anybody, set by a worker, in every language and policy."""

from decimal import Decimal

import pytest
from django.conf import settings
from django.utils import formats, translation
from django.utils.translation import gettext

from incidents.domain.daily_report import publish_day
from incidents.domain.pump import run_due
from incidents.exchange.paper import set_on_paper
from incidents.exchange.paper_setter import setter_of
from incidents.models import PrintedReport
from incidents.views.daily_paper import page_of, square_of
from tests.incidents.exchange.test_paper import opened
from tests.incidents.telling import AFTER_DUE, DAY, killed, tell
from tests.incidents.typing import signed_in

pytestmark = pytest.mark.django_db

PATH = f"/daily/{DAY}/1/print/"
SQUARE = "Square that leads to the verification of this report"


@pytest.fixture
def report(cast):
    tell(cast.north_monitor, place=cast.village.code, casualties=(killed(2, "north"),))
    return publish_day(cast.mission, DAY, AFTER_DUE)


def ask(**fields):
    said = {"language": "en", "names": "pair"} | fields
    return signed_in(None).post(PATH, said)


def paper(report, language="en", names="pair"):
    row = PrintedReport(report=report, language=language, names=names, address="https://m.example")
    return page_of(row)


def test_anybody_asks_and_sees_how_far_it_is(report):
    assert ask().status_code == 302
    page = signed_in(None).get(PATH)
    assert page.headers["Refresh"] == "3"
    assert "0 per cent" in page.content.decode()


def test_what_is_made_is_given_to_everybody(report, setter):
    ask(language="hy", names="grid")
    run_due()
    assert "Refresh" not in signed_in(None).get(PATH).headers
    answer = signed_in(None).get(f"/daily/{DAY}/1/hy/grid.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


@pytest.mark.parametrize("language", ["ru", "hy"])
def test_the_document_has_a_title_a_language_and_its_pictures_in_words(
    cast, report, setter, language
):
    tell(cast.north_monitor, lat=Decimal("40.05"), lon=Decimal("46.80"), position_precision="P3")
    placed = publish_day(cast.mission, DAY, AFTER_DUE)
    made = opened(set_on_paper(paper(placed, language)))
    assert b"/Lang (%s)" % language.encode() in made
    assert b"/DisplayDocTitle true" in made
    with translation.override(language):
        day = formats.date_format(DAY, "DATE_FORMAT")
        assert as_text(gettext("Daily report of %(day)s") % {"day": day}) in made
        for alt in ("Map of the incidents, by their numbers in the list", SQUARE):
            assert b"/Alt %s" % as_text(gettext(alt)) in made


def boxes_on(document):
    return [box for page in document.pages for box in page._page_box.descendants()]


def as_text(words):
    """Words as such documents write them down."""
    return b"<feff%s>" % words.encode("utf-16-be").hex().encode()


@pytest.mark.parametrize("language", ["ru", "hy", "az"])
def test_on_paper_each_value_stands_beside_its_words_however_long(report, setter, language):
    boxes = boxes_on(setter_of(paper(report, language)).render())
    lists = [list(box.children) for box in boxes if box.element_tag == "dl"]
    facts = [(one.element_tag, one.position_y) for each in lists[1:] for one in each]
    assert len(facts) > 20
    for words, value in zip(facts[::2], facts[1::2], strict=True):
        assert (words[0], value[0]) == ("dt", "dd")
        assert words[1] == value[1]


@pytest.mark.parametrize(
    "fields", [{"language": "xx"}, {"names": "first-x"}, {"names": "y" * 9999}]
)
def test_a_wrong_wish_is_refused_and_kept_on_the_page(report, fields):
    answer = ask(**fields)
    assert answer.status_code == 422
    assert "Choose one of the" in answer.content.decode()


@pytest.mark.parametrize("path", [f"/daily/{DAY}/2/print/", f"/daily/{DAY}/1/en/pair.pdf"])
def test_what_was_not_published_or_made_is_not_found(report, path):
    assert signed_in(None).get(path).status_code == 404


@pytest.mark.parametrize("language", dict(settings.LANGUAGES))
@pytest.mark.parametrize("names", ["pair", "grid", "first-uplands", "first-lowlands"])
def test_a_page_is_in_its_language_and_policy_and_leads_to_its_verification(
    report, language, names
):
    page = paper(report, language, names)
    assert f'<html lang="{language}">' in page
    assert f"https://m.example/daily/verify/{report.content_hash}/" in page
    assert ("Belmora" in page) == (names != "grid")


def test_a_page_asks_for_nothing_but_fonts(report):
    page = paper(report)
    assert "<script" not in page
    assert "<img" not in page
    assert "url(" in page
    assert page.count("url(") == page.count('url("font:')


def test_the_map_carries_the_number_of_the_incident_and_no_name(cast, report):
    tell(cast.north_monitor, lat=Decimal("40.05"), lon=Decimal("46.80"), position_precision="P3")
    again = publish_day(cast.mission, DAY, AFTER_DUE)
    picture = paper(again).partition('<svg class="map"')[2].partition("</svg>")[0]
    assert picture.count("<circle") == 1
    assert ">2</text>" in picture or ">1</text>" in picture


def test_a_square_has_a_path_of_its_dark_fields():
    square = square_of("https://m.example/daily/verify/" + "a" * 64)
    assert square["size"] > 30
    assert square["path"].startswith("M2 2h1v1h-1z")  # the corner, inside its margin
