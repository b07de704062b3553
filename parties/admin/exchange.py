"""Import with a preview, and export, on the pages of a model."""

import os
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from import_export.admin import ImportExportMixin
from import_export.forms import ConfirmImportForm, ExportForm

from parties.admin.access import missions_of
from parties.admin.spreadsheet import CSV, XLSX, SpreadsheetError

SALT = "standing-order-import"


class ConfirmForm(ConfirmImportForm):
    """A confirmation that names only a file which a preview has just kept."""

    format = forms.ChoiceField(choices=[("0", "csv"), ("1", "xlsx")], widget=forms.HiddenInput)
    resource = forms.ChoiceField(choices=[("0", "")], required=False, widget=forms.HiddenInput)

    def clean_import_file_name(self) -> str:
        try:
            name = signing.loads(self.cleaned_data["import_file_name"], salt=SALT, max_age=3600)
        except signing.BadSignature as error:
            raise forms.ValidationError(_("Preview the file again.")) from error
        return os.path.basename(name)  # noqa: PTH119 - import_export keeps names, not paths


class SpreadsheetMixin(ImportExportMixin):
    """Import and export for administrators: CSV and XLSX, all rows or none."""

    formats = [CSV, XLSX]
    confirm_form_class = ConfirmForm
    export_form_class = ExportForm
    import_template_name = "admin/standing_order/import.html"
    import_hint = ""

    def has_import_permission(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request) and self.has_change_permission(request)

    def has_export_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_import_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_import_context_data(**kwargs), "import_hint": self.import_hint}

    def get_import_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        return {"missions": missions_of(request)}

    def get_export_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        return {"missions": missions_of(request)}

    def get_export_queryset(self, request: HttpRequest) -> Any:
        """The rows of the list, read as the resource reads them."""
        rows = super().get_export_queryset(request)
        own = self.resource_classes[0](missions=missions_of(request)).get_queryset()
        return own.filter(pk__in=rows.values("pk"))

    def get_import_data_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Store all rows or none, also when a row fails between preview and confirmation."""
        return {**super().get_import_data_kwargs(**kwargs), "rollback_on_validation_errors": True}

    def get_confirm_form_initial(self, request: HttpRequest, import_form: Any) -> dict[str, Any]:
        initial = super().get_confirm_form_initial(request, import_form)
        if "import_file_name" in initial:
            initial["import_file_name"] = signing.dumps(initial["import_file_name"], salt=SALT)
        return initial

    def add_data_read_fail_error_to_form(self, form: Any, e: Exception) -> None:
        """Say in words why a file was not read."""
        if isinstance(e, SpreadsheetError):
            form.add_error("import_file", str(e))
        else:
            super().add_data_read_fail_error_to_form(form, e)

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Store what was previewed; a file that is gone was stored already, or is too old."""
        try:
            return super().process_import(request, **kwargs)
        except FileNotFoundError:
            messages.error(request, _("This file was imported already. Preview it again."))
            return redirect("..")

    def process_result(self, result: Any, request: HttpRequest) -> HttpResponse:
        """Say that nothing was stored if a row no longer fits."""
        if result.has_errors() or result.has_validation_errors():
            messages.error(
                request,
                _("Nothing was imported: the data changed since the preview. Preview it again."),
            )
            return redirect("../import/")
        return super().process_result(result, request)
