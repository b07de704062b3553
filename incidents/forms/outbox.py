"""Items of an outbox: opened, read as the form would be, and filed through the one door."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError
from django.http import QueryDict
from django.utils.translation import gettext as _

from incidents.domain.daily_return import ReturnAcknowledgement, file_daily_return
from incidents.domain.desk import Desk
from incidents.domain.filing import Acknowledgement, Brought, Filed, file_reports
from incidents.domain.outbox import outbox_keys
from incidents.exchange.outbox import BoxError, Typed, opened_box
from incidents.forms.daily_return import FIELDS, DailyReturnForm
from incidents.forms.errors import add_errors
from incidents.forms.filing import ReportFiling, filing_from, posts_to_file_from
from incidents.forms.old_outbox import as_typed_now
from incidents.ledger.canonical import is_text
from incidents.rules import may
from parties.domain.acting import Actor
from parties.models import Mission, User

STATUS_OF_OUTCOME = {"new": 201, "replayed": 200, "variant": 202, "proposed": 202}
NOT_STORED = 500  # for a reason that is not the item's: it may be sent again
NAMES = frozenset({"v", "report_id", "author", "box"})
LARGEST_ID = 2**31 - 1
Fault = dict[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one item, a report or a daily return: a receipt, or what was wrong with it.

    ``status`` is what filing it alone would have answered; ``digest`` is the SHA-256
    of what was typed, which only who opened the box can know.
    """

    report_id: str
    status: int
    filed: Acknowledgement | ReturnAcknowledgement | None = None
    digest: str = ""
    faults: list[Fault] = field(default_factory=list)

    @property
    def reference(self) -> str:
        """The reference of what was filed."""
        return str(json.loads(self.filed.receipt)["reference"]) if self.filed else ""


@dataclass(frozen=True, slots=True)
class Opened:
    """An item that was opened and read, to be filed together with others."""

    brought: Brought
    filing: ReportFiling
    typed: Typed

    def answer(self, filed: Filed) -> Answer:
        """What to say of the item, once it was filed or refused."""
        named, digest = str(self.typed.report_id), self.typed.digest
        if isinstance(filed, Acknowledgement):
            return Answer(named, STATUS_OF_OUTCOME[filed.outcome], filed, digest)
        if isinstance(filed, PermissionDenied):
            return _may_not_file(self.typed)
        if not isinstance(filed, ValidationError):
            return Answer(named, NOT_STORED, None, digest)
        self.filing.add_errors(filed)
        return Answer(named, 422, None, digest, faults_of(self.filing))


def file_items(items: Iterable[Any], bearer: Actor) -> list[Answer]:
    """File the items of an outbox; nothing is raised: what was not filed says why."""
    desk = Desk(bearer)
    opened = [open_item(item, bearer, desk) for item in items]
    filed = iter(file_reports([o.brought for o in opened if isinstance(o, Opened)], desk=desk))
    return [o.answer(next(filed)) if isinstance(o, Opened) else o for o in opened]


def open_item(item: Any, bearer: Actor, desk: Desk) -> Opened | Answer:
    """Open and read an item, to be filed in its author's name, whoever brings it.

    Authors bring their own; a duty officer may bring a colleague's report, as a file, if its
    seal shows that it was made with the author's key. A daily return, of which there is one
    a post and day, is filed at once. What cannot be filed says why.
    """
    fault = _fault_of(item)
    if fault is not None:
        return _refused(_name_of(item), 422, "item", fault)
    report_id, author_id = UUID(item["report_id"]), item["author"]
    try:
        typed = opened_box(item["box"], outbox_keys(author_id), author_id, report_id)
    except BoxError as error:
        return _refused(str(report_id), 422, error.code, _words_of(error.code))
    return _read(typed, bearer, desk)


def _name_of(item: Any) -> str:
    named = item.get("report_id") if isinstance(item, Mapping) else None
    return named[:36] if isinstance(named, str) else ""


def _fault_of(item: Any) -> str | None:
    """What is wrong with an item's shape."""
    if not isinstance(item, Mapping) or set(item) != NAMES or type(item["v"]) is not int:
        return _("This is no item of an outbox.")
    if item["v"] != 1:
        return _words_of("version")
    author, box = item["author"], item["box"]
    if type(author) is not int or not 0 < author <= LARGEST_ID or not isinstance(box, str):
        return _("This is no item of an outbox.")
    try:
        named = UUID(item["report_id"])
    except (TypeError, ValueError, AttributeError):
        return _("Its report id is none.")
    return None if str(named) == item["report_id"] else _("Its report id is none.")


def _words_of(code: str) -> str:
    return {
        "seal": _("Its seal does not fit: it was changed, or it is not this author's."),
        "version": _("It was written by a newer form than this site knows."),
        "content": _("What it holds is no report."),
    }[code]


def _refused(report_id: str, status: int, code: str, detail: str, digest: str = "") -> Answer:
    return Answer(report_id, status, None, digest, [{"field": "", "detail": detail, "code": code}])


def _may_not_file(typed: Typed) -> Answer:
    detail = _("Its author may not file at this mission today.")
    return _refused(str(typed.report_id), 403, "forbidden", detail, typed.digest)


def _read(typed: Typed, bearer: Actor, desk: Desk) -> Opened | Answer:
    author = desk.once(("person", typed.author), lambda: _person(typed.author))
    values = as_typed_now(typed)
    mission = _mission_named(values.get("mission", ""), desk)
    is_return = "return_id" in values
    if author is None or not _may_bring(bearer, author, None if is_return else mission):
        detail = _("It belongs to somebody else: its author or a duty officer must bring it.")
        return _refused(str(typed.report_id), 403, "other_author", detail)
    if mission is None:
        detail = _("There is no such mission.")
        return _refused(str(typed.report_id), 422, "mission", detail, typed.digest)
    writer = desk.actor(author)
    if is_return:
        return _file_return(typed, values, writer, mission)
    carrier = None if bearer.user == author else bearer.user
    return _read_report(typed, filing_from(values, writer, mission, desk), writer, mission, carrier)


def _read_report(
    typed: Typed, filing: ReportFiling, writer: Actor, mission: Mission, carrier: User | None
) -> Opened | Answer:
    if not may(writer, "file_report", mission.pk):
        return _may_not_file(typed)
    named, digest = str(typed.report_id), typed.digest
    if not filing.is_valid():
        return Answer(named, 422, None, digest, faults_of(filing))
    content = filing.content()
    if content.report_id != typed.report_id:
        return _refused(named, 422, "content", _words_of("content"), digest)
    return Opened(Brought(content, writer.user, carrier), filing, typed)


def _file_return(typed: Typed, values: QueryDict, writer: Actor, mission: Mission) -> Answer:
    if not may(writer, "file_return", mission.pk):
        return _may_not_file(typed)
    named, digest = str(typed.report_id), typed.digest
    form = DailyReturnForm(values, here=mission, posts=posts_to_file_from(writer, mission))
    if not form.is_valid():
        return Answer(named, 422, None, digest, _faults_in(form.all_forms))
    content = form.content()
    if content.return_id != typed.report_id:
        return _refused(named, 422, "content", _words_of("content"), digest)
    try:
        filed = file_daily_return(content, author=writer.user)
    except ValidationError as error:
        add_errors(form, error, FIELDS)
        return Answer(named, 422, None, digest, _faults_in(form.all_forms))
    except DatabaseError:
        return Answer(named, NOT_STORED, None, digest)
    return Answer(named, STATUS_OF_OUTCOME[filed.outcome], filed, digest)


def _person(author: int) -> User | None:
    return User.objects.filter(pk=author).defer("password").first()


def _mission_named(code: str, desk: Desk) -> Mission | None:
    return desk.mission(code) if is_text(code) else None


def _may_bring(bearer: Actor, author: User, mission: Mission | None) -> bool:
    if bearer.user is not None and bearer.user.pk == author.pk:
        return True
    return mission is not None and may(bearer, "carry_reports", mission.pk)


def faults_of(filing: ReportFiling) -> list[Fault]:
    """What is wrong with a filing, each with the label that a person knows the field by."""
    return _faults_in([filing.form, *filing.lines.forms]) + [
        {"field": "", "detail": " ".join(error.messages), "code": error.code or "invalid"}
        for error in filing.lines.non_form_errors().as_data()
    ]


def _faults_in(forms: Iterable[Any]) -> list[Fault]:
    return [_fault(form, name, error) for form in forms for name, error in _errors_of(form)]


def _errors_of(form: Any) -> list[tuple[str, ValidationError]]:
    return [(name, error) for name, errors in form.errors.as_data().items() for error in errors]


def _fault(form: Any, name: str, error: ValidationError) -> Fault:
    known = name in form.fields
    return {
        "field": form.add_prefix(name) if known else "",
        "label": str(form[name].label) if known else "",
        "detail": " ".join(error.messages),
        "code": error.code or "invalid",
    }
