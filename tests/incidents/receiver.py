"""A receiver of webhooks on this machine, as good or as hostile as a test wants it."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

OK = b"HTTP/1.1 204 No Content\r\n\r\n"


def _asked(line: Any) -> bytes:
    """Read a whole request: its body may come in a packet of its own."""
    said = b""
    while b"\r\n\r\n" not in said:
        part = line.recv(65536)
        if not part or part.startswith(b"\x16"):  # the line ended, or TLS begins
            return said
        said += part
    head = said.partition(b"\r\n\r\n")[0].lower()
    length = int(head.partition(b"content-length: ")[2].split(b"\r\n")[0] or 0)
    while len(said) < len(head) + 4 + length and (part := line.recv(65536)):
        said += part
    return said


@contextmanager
def receiver(work: Callable[[Any], None], tls: Any = None) -> Iterator[tuple[str, list[bytes]]]:
    """A receiver on this machine; ``work`` gets each line, and what was asked is kept."""
    door = socket.create_server(("127.0.0.1", 0))
    asked, stop = [], threading.Event()

    def serve():
        while not stop.is_set():
            try:
                line, _peer = door.accept()
            except OSError:
                return
            with line:
                answer_one(line)

    def answer_one(line):
        line.settimeout(5)
        try:
            with tls.wrap_socket(line, server_side=True) if tls else line as spoken:
                asked.append(_asked(spoken))
                work(spoken)
        except OSError:
            return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http{'s' if tls else ''}://127.0.0.1:{door.getsockname()[1]}/hook?a=1", asked
    finally:
        stop.set()
        door.shutdown(socket.SHUT_RDWR)
        door.close()
        thread.join(5)
