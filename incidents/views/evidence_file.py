"""Files of evidence as they leave: never run, never guessed at, never kept on the way."""

from pathlib import Path

from django.http import FileResponse

from incidents.files.signature import TYPES
from incidents.models import Derivative, Evidence

# Whatever a file is, nothing in it may load, run or be framed.
SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store, private",
}
SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'"


def copy_response(copy: Derivative, path: Path) -> FileResponse:
    """A copy without metadata, to be shown in a page."""
    name = f"{copy.sha256[:12]}-{copy.name}.jpg"
    response = FileResponse(path.open("rb"), content_type="image/jpeg", filename=name)
    return _made_safe(response)


def original_response(evidence: Evidence, path: Path) -> FileResponse:
    """An original, to be saved and not to be opened; its name is ours, not its sender's."""
    suffix = TYPES[evidence.file.media_type].suffixes[0]
    response = FileResponse(
        path.open("rb"),
        as_attachment=True,
        content_type="application/octet-stream",
        filename=f"{evidence.file_id}.{suffix}",
    )
    return _made_safe(response)


def _made_safe(response: FileResponse) -> FileResponse:
    for name, value in SAFE.items():
        response[name] = value
    response["Content-Security-Policy"] = SANDBOX
    return response
