"""Uploading, confirming and exporting spreadsheets, as a browser would."""

import io

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.parties.admin.conftest import address

CSV, XLSX = "0", "1"
POSTS = "mission,code,kind,sector,lat,lon,host,operators,statuses\n"


def preview_of(client, model, content, kind=CSV, name=None):
    """Upload a file and see what would happen."""
    content = content.encode() if isinstance(content, str) else content
    name = name or ("rows.csv" if kind == CSV else "rows.xlsx")
    upload = SimpleUploadedFile(name, content)
    return client.post(
        address(model, "import"), {"import_file": upload, "format": kind, "resource": "0"}
    )


def confirm(client, model, preview):
    form = preview.context["confirm_form"]
    return client.post(address(model, "process_import"), form.initial, follow=True)


def import_rows(client, model, content, kind=CSV):
    return confirm(client, model, preview_of(client, model, content, kind))


def refusals(page):
    """Everything that an import page complains about, in one text."""
    page.render()
    assert "confirm_form" not in page.context
    errors = page.context["form"].errors.get("import_file", [])
    return " ".join(errors) + page.content.decode()


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def export(client, model, kind=CSV):
    answer = client.post(address(model, "export"), {"format": kind, "resource": "0"})
    return answer.content.decode("utf-8-sig") if kind == CSV else answer.content
