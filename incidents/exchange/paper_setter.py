"""The setter: a process of its own that reads HTML, writes one tagged PDF, and ends.

It limits its own memory and time, fetches nothing but the fonts of the site, and tells on
its standard error how far it is. Library and fonts are loaded here alone, so that no server
carries them.
"""

import logging
import sys
from pathlib import Path
from typing import Any

from incidents.files.limits import limit_myself

FONTS = Path(__file__).resolve().parents[2] / "static" / "vendor" / "fonts"
MOST_MEMORY = 1024 * 1024 * 1024  # of addresses; what is really held stays far below
MOST_SECONDS = 110
LARGEST_FILE = 16 * 1024 * 1024  # fonts are unpacked into a temporary folder
VARIANT = "pdf/ua-1"
# The library's steps and how much is done when each begins.
STEPS = {"Step 1": 5, "Step 2": 10, "Step 3": 20, "Step 4": 35, "Step 5": 55, "Step 6": 80}


class ForeignAddressError(ValueError):
    """The page asked for something that is not a font of the site."""


def font_named(address: str) -> bytes:
    """Return a font of the site by its address, such as ``font:inter-latin.woff2``.

    Raises:
        ForeignAddressError: it is none.

    """
    scheme, _colon, name = address.partition(":")
    known = {path.name: path for path in FONTS.glob("*.woff2")}
    if scheme != "font" or name not in known:
        raise ForeignAddressError(address[:80])
    return known[name].read_bytes()


class Progress(logging.Handler):
    """Tells how far the library is, one line for each step."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write the per cent of a step."""
        percent = STEPS.get(record.getMessage()[:6])
        if percent is not None:
            sys.stderr.write(f"done {percent}\n")
            sys.stderr.flush()


def main() -> None:
    """Set standard input on paper."""
    limit_myself(MOST_MEMORY, MOST_SECONDS, file=LARGEST_FILE)
    html = sys.stdin.buffer.read().decode("utf-8")
    sys.stdout.buffer.write(setter_of(html).write_pdf(pdf_variant=VARIANT))
    sys.stdout.buffer.flush()


def setter_of(html: str) -> Any:
    """Return the library's view of a page; the library is loaded here, and nowhere else."""
    import weasyprint  # noqa: PLC0415 - large, and needs libraries of the system
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415

    class OnlyFonts(URLFetcher):  # type: ignore[misc, unused-ignore]
        """Fetches fonts of the site."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            """Return the font; refuse everything else."""
            del headers
            return URLFetcherResponse(url, font_named(url), {"Content-Type": "font/woff2"})

    progress = logging.getLogger("weasyprint.progress")
    progress.setLevel(logging.INFO)
    progress.addHandler(Progress())
    return weasyprint.HTML(string=html, url_fetcher=OnlyFonts())


if __name__ == "__main__":
    main()
