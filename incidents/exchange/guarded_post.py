"""A POST to an address that a stranger named: to checked addresses alone, never longer or more.

The name is resolved once, every address it has is checked, and the connection goes to the
one that was checked: a name that answers otherwise a moment later changes nothing. Nothing
is followed, little is read, and when the time is over the line is cut.
"""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

LONGEST_URL = 500
MOST_READ = 1024  # bytes of an answer
SECONDS = 15.0
Address = IPv4Address | IPv6Address
LOCALHOST, LOOPBACK = "localhost", IPv4Address("127.0.0.1")  # RFC 6761: and all names below it

# Special ones that older tables of the standard library take for public; then those that
# carry an address of another family inside, by translation or in tunnels.
_NOT_PUBLIC: tuple[IPv4Network | IPv6Network, ...] = (
    IPv4Network("192.0.0.0/24"),
    *(
        IPv6Network(one)
        for one in (
            *("fec0::/10", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16"),
            *("2001::/32", "::/96", "100::/64"),
        )
    ),
)


class RefusedError(ValueError):
    """The address is none that may be called: a stable code says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Reach:
    """Where calls may go besides the public internet, as the operator says."""

    hosts: frozenset[str] = frozenset()  # these alone, if any are named
    networks: tuple[str, ...] = ()  # private ones that are allowed
    plain: bool = False  # also http://
    ca_file: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one attempt; no status if nobody answered."""

    status: int | None = None
    error: str = ""
    took_ms: int = 0
    retry_after: int | None = None

    @property
    def ok(self) -> bool:
        """Whether it was received: 2xx and nothing else."""
        return self.status is not None and 200 <= self.status < 300  # noqa: PLR2004


def checked_url(url: str, reach: Reach) -> SplitResult:
    """Return the parts of an address that may be called.

    Raises:
        RefusedError: it is not https, has a user, no host, one that is not allowed, or
            one that is plainly not of the public internet, without a name being looked up.

    """
    if len(url) > LONGEST_URL or not url.isascii() or any(c.isspace() or c < " " for c in url):
        raise RefusedError("url")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise RefusedError("url") from error
    if parts.scheme not in (("https", "http") if reach.plain else ("https",)):
        raise RefusedError("scheme")
    host = parts.hostname or ""
    if not ("." in host or ":" in host) or "@" in parts.netloc or parts.fragment or port == 0:
        raise RefusedError("url")
    if reach.hosts and host not in reach.hosts:
        raise RefusedError("host")
    written = written_address(host)
    if written and not is_allowed(written, reach):
        raise RefusedError("address")
    return parts


def written_address(host: str) -> Address | None:
    """Return the address that a host spells in any way that a resolver reads; None of a name."""
    host = host.lower().removesuffix(".").partition("%")[0]
    if host == LOCALHOST or host.endswith(f".{LOCALHOST}"):
        return LOOPBACK
    try:
        return ip_address(host)
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(host))  # octal, hex, and fewer than four parts
    except OSError:
        return None


def checked_addresses(host: str, port: int, reach: Reach) -> list[Address]:
    """Return the addresses of a host, all of which may be called.

    Raises:
        RefusedError: it has none, or one that is not of the public internet; which of
            the two is not told, for it would tell names of our own network.

    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise RefusedError("address") from error
    addresses = list(dict.fromkeys(ip_address(one[4][0].partition("%")[0]) for one in found))  # type: ignore[union-attr]
    if not addresses or not all(is_allowed(one, reach) for one in addresses):
        raise RefusedError("address")
    return addresses


def is_allowed(address: Address, reach: Reach) -> bool:
    """Tell whether an address is of the public internet, or one the operator allows."""
    plain = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    seen = plain or address
    if any(seen in ip_network(one) for one in reach.networks):
        return True
    if any(seen in one for one in _NOT_PUBLIC):
        return False
    return seen.is_global and not (seen.is_multicast or seen.is_reserved or seen.is_unspecified)


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    reach: Reach | None = None,
    seconds: float = SECONDS,
) -> Answer:
    """Send a body once and return what came of it; nothing is raised and nothing followed."""
    begun = time.monotonic()
    try:
        answer = _post(url, body, headers, reach or Reach(), begun + seconds)
    except RefusedError as error:
        answer = Answer(error=f"refused: {error.code}")
    except (OSError, http.client.HTTPException, ValueError) as error:
        late = time.monotonic() - begun >= seconds
        answer = Answer(error="too slow" if late else f"{type(error).__name__}: {error}")
    took = int((time.monotonic() - begun) * 1000)
    return Answer(answer.status, answer.error, took, answer.retry_after)


def _post(
    url: str, body: bytes, headers: Mapping[str, str], reach: Reach, deadline: float
) -> Answer:
    parts = checked_url(url, reach)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    addresses = checked_addresses(host, port, reach)
    lines = [_connected(addresses, port, deadline)]
    cut = threading.Timer(max(0.0, deadline - time.monotonic()), _cut, [lines])
    cut.daemon = True
    cut.start()
    try:
        if parts.scheme == "https":
            _secure(lines, host, reach)
        return _exchange(lines[-1], parts, body, headers)
    finally:
        cut.cancel()
        lines[-1].close()


def _secure(lines: list[socket.socket], host: str, reach: Reach) -> None:
    """Put TLS on the line, under the same clock: a handshake can be slow, too."""
    context = ssl.create_default_context()
    if reach.ca_file:
        context.load_verify_locations(reach.ca_file)
    secure = context.wrap_socket(lines[-1], server_hostname=host, do_handshake_on_connect=False)
    lines.append(secure)
    secure.do_handshake()


def _connected(addresses: Iterable[Address], port: int, deadline: float) -> socket.socket:
    failure: OSError = OSError("no address")
    for address in addresses:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        try:
            return socket.create_connection((str(address), port), timeout=left)
        except OSError as error:
            failure = error
    raise failure


def _cut(lines: list[socket.socket]) -> None:
    """End a line from both sides, whatever the other one still says, byte by byte."""
    try:
        lines[-1].shutdown(socket.SHUT_RDWR)
    except OSError:
        return


def _exchange(
    line: socket.socket, parts: SplitResult, body: bytes, headers: Mapping[str, str]
) -> Answer:
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port)
    connection.sock = line
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    sent = {"Host": parts.netloc, "Content-Type": "application/json", "Connection": "close"}
    connection.request("POST", path, body, {**sent, **headers})
    answer = connection.getresponse()
    told = Answer(answer.status, retry_after=_seconds(answer.getheader("Retry-After")))
    if told.ok:
        return told
    words = answer.read(MOST_READ).decode("utf-8", "replace").strip()
    return Answer(answer.status, f"{answer.reason} {words}".strip(), 0, told.retry_after)


def _seconds(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else None  # noqa: PLR2004
