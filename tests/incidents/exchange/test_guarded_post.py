"""A POST to a stranger's address reaches nothing of ours, follows nothing, and ends in time."""

import socket
import ssl
import subprocess
import time
from ipaddress import ip_address

import pytest

from incidents.exchange.guarded_post import (
    Reach,
    RefusedError,
    checked_addresses,
    checked_url,
    is_allowed,
    post,
)
from tests.incidents.receiver import OK, receiver

LOCAL = Reach(networks=("127.0.0.0/8",), plain=True)

PRIVATE = [
    *("127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1"),
    *("169.254.169.254", "100.64.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.7"),
    *("203.0.113.5", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
    *("::1", "::", "fe80::1", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1", "fec0::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1"),
    *("64:ff9b::7f00:1", "64:ff9b:1::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::", "100::1"),
]
PUBLIC = ["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "::ffff:8.8.8.8"]


@pytest.mark.parametrize("address", PRIVATE)
def test_no_address_but_public_ones_may_be_called(address):
    assert not is_allowed(ip_address(address), Reach())


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_may_be_called(address):
    assert is_allowed(ip_address(address), Reach())


def test_an_operator_may_allow_a_network_of_their_own():
    inside = Reach(networks=("10.1.0.0/16",))
    assert is_allowed(ip_address("10.1.2.3"), inside)
    assert is_allowed(ip_address("::ffff:10.1.2.3"), inside)
    assert not is_allowed(ip_address("10.2.0.1"), inside)


URLS = {
    "http://example.org/": "scheme",
    "ftp://example.org/": "scheme",
    "file:///etc/passwd": "scheme",
    "gopher://example.org/": "scheme",
    "//example.org/": "scheme",
    "example.org": "scheme",
    "https://": "url",
    "https:///x": "url",
    "https://localhost/": "url",
    "https://redis/": "url",
    "https://2130706433/": "url",
    "https://0x7f000001/": "url",
    "https://user:word@example.org/": "url",
    "https://@example.org/": "url",
    "https://example.org@127.0.0.1/": "url",
    "https://example.org:0/": "url",
    "https://example.org:99999/": "url",
    "https://example.org:x/": "url",
    "https://example.org/#x": "url",
    "https://[::1/": "url",
    "https://example.org/a b": "url",
    "https://example.org/\r\nHost: b": "url",
    "https://exämple.org/": "url",
    "https://１２７.0.0.1/": "url",
    "https://example.org/" + "x" * 500: "url",
}


# Hosts that a resolver reads as addresses of our own, without looking up a name.
WRITTEN = [
    *("127.1", "127.0.1", "0177.0.0.1", "0x7f.0.0.1", "0x7F.1", "127.0.0.1", "127.0.0.1."),
    *("0.0.0.0", "0.0", "10.0.0.1", "012.1", "192.168.257", "0xac.0x10.1", "169.254.169.254"),
    *("0xa9.0xfe.0xa9fe", "100.64.0.1", "224.0.0.1", "255.255.255.255"),
    *("[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::7f00:1]"),
    *("[fe80::1]", "[fe80::1%25lo]", "[fd00::1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]"),
    *("localhost.", "LocalHost.", "a.localhost", "a.b.LOCALHOST."),
]


@pytest.mark.parametrize("host", WRITTEN)
def test_an_address_of_our_own_is_refused_however_it_is_spelt(host):
    for url in (f"https://{host}/", f"https://{host}:8443/x?y=1"):
        with pytest.raises(RefusedError, match="address"):
            checked_url(url, Reach())


@pytest.mark.parametrize(
    "host", ["hooks.example.org", "8.8.8.8", "[2606:4700:4700::1111]", "127.example.org", "8.8"]
)
def test_names_and_public_addresses_are_none_of_our_own(host):
    assert checked_url(f"https://{host}/", Reach())


def test_what_the_operator_allows_may_be_spelt_out():
    assert checked_url("http://127.0.0.1:9/", LOCAL)
    with pytest.raises(RefusedError, match="address"):
        checked_url("http://10.0.0.1/", LOCAL)


@pytest.mark.parametrize("url, code", URLS.items())
def test_what_is_no_address_of_a_receiver_is_refused(url, code):
    with pytest.raises(RefusedError) as refused:
        checked_url(url, Reach())
    assert refused.value.code == code


# Spellings that the resolver reads as addresses of our own.
SPELT = [
    *("127.1", "0177.0.0.1", "0x7f.0.0.1", "127.0.0.1", "0.0.0.0", "localhost.localdomain"),
    *("[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[fe80::1%25lo]", "169.254.169.254"),
    *("10.0.0.1", "192.168.0.1", "[fd00::1]", "no-such-host.invalid"),
]


@pytest.mark.parametrize("host", SPELT)
def test_no_spelling_of_a_private_address_is_connected_to(host):
    answer = post(f"https://{host}/", b"{}", {}, seconds=5)
    assert answer.status is None
    assert answer.error.startswith("refused: ")


def test_only_named_hosts_are_called_where_hosts_are_named():
    reach = Reach(hosts=frozenset({"hooks.example.org"}))
    assert checked_url("https://hooks.example.org/x", reach)
    with pytest.raises(RefusedError, match="host"):
        checked_url("https://example.org/x", reach)


def test_a_message_arrives_as_it_is():
    with receiver(lambda line: line.sendall(OK)) as (url, asked):
        answer = post(url, b'{"a":1}', {"webhook-id": "m1"}, LOCAL)
    assert (answer.ok, answer.status, answer.error) == (True, 204, "")
    head, _, body = asked[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /hook?a=1 HTTP/1.1")
    assert b"webhook-id: m1" in head
    assert body == b'{"a":1}'


def test_a_redirect_is_a_failure_and_followed_nowhere():
    with receiver(lambda line: line.sendall(OK)) as (inside, reached):
        away = f"HTTP/1.1 307 Go\r\nLocation: {inside}\r\nContent-Length: 0\r\n\r\n".encode()
        with receiver(lambda line: line.sendall(away)) as (url, _asked):
            answer = post(url, b"{}", {}, LOCAL)
        assert (answer.ok, answer.status, reached) == (False, 307, [])


def test_a_name_that_changes_its_address_is_called_where_it_was_checked(monkeypatch):
    """DNS rebinding: public when asked first, this machine when asked again."""
    answers = iter(["8.8.8.8", "127.0.0.1", "127.0.0.1"])
    calls = []

    def resolve(host, port, **_said):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    def connect(address, **_said):
        calls.append(address[0])
        raise ConnectionRefusedError("closed")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    answer = post("https://rebind.example.org/", b"{}", {})
    assert calls == ["8.8.8.8"]
    assert answer.error == "ConnectionRefusedError: closed"


def test_one_private_address_among_public_ones_refuses_the_name(monkeypatch):
    both = [(2, 1, 6, "", (one, 443)) for one in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: both)
    with pytest.raises(RefusedError, match="address"):
        checked_addresses("both.example.org", 443, Reach())


def drip(line):
    for _ in range(100):
        line.sendall(b"H")
        time.sleep(0.05)


def flood(line):
    line.sendall(b"HTTP/1.1 500 Oops\r\nContent-Length: 10000000\r\n\r\n")
    for _ in range(1000):
        line.sendall(b"x" * 10_000)


HOSTILE = {
    "a byte at a time": (drip, "too slow"),
    "silence": (lambda _line: time.sleep(1.5), "too slow"),
    "ten megabytes": (flood, "Oops xxx"),
    "no HTTP": (lambda line: line.sendall(b"\x00\xff nonsense\r\n\r\n"), "BadStatusLine"),
    "cut at once": (lambda line: line.close(), ""),
    "endless header": (lambda line: line.sendall(b"HTTP/1.1 200 OK\r\nA: " + b"x" * 70_000), ""),
    "bad chunks": (
        lambda line: line.sendall(b"HTTP/1.1 500 No\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
        "",
    ),
}


@pytest.mark.parametrize("work, error", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_receiver_costs_neither_time_nor_memory(work, error):
    begun = time.monotonic()
    with receiver(work) as (url, _asked):
        answer = post(url, b"{}", {}, LOCAL, seconds=0.6)
        assert time.monotonic() - begun < 2.5
    assert not answer.ok
    assert error in answer.error
    assert 0 < len(answer.error) < 2000


def test_what_a_receiver_asks_for_is_heard():
    busy = b"HTTP/1.1 429 Slow\r\nRetry-After: 120\r\nContent-Length: 0\r\n\r\n"
    with receiver(lambda line: line.sendall(busy)) as (url, _asked):
        answer = post(url, b"{}", {}, LOCAL)
    assert (answer.status, answer.retry_after) == (429, 120)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate that this machine signed itself, for 127.0.0.1."""
    folder = tmp_path_factory.mktemp("tls")
    key, cert = folder / "key.pem", folder / "cert.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    names = ["-subj", "/CN=receiver", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run(
        [*command, "-keyout", key, "-out", cert, *names], check=True, capture_output=True
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(cert, key)
    return server, str(cert)


def test_a_certificate_that_nobody_vouches_for_is_refused(certificate):
    server, path = certificate
    with receiver(lambda line: line.sendall(OK), server) as (url, asked):
        answer = post(url, b"{}", {}, LOCAL)
        assert "CERTIFICATE_VERIFY_FAILED" in answer.error
        assert asked == []
        known = Reach(networks=("127.0.0.0/8",), ca_file=path)
        assert post(url, b"{}", {}, known).ok


def test_a_handshake_that_never_ends_is_cut():
    with receiver(drip) as (url, _asked):
        begun = time.monotonic()
        answer = post(url.replace("http:", "https:"), b"{}", {}, LOCAL, seconds=0.6)
        assert time.monotonic() - begun < 2.5
    assert not answer.ok
