"""Looking over a report before it is filed: what it says, what may be a slip, what to reword."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.domain.filing import check_report
from incidents.domain.queries.doubts import doubts_about
from incidents.enums import Hint, ReportKind
from incidents.forms.filing import ReportFiling
from incidents.wording import Fault, Mark, Standing, marks_in, pieces_of
from parties.models import Post
from parties.views.mission import actor_in

REVIEW, EDIT, FILE = "review", "edit", "file"
LEFT_OUT = ("csrfmiddlewaretoken", "step")
FAULTS: dict[Fault, Any] = {
    Fault.BLAME: gettext_lazy("says who did it, or why; this is for a finding"),
    Fault.CERTAINTY: gettext_lazy("is surer than the grounds allow"),
    Fault.NOBODY_SAYS: gettext_lazy("does not say who says so"),
    Fault.SIDE: gettext_lazy("names a side, although the origin is not determined"),
}


def to_be_reviewed(request: HttpRequest, filing: ReportFiling) -> bool:
    """Whether the filer asked to look it over, or has not yet seen what may be a slip.

    Raises:
        ValidationError: it could not be filed as it stands, so first it is to be mended.

    """
    step = request.POST.get("step", "")
    wanted = step == REVIEW or (step != FILE and bool(_hints(filing)))
    if wanted:
        check_report(filing.content(), author=actor_in(request).user)
    return wanted


def review_of(filing: ReportFiling) -> dict[str, Any]:
    """The page: every answer in words, the hints, the marked narrative, the form unseen."""
    content = filing.content()
    observed = content.kind in (ReportKind.OBSERVATION, ReportKind.SELF_REPORT)
    standing = Standing.OBSERVED if observed else Standing.TOLD
    return {
        "answers": [*_answers(filing.form), *_casualties(filing.lines)],
        "hints": hint_words(_hints(filing)),
        "marked": marked(content.narrative, standing),
        "form": filing.form,
        "typed": [
            (name, value)
            for name, values in filing.form.data.lists()
            if name not in (*LEFT_OUT, "typed_at")
            for value in values
        ]
        + [("typed_at", filing.form.typed_moment().isoformat())],
    }


def marked(text: str, standing: Standing, sides: Iterable[str] = ()) -> dict[str, Any]:
    """A text in pieces, those that its standing does not allow with the reason why."""
    marks = marks_in(text, standing, sides)
    return {
        "pieces": [(piece, _reason(mark)) for piece, mark in pieces_of(text, marks)],
        "faults": [(mark.words, _reason(mark)) for mark in marks],
    }


def hint_words(hints: Iterable[str]) -> list[str]:
    """Hints in words."""
    return [str(Hint(hint).label) for hint in hints]


def _hints(filing: ReportFiling) -> tuple[Hint, ...]:
    content = filing.content()
    found = Post.objects.filter(mission__code=content.mission, code=content.post)
    return doubts_about(content, found.first() if content.post else None)


def _reason(mark: Mark | None) -> str:
    return str(FAULTS[mark.fault]) if mark else ""


def _answers(form: Any) -> list[tuple[str, str]]:
    """Each question that was answered, with the answer as it was typed or chosen."""
    answered = ((field, _answer(field)) for field in form.visible_fields())
    return [(str(field.label), answer) for field, answer in answered if answer]


def _answer(field: Any) -> str:
    value = field.value()
    if value in (None, ""):
        return ""
    choices = getattr(field.field, "choices", None)
    return str(_labels(choices).get(str(value), value)) if choices else str(value)


def _labels(choices: Any) -> dict[str, Any]:
    """Value → label, with the groups of a list laid flat."""
    flat: dict[str, Any] = {}
    for value, label in choices:
        flat |= _labels(label) if isinstance(label, list | tuple) else {str(value): label}
    return flat


def _casualties(lines: Any) -> list[tuple[str, str]]:
    filled = [line for line in lines if line.has_changed()]
    return [
        (_("Casualties %(number)s") % {"number": number}, _joined(line))
        for number, line in enumerate(filled, 1)
    ]


def _joined(line: Any) -> str:
    return ", ".join(f"{label}: {answer}" for label, answer in _answers(line))
