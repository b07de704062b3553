"""Printing: a published revision is set on paper by a worker, once for all who ask."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from incidents.domain.content_checks import Problem, refuse
from incidents.domain.duty import impose
from incidents.domain.writing import writing
from incidents.enums import DutyKind
from incidents.exchange.paper import set_on_paper
from incidents.models import DailyReport, DailySignOff, PrintedReport
from parties.domain.naming_policy import policy_named

# Who asks for more is told to come back: a worker sets one after the other.
MOST_WAITING = 24
BEGUN, DONE = 1, 100


def ask_for_print(
    report: DailyReport, language: str, names: str, *, address: str, now: datetime | None = None
) -> PrintedReport:
    """Return the print of a revision in a language and naming policy, and have it made.

    Asking twice, or twice at once, makes it once; after a party has signed, once more.

    Args:
        report: a published revision.
        language: code of one of the site's languages.
        names: code of a naming policy.
        address: where the site is reached; the printed square leads there.
        now: when it is asked for, for tests.

    Raises:
        ValidationError: there is no such language or policy, or too many are waiting.

    """
    at = now or timezone.now()
    refuse(_problems(language, names))
    with writing():
        wanted = {
            "report": report,
            "language": language,
            "names": names,
            "sign_offs": DailySignOff.objects.filter(report=report).count(),
        }
        found = PrintedReport.objects.filter(**wanted).first()
        if found is not None:
            return found
        if PrintedReport.objects.filter(made_at__isnull=True).count() >= MOST_WAITING:
            message = _("Many reports are being set. Come back in a minute.")
            raise ValidationError({"language": [ValidationError(message, "busy")]})
        row, _made = PrintedReport.objects.get_or_create(
            **wanted, defaults={"address": address, "asked_at": at}
        )
        subject = str(row.pk)
        impose(DutyKind.PRINT_REPORT, mission=report.mission, subject=subject, cause="asked", at=at)
    return row


def _problems(language: str, names: str) -> list[Problem]:
    problems = []
    if language not in dict(settings.LANGUAGES):
        problems.append(Problem("language", _("Choose one of the languages."), "invalid_choice"))
    if policy_named(names) is None:
        problems.append(Problem("names", _("Choose one of the policies."), "invalid_choice"))
    return problems


def print_asked(subject: str, now: datetime) -> None:
    """Set one print on paper; nothing is done if it is there already.

    Raises:
        PaperError: it could not be set; the duty is tried again.

    """
    rows = PrintedReport.objects.filter(pk=int(subject), made_at__isnull=True)
    row = rows.select_related("report__mission").first()
    if row is None:
        return
    rows.update(progress=BEGUN)
    page: Callable[[PrintedReport], str] = import_string(settings.REPORT_PAGE)

    def watch(percent: int) -> None:
        rows.update(progress=percent)

    made = set_on_paper(page(row), watch)
    rows.update(content=made, made_at=now, progress=DONE)
