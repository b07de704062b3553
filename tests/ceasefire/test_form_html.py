"""Form fields written straight are what Django's templates make of them, but for empty lines."""

from datetime import date, time

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, override

from ceasefire.form_html import STRAIGHT, StraightRenderer
from incidents.forms.casualty import CasualtyForm
from incidents.forms.report import ReportForm

HOSTILE = "\"><script>alert('1')</script>&amp;{{ x }} Ş Ք"
CHOICES = [
    ("", gettext_lazy("not known")),
    (1, "one"),
    (HOSTILE, HOSTILE),
    ("bold", mark_safe("<b>bold</b>")),
    (gettext_lazy("Place"), [("a", gettext_lazy("Area")), (2.5, 1234.5)]),
]
ATTRIBUTES = {"class": HOSTILE, "hidden": True, "disabled": False, "rows": 6, HOSTILE: "x"}
WIDGETS = [
    (forms.TextInput, [None, "", "N-1", HOSTILE, 0, mark_safe("&amp;")]),
    (forms.HiddenInput, [None, HOSTILE]),
    (forms.NumberInput, [None, 1234.5]),
    (forms.EmailInput, ["a@b.example"]),
    (forms.DateInput, [None, date(2020, 11, 10)]),
    (forms.TimeInput, [time(14, 30)]),
    (forms.Textarea, [None, "", "two\nlines", HOSTILE]),
    (forms.Select, [None, "", 1, "1", HOSTILE, "a", ["a"]]),
    (forms.SelectMultiple, [None, ["1", "a"]]),
    (forms.RadioSelect, ["1"]),
    (forms.CheckboxInput, [True, False]),
]


def by_django(widget, name, value, attributes):
    html = widget.render(name, value, attributes, DjangoTemplates())
    return html.replace("</option>\n\n", "</option>\n")


def widget_of(kind, attributes):
    choices = {"choices": CHOICES} if issubclass(kind, forms.widgets.ChoiceWidget) else {}
    return kind(attrs=attributes, **choices)


@pytest.mark.parametrize("language", ["en", "fr", "hy"])
@pytest.mark.parametrize("attributes", [{}, ATTRIBUTES])
@pytest.mark.parametrize(
    "kind, value", [(kind, value) for kind, values in WIDGETS for value in values]
)
def test_a_widget_is_what_django_writes(kind, value, attributes, language):
    widget = widget_of(kind, attributes)
    with override(language):
        ours = widget.render(HOSTILE, value, {"id": "id_it"}, StraightRenderer())
        assert ours == by_django(widget, HOSTILE, value, {"id": "id_it"})
    assert "<script" not in ours


@pytest.mark.parametrize("language", ["en", "ru", "az"])
def test_the_forms_of_a_report_are_what_django_writes(language):
    with override(language):
        for name, field in (ReportForm.base_fields | CasualtyForm.base_fields).items():
            ours = field.widget.render(name, "FIR-SAL", {}, StraightRenderer())
            assert ours == by_django(field.widget, name, "FIR-SAL", {})


def test_an_option_with_a_template_of_its_own_is_left_to_django():
    class Special(forms.Select):
        option_template_name = "django/forms/widgets/checkbox_option.html"

    widget = Special(choices=[("a", "A")])
    ours = widget.render("it", "a", {}, StraightRenderer())
    assert ours == by_django(widget, "it", "a", {})


def test_the_plain_widgets_are_written_straight():
    used = {field.widget.template_name for field in ReportForm.base_fields.values()}
    assert used <= STRAIGHT.keys()
