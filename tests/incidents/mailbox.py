"""A small mail server on this machine, after RFC 5321: it keeps what it accepted."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from typing import Any, cast


class _Talk(socketserver.StreamRequestHandler):
    """One client: each command has its answer, and a message ends with a dot alone."""

    def handle(self) -> None:
        self.wfile.write(b"220 mail.example.org\r\n")
        for line in self.rfile:
            verb = line[:4].upper().strip()
            if verb == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                self._keep()
            self.wfile.write(b"221 bye\r\n" if verb == b"QUIT" else b"250 done\r\n")
            if verb == b"QUIT":
                return

    def _keep(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        cast("Any", self.server).kept.append(message_from_bytes(b"".join(lines)))


@contextmanager
def mail_server(port: int = 0) -> Iterator[tuple[int, list[Message]]]:
    """A server on a port of this machine, any free one by default, and what it accepted."""
    kept: list[Message] = []
    socketserver.ThreadingTCPServer.allow_reuse_address = True
    with socketserver.ThreadingTCPServer(("127.0.0.1", port), _Talk) as server:
        cast("Any", server).kept = kept
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server.server_address[1], kept
        finally:
            server.shutdown()
            thread.join()
