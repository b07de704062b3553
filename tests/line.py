"""A line between a browser and the server that can be slow, lose replies, be cut, or lie."""

import contextlib
import random
import socket
import threading
import time
from collections.abc import Callable
from typing import Literal

Trouble = Literal["", "lost", "cut", "slow"]
PORTAL = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 51\r\nConnection: close\r\n\r\n"
    b"<!doctype html><title>Hotel</title>Pay for the line"
)
CHUNK = 65_536


class Line:
    """A TCP proxy to a server; ``url`` is where the browser goes.

    ``trouble`` is asked at each reply. While it is down, connections are closed;
    as a captive portal it answers everything with a page of its own.
    """

    def __init__(self, server: str) -> None:
        host, port = server.removeprefix("http://").split(":")
        self._server = (host, int(port))
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self._open: set[socket.socket] = set()
        self._mode = "up"
        self.trouble: Callable[[], Trouble] = lambda: ""
        self.carried = bytearray()  # all that came back over it
        self.url = f"http://localhost:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Take the line away, with all that is under way on it."""
        self._set("down")

    def restore(self) -> None:
        """Give the line back."""
        self.trouble = lambda: ""
        self._set("up")

    def lie(self) -> None:
        """Put a captive portal in front of everything."""
        self._set("portal")

    def close(self) -> None:
        """End it."""
        self._set("down")
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _set(self, mode: str) -> None:
        self._mode = mode
        for one in list(self._open):
            _hang_up(one)

    def _accept(self) -> None:
        while True:
            try:
                browser, _address = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(browser,), daemon=True).start()

    def _serve(self, browser: socket.socket) -> None:
        if self._mode == "down":
            _hang_up(browser)
        elif self._mode == "portal":
            with contextlib.suppress(OSError):
                browser.recv(CHUNK)
                browser.sendall(PORTAL)
            _hang_up(browser)
        else:
            self._join(browser, socket.create_connection(self._server))

    def _join(self, browser: socket.socket, server: socket.socket) -> None:
        self._open |= {browser, server}
        back = threading.Thread(target=self._reply, args=(server, browser), daemon=True)
        back.start()
        with contextlib.suppress(OSError):
            while piece := browser.recv(CHUNK):
                server.sendall(piece)
        _hang_up(server)
        back.join()
        _hang_up(browser)
        self._open -= {browser, server}

    def _reply(self, server: socket.socket, browser: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := server.recv(CHUNK):
                trouble = self.trouble() if piece.startswith(b"HTTP/1.") else ""
                if trouble == "lost":
                    break
                if trouble == "slow":
                    time.sleep(0.3)
                self.carried += piece
                browser.sendall(piece[: len(piece) // 2] if trouble == "cut" else piece)
                if trouble == "cut":
                    break
        _hang_up(browser)


def dice(seed: int, **shares: float) -> Callable[[], Trouble]:
    """Trouble by chance: the share of replies that each kind befalls."""
    chance = random.Random(seed)
    kinds: list[Trouble] = [*shares, ""]
    weights = [*shares.values(), 1 - sum(shares.values())]
    return lambda: chance.choices(kinds, weights)[0]


def _hang_up(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
