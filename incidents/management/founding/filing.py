"""The rows of the founding case filed through the mission's own doors."""

from collections.abc import Iterator

from django.db import transaction

from incidents.domain.content import ReportContent
from incidents.domain.daily_return import file_daily_return
from incidents.domain.filing import file_report
from incidents.management.founding.reports import Row, read_contents, read_return


def file_rows() -> Iterator[str]:
    """File every row, in the file's order; yield what the door answered to each."""
    for row, content in read_contents():
        with transaction.atomic():
            yield _file_row(row, content)


def _file_row(row: Row, content: ReportContent) -> str:
    answer = file_report(content, author=None)
    nil = read_return(row, content)
    if nil is not None:
        file_daily_return(nil, author=None, report=answer.report)
    return answer.outcome
