"""A field with its surroundings: kept if it is the same for everybody, never what was typed."""

import pytest
from django import forms
from django.utils.translation import gettext_lazy, override

from incidents.forms import whole_field
from incidents.forms.choices import SharedChoices, or_not_known
from incidents.forms.whole_field import WholeField


class Small(forms.Form):
    """A form with a choice for all, a choice of one mission and a text."""

    bound_field_class = WholeField

    kind = forms.ChoiceField(choices=SharedChoices([("a", gettext_lazy("Area"))]))
    side = forms.ChoiceField(choices=SharedChoices([("", "")]), required=False)
    text = forms.CharField(label=gettext_lazy("Narrative"), required=False, initial="as ever")


@pytest.fixture(autouse=True)
def kept(monkeypatch):
    found = {}
    monkeypatch.setattr(whole_field, "kept", found)
    return found


def test_a_fresh_field_is_made_once_for_each_language(kept):
    made = [Small()["text"].whole for _ in range(2)]
    assert made[0] is made[1]
    with override("fr"):
        assert Small()["text"].whole != made[0]
    assert len(kept) == 2


def test_whether_it_may_stay_empty_is_said_or_not():
    assert "(optional)" in Small()["text"].whole
    assert "(optional)" not in Small()["text"].quietly


@pytest.mark.parametrize(
    "form",
    [Small({"text": "secret"}), Small(initial={"text": "secret"})],
    ids=["typed", "begun with"],
)
def test_what_one_person_typed_is_shown_to_nobody_else(kept, form):
    assert "secret" in form["text"].whole
    assert "secret" not in Small()["text"].whole
    assert all("secret" not in html for html in kept.values())


def test_choices_of_one_mission_are_offered_in_no_other(kept):
    one, other = Small(), Small()
    one.fields["side"].choices = or_not_known([("n", "North")])
    other.fields["side"].choices = or_not_known([("s", "South")])
    assert "North" in one["side"].whole
    assert "North" not in other["side"].whole
    assert "South" in other["side"].whole
    assert not kept


def test_an_error_stands_at_its_field():
    assert 'class="wrong"' in Small({"kind": "zz"})["kind"].whole


def test_no_more_is_kept_than_there_is_room_for(monkeypatch, kept):
    monkeypatch.setattr(whole_field, "MOST_KEPT", 1)
    assert Small()["text"].whole
    assert Small()["kind"].whole
    assert len(kept) == 1
