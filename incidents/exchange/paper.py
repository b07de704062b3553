"""Setting a page of HTML on paper: the setter works in a process of its own, and is watched."""

import subprocess
import threading
from collections.abc import Callable
from typing import IO

from incidents.files.limited import own_process

WALL_SECONDS = 120
LARGEST = 64 * 1024 * 1024
LONGEST_COMPLAINT = 500


class PaperError(RuntimeError):
    """The setter ended without a document."""


def set_on_paper(
    html: str,
    watch: Callable[[int], None] = lambda _percent: None,
    wall_seconds: float = WALL_SECONDS,
) -> bytes:
    """Return the tagged PDF of a page of HTML.

    Args:
        html: the whole page; it may name fonts as ``font:NAME`` and fetch nothing else.
        watch: is told the per cent that are done, in steps.
        wall_seconds: how long it may take.

    Raises:
        PaperError: it could not be set, or took too long or too much memory.

    """
    words, pipe = ["incidents.exchange.paper_setter"], subprocess.PIPE
    with own_process(words, pipe, pipe, wall_seconds) as (process, _timer):
        heard: list[str] = []
        listener = threading.Thread(target=_listen, args=(process.stderr, heard, watch))
        listener.start()
        made = _exchange(process, html)
        listener.join(wall_seconds)
        code = process.wait()
    if code or not made.startswith(b"%PDF-"):
        raise PaperError(" ".join(heard)[-LONGEST_COMPLAINT:] or f"the setter ended with {code}")
    return made


def _exchange(process: "subprocess.Popen[bytes]", html: str) -> bytes:
    if process.stdin is None or process.stdout is None:
        return b""
    try:
        process.stdin.write(html.encode())
        process.stdin.close()
    except BrokenPipeError:
        return b""
    return process.stdout.read(LARGEST)


def _listen(said: IO[bytes] | None, heard: list[str], watch: Callable[[int], None]) -> None:
    """Tell the progress; keep the last complaints."""
    for line in said or ():
        text = line.decode("utf-8", "replace").strip()
        if text.startswith("done ") and text[5:].isdecimal():
            watch(min(100, int(text[5:])))
        else:
            heard.append(text[:LONGEST_COMPLAINT])
            del heard[:-5]
