"""The radio form as a page's form: one line, its read-back, its faults in words."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.exchange.radio import Fault, RadioError, RadioLine, read_line

LINE = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
WORDS: dict[str, Any] = {
    "event": gettext_lazy("“%(word)s”: the first word is the event, one of %(expected)s."),
    "time": gettext_lazy("“%(word)s”: the time follows the event, such as %(expected)s."),
    "post": gettext_lazy("“%(word)s” is no post of this mission: DE is followed by %(expected)s."),
    "word": gettext_lazy("“%(word)s” is not understood. Still possible: %(expected)s."),
    "twice": gettext_lazy("“%(word)s”: this was said already. Still possible: %(expected)s."),
    "too_long": gettext_lazy("This is too long for one line, from “%(word)s” on."),
    "characters": gettext_lazy("Remove the character that is no text: %(word)s."),
}
SLOTS: dict[str, Any] = {
    "means": gettext_lazy("means (HE, SN …)"),
    "weapon": gettext_lazy("weapon (MOR, SA …)"),
    "count": gettext_lazy("count (3, ~3, 3+, 3-5, MANY)"),
    "unit": gettext_lazy("unit (SHT, EXP …)"),
    "direction": gettext_lazy("direction of fire (IN, OUT …)"),
    "bearing": gettext_lazy("bearing (NE, B045, M0800)"),
    "range": gettext_lazy("range (2K, 2-5K, 800M, 6S)"),
}


class RadioForm(forms.Form):
    """One line, as it was heard."""

    line = forms.CharField(
        label=gettext_lazy("Line as heard"),
        max_length=500,
        widget=forms.TextInput(attrs=LINE),
        help_text=gettext_lazy("Such as: F 1430 HE MOR 3 NE 2K, with DE and the post before it."),
    )
    read: RadioLine | None = None

    def __init__(self, *args: Any, posts: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.posts = posts

    def clean_line(self) -> str:
        """Read the line, or name every word that is not understood."""
        line: str = self.cleaned_data["line"]
        try:
            self.read = read_line(line, self.posts)
        except RadioError as error:
            raise forms.ValidationError(
                [forms.ValidationError(said_of(fault), fault.code) for fault in error.faults]
            ) from error
        return line


def said_of(fault: Fault) -> str:
    """Return a fault in words."""
    expected = ", ".join(str(SLOTS.get(each, each)) for each in fault.expected)
    word = fault.word or _("nothing")
    return str(WORDS[fault.code]) % {"word": word, "expected": expected}


def draft_of(read: RadioLine) -> dict[str, Any]:
    """Return what the report form begins with; the whole line stands in the narrative."""
    heard = _("Radio: %(line)s") % {"line": read.line}
    return {
        "category": read.category,
        "time_text": read.time,
        "occurred_date": None,
        "occurred_time": None,
        "position_text": read.position_text,
        "means": read.means,
        "weapon": read.weapon,
        "count_low": read.count_low,
        "count_high": read.count_high,
        "count_qualifier": read.count_qualifier,
        "count_unit": read.count_unit,
        "direction": read.direction,
        "narrative": heard,
        **({"post": read.post} if read.post else {}),
    }
