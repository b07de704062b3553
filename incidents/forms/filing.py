"""A filing: the report form and its casualty lines, checked and turned into content together."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from incidents.domain.content import ReportContent
from incidents.domain.desk import Desk
from incidents.enums import CountQualifier, PositionPrecision, ReportKind, SourceKind, Stance
from incidents.forms.casualty import CasualtyLines
from incidents.forms.choices import SharedChoices, or_not_known
from incidents.forms.correction import lines_before, typed_before
from incidents.forms.errors import add_errors
from incidents.forms.local_time import local_now
from incidents.forms.report import ReportForm
from incidents.ledger.uuid7 import uuid7
from incidents.models import Report
from incidents.rules import DUTY_OFFICER, MONITOR
from parties.domain.acting import Actor, posts_open_to
from parties.models import Mission, Party, Post

PREFIX = "casualties"
# The domain's names of fields → the form's.
SIGHTING = ("bearing", "bearing_spread", "range_from_m", "range_to_m")
FIELDS = {
    "occurred_from": "occurred_date",
    "occurred_until": "until_time",
    "place_text": "place",
    "occurred_text": "occurred_time",
}
# What is asked for on demand, with the answers that nearly every report gives.
USUAL = {
    "kind": str(ReportKind.OBSERVATION),
    "source_kind": str(SourceKind.OWN_POST),
    "stance": str(Stance.RECORDED),
    "source_party": "",
    "source_label": "",
    "alleged_party": "",
    "target_text": "",
}
HARM = ("damage", "damage_text")
TAKEN_AS_THEY_ARE = (
    "report_id",
    "mission",
    "same_event_as",
    "corrects",
    "kind",
    "stance",
    "source_kind",
    "source_party",
    "source_label",
    "post",
    "time_precision",
    "area_text",
    "category",
    "signature",
    "means",
    "direction",
    "weapon",
    "weapon_text",
    "count_low",
    "count_high",
    "count_unit",
    "alleged_party",
    "target_text",
    "damage",
    "damage_text",
    "narrative",
    "lat",
    "lon",
    "position_text",
)


@dataclass
class ReportFiling:
    """What was typed for one report, with all that is wrong with it."""

    form: ReportForm
    lines: Any

    def is_valid(self) -> bool:
        """Check both parts, so that all errors show at once."""
        return all([self.form.is_valid(), self.lines.is_valid()])

    def content(self) -> ReportContent:
        """The content of the report, once both parts are valid."""
        data = self.form.cleaned_data
        return ReportContent(
            **{name: data[name] for name in TAKEN_AS_THEY_ARE},
            occurred_from=data.get("occurred_from"),
            occurred_until=data.get("occurred_until"),
            occurred_text=self._typed_time(),
            place=data["place_code"],
            place_text=data["place"] or data.get("place_text", ""),
            **{name: data[name] for name in SIGHTING if name in data},
            position_precision=data["position_precision"] or PositionPrecision.P0,
            count_qualifier=data["count_qualifier"] or CountQualifier.UNKNOWN,
            casualties=tuple(line.content() for line in self._filled()),
        )

    def parts_in_use(self) -> dict[str, bool]:
        """Which parts that are asked for on demand hold something, or something wrong."""
        form, lines = self.form, self.lines
        other = any(str(form[name].value() or "") != usual for name, usual in USUAL.items())
        wrong = bool(USUAL.keys() & form.errors.keys()) if form.is_bound else False
        told = lines.is_bound and any(line.has_changed() for line in lines)
        harmed = any(form[name].value() or name in form.errors for name in HARM)
        return {"source": other or wrong, "casualties": told or harmed or bool(lines.initial)}

    def add_errors(self, error: ValidationError) -> None:
        """Put the domain's refusals beside the fields and lines that they name."""
        of_lines = {n: e for n, e in error.error_dict.items() if n.startswith(f"{PREFIX}.")}
        for name, refusals in of_lines.items():
            _prefix, number, field = name.split(".")
            self._filled()[int(number)].add_error(field, refusals)
        others = {n: e for n, e in error.error_dict.items() if n not in of_lines}
        if others:
            add_errors(self.form, ValidationError(others), FIELDS)

    def _filled(self) -> list[Any]:
        return [line for line in self.lines if line.has_changed()]

    def _typed_time(self) -> str:
        if typed := self.form.cleaned_data.get("time_text"):
            return str(typed)
        names = ("occurred_date", "occurred_time", "until_time")
        return " ".join(filter(None, (self.form.data.get(name, "") for name in names)))


def draft_filing(actor: Actor, mission: Mission, said: dict[str, Any]) -> ReportFiling:
    """A form that begins with what was said elsewhere, such as over the radio."""
    posts = posts_to_file_from(actor, mission)
    initial = {
        "report_id": uuid7(),
        "mission": mission.code,
        "post": _own_post(actor, mission, posts),
    }
    return _filing(posts, mission, initial=initial | said)


def blank_filing(actor: Actor, mission: Mission, told: UUID | None = None) -> ReportFiling:
    """An empty form with the post, the date and the time filled in."""
    posts = posts_to_file_from(actor, mission)
    now = local_now(mission.time_zone)
    initial = {
        "report_id": uuid7(),
        "mission": mission.code,
        "same_event_as": told,
        "post": _own_post(actor, mission, posts),
        "occurred_date": now.date(),
        "occurred_time": now.time(),
    }
    return _filing(posts, mission, initial=initial)


def correction_of(report: Report, actor: Actor) -> ReportFiling:
    """The form filled in with a report of the actor, to be filed as its next version."""
    mission = report.mission
    initial = {"report_id": uuid7(), "mission": mission.code, **typed_before(report)}
    posts = posts_to_file_from(actor, mission)
    return _filing(posts, mission, initial=initial, lines=lines_before(report))


def filing_from(
    typed: Mapping[str, Any], actor: Actor, mission: Mission, desk: Desk | None = None
) -> ReportFiling:
    """What was typed, to be checked."""
    desk = desk or Desk()
    key = ("may file from", actor.user.pk if actor.user else None, mission.pk)
    posts = desk.once(key, lambda: posts_to_file_from(actor, mission))
    return _filing(posts, mission, desk, data=typed)


def _own_post(actor: Actor, mission: Mission, posts: list[Post]) -> str:
    """The post to begin with: a monitor's first; none for the centre, which files for many."""
    stands_at_posts = MONITOR in actor.roles_at(mission.pk)
    return posts[0].code if posts and stands_at_posts else ""


def _filing(
    posts: list[Post],
    mission: Mission,
    desk: Desk | None = None,
    *,
    lines: list[dict[str, Any]] | None = None,
    **filled: Any,
) -> ReportFiling:
    desk = desk or Desk()
    parties = desk.once(("named parties",), _named_parties)
    offered = desk.once(("offered", *(post.pk for post in posts)), lambda: _offered(posts))
    form = ReportForm(here=mission, posts=offered, parties=parties, **filled)
    sides = {"sides": parties}
    shown = CasualtyLines(filled.get("data"), prefix=PREFIX, initial=lines, form_kwargs=sides)
    return ReportFiling(form, shown)


def _named_parties() -> SharedChoices:
    return or_not_known((party.code, str(party)) for party in Party.objects.order_by("name"))


def _offered(posts: list[Post]) -> SharedChoices:
    return SharedChoices([("", _("Choose…")), *((post.code, str(post)) for post in posts)])


def posts_to_file_from(actor: Actor, mission: Mission) -> list[Post]:
    """The posts that the actor may file from; a duty officer files from any."""
    if DUTY_OFFICER in actor.roles_at(mission.pk):
        return list(Post.objects.filter(mission=mission).order_by("code"))
    return posts_open_to(actor, mission, {MONITOR})
