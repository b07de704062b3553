"""Codes are shown by their labels, in the reader's language, without translating all the others."""

import pytest
from django.utils import translation

from incidents.categories import Category
from incidents.models import Incident, Report


@pytest.mark.parametrize("model", [Incident, Report])
def test_a_code_is_shown_by_its_label(model):
    assert model(category="FIR-SAL").get_category_display() == "Direct fire: small arms"


def test_a_code_that_the_list_does_not_know_is_shown_as_it_is():
    assert Incident(category="NEW").get_category_display() == "NEW"
    assert Incident(weapon="").get_weapon_display() == ""


def test_only_the_label_that_is_shown_is_translated(monkeypatch):
    asked = []
    gettext = translation._trans.gettext
    monkeypatch.setattr(
        translation._trans, "gettext", lambda text: asked.append(text) or gettext(text)
    )
    Incident(category="FIR").get_category_display()
    assert asked == ["Direct fire"]
    assert len(Category.choices) > 50
