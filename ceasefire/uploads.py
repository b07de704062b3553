"""Files in forms: a browser without scripts sends them at once, so there is a limit to them."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile

MOST_AT_ONCE = 25_000_000  # bytes of a whole form; pieces, sent by scripts and tools, have none


class BoundedUploadHandler(FileUploadHandler):
    """Leave out the files of a form that is too large; what was typed in it is kept.

    The names of what was left out stand in ``request.files_left_out``.
    """

    too_large = False

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 - Django's name
        content_length: Any,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        """Look at the length that was announced."""
        self.too_large = content_length > MOST_AT_ONCE

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Skip the file, or let the next handler have it."""
        super().new_file(*args, **kwargs)
        if self.too_large:
            left_out = getattr(self.request, "files_left_out", [])
            self.request.files_left_out = [*left_out, self.file_name]  # type: ignore[union-attr]
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand the data on."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""
