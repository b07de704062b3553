"""Cosign a ceasefire log for your party: one file, no packages, Python 3.9 or newer.

    python3 witness.py init NAME --key FILE
        Make a key; prints the line for the policy. Keep the file to yourself.
    python3 witness.py cosign SOURCE --key FILE --state FILE --log KEY [--out FILE] [--push]
        SOURCE is the log's address, https://.../.well-known/ceasefire-log, or a file
        saved from there or brought on a stick. Checks that the log only grew since the
        last time, remembers its state, and only then cosigns.

Exit 0: cosigned. Exit 1: refused; keep what was printed, it is evidence.
"""

import argparse
import base64
import fcntl
import hashlib
import json
import os
import secrets
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

LOG, WITNESS = 1, 4
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
MARK = "\u2014 "


class RefusedError(Exception):
    """Why nothing was cosigned, in words."""


def point_add(a, b):
    x1, y1, z1, t1 = a
    x2, y2, z2, t2 = b
    m, n = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * t1 * t2 * D % P, 2 * z1 * z2 % P
    e, f, g, h = n - m, d - c, d + c, n + m
    return e * f % P, g * h % P, f * g % P, e * h % P


def point_times(scalar, point):
    total = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            total = point_add(total, point)
        point, scalar = point_add(point, point), scalar >> 1
    return total


def same_point(a, b):
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def point_of(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def packed(point):
    x, y, z, _ = point
    inverse = pow(z, P - 2, P)
    x, y = x * inverse % P, y * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def hashed(*parts):
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little") % L


def halves(seed):
    data = hashlib.sha512(seed).digest()
    scalar = int.from_bytes(data[:32], "little") & (2**254 - 8) | 2**254
    return scalar, data[32:]


def public_of(seed):
    return packed(point_times(halves(seed)[0], BASE))


def signed(seed, message):
    scalar, prefix = halves(seed)
    nonce = hashed(prefix, message)
    head = packed(point_times(nonce, BASE))
    s = (nonce + hashed(head, public_of(seed), message) * scalar) % L
    return head + s.to_bytes(32, "little")


def is_signed(public, message, signature):
    a, r = point_of(public), point_of(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or a is None or r is None or s >= L:
        return False
    h = hashed(signature[:32], public, message)
    return same_point(point_times(s, BASE), point_add(r, point_times(h, a)))


def decoded(text):
    return base64.b64decode(text, validate=True)


def encoded(data):
    return base64.b64encode(data).decode()


def key_id(name, kind, public):
    return hashlib.sha256(f"{name}\n".encode() + bytes([kind]) + public).digest()[:4]


def key_text(name, kind, public):
    tail = encoded(bytes([kind]) + public)
    return f"{name}+{key_id(name, kind, public).hex()}+{tail}"


def checked_checkpoint(note, log_key):
    """Return text, size and root of a checkpoint that the log has signed."""
    name, _, tail = log_key.split("+", 2)
    public = decoded(tail)[1:]
    if key_text(name, LOG, public) != log_key:
        raise RefusedError("--log is not the key of a log")
    text, _, lines = note.rpartition("\n\n")
    text += "\n"
    origin, size, root = text.split("\n")[:3]
    if f"{origin}\n{int(size)}\n{encoded(decoded(root))}\n" != text or origin != name:
        raise RefusedError("not a checkpoint of this log")
    for line in lines.splitlines():
        signer, _, tail = line[len(MARK) :].partition(" ")
        data = decoded(tail)
        if (signer, data[:4]) == (name, key_id(name, LOG, public)):
            if not is_signed(public, text.encode(), data[4:]):
                raise RefusedError("the log's signature is not valid")
            return text, int(size), decoded(root)
    raise RefusedError("the log has not signed this checkpoint")


def inner_hash(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def check_consistency(old, old_root, size, root, proof):
    """RFC 9162 2.1.4.2: the log of ``size`` continues the log of ``old``."""
    if old > size:
        raise RefusedError(f"the log shrank: {old} entries before, {size} now")
    if old in (0, size):
        if (old and old_root != root) or proof:
            raise RefusedError(f"the log of {size} entries has another root than before")
        return
    hashes = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if roots_of_proof(old, size, hashes) != (old_root, root):
        raise RefusedError(f"the log of {size} does not continue the log of {old} that we saw")


def roots_of_proof(old, size, hashes):
    place, last = old - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    older = newer = hashes[0] if hashes else b""
    for sibling in hashes[1:]:
        if last == 0:
            return None
        if place & 1 or place == last:
            older, newer = inner_hash(sibling, older), inner_hash(sibling, newer)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            newer = inner_hash(newer, sibling)
        place, last = place >> 1, last >> 1
    return (older, newer) if last == 0 else None


@contextmanager
def alone(path):
    """Keep a second witness process out from reading the state to writing it."""
    with Path(f"{path}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def read_state(path, origin):
    if not path.exists():
        return 0, b""
    known, size, root = path.read_text().split()
    if known != origin:
        raise RefusedError(f"this state is of another log: {known}")
    return int(size), decoded(root)


def replace_file(path, text):
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def fetch(source, old):
    """Return the newest checkpoint and the proof that it continues the one of ``old``."""
    if source.startswith(("https://", "http://")):
        address = f"{source.rstrip('/')}/consistency/{old}"
        with urllib.request.urlopen(address, timeout=30) as got:  # noqa: S310 - http only, above
            data = json.load(got)
    else:
        data = json.loads(Path(source).read_text(encoding="utf-8"))
    if data["old"] != old:
        raise RefusedError(f"the file continues a log of {data['old']}, but we know one of {old}")
    return data["checkpoint"], [decoded(node) for node in data["proof"]]


def cosign(options):
    name, seed = options.key.read_text().split()
    origin = options.log.split("+")[0]
    with alone(options.state):
        old, old_root = read_state(options.state, origin)
        note, proof = fetch(options.source, old)
        text, size, root = checked_checkpoint(note, options.log)
        check_consistency(old, old_root, size, root, proof)
        replace_file(options.state, f"{origin} {size} {encoded(root)}\n")
    seconds = int(time.time())
    seed = decoded(seed)
    signature = signed(seed, f"cosignature/v1\ntime {seconds}\n{text}".encode())
    head = key_id(name, WITNESS, public_of(seed)) + seconds.to_bytes(8, "big")
    result = f"{text}\n{MARK}{name} {encoded(head + signature)}\n"
    if options.out:
        options.out.write_text(result, encoding="utf-8")
    else:
        sys.stdout.buffer.write(result.encode())
    print(f"cosigned {size} entries as {name}", file=sys.stderr)
    if options.push:
        push(options.source, result)


def push(source, note):
    """Send the cosignature to the log, which checks it against its policy."""
    if not source.startswith(("https://", "http://")):
        raise RefusedError("only a log with an address can be pushed to")
    headers = {"Content-Type": "text/plain; charset=utf-8"}
    address = f"{source.rstrip('/')}/cosignatures"
    request = urllib.request.Request(address, note.encode(), headers)  # noqa: S310 - http only
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - as above
            print(f"taken by the log: {answer.read(200).decode()}", file=sys.stderr)
    except urllib.error.HTTPError as error:
        said = error.read(500).decode("utf-8", "replace")
        raise RefusedError(f"the log did not take it: {error.code} {said}") from error


def init(options):
    seed = secrets.token_bytes(32)
    if not options.name or any(c.isspace() or c == "+" for c in options.name):
        raise RefusedError("a name has no spaces and no +")
    with os.fdopen(os.open(options.key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"{options.name} {encoded(seed)}\n")
    print(f"witness {options.name} {key_text(options.name, WITNESS, public_of(seed))}")


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Cosign a ceasefire log for your party.")
    deeds = parser.add_subparsers(required=True)
    making = deeds.add_parser("init")
    making.add_argument("name")
    signing = deeds.add_parser("cosign")
    signing.add_argument("source")
    signing.add_argument("--state", type=Path, required=True)
    signing.add_argument("--log", required=True)
    signing.add_argument("--out", type=Path)
    signing.add_argument("--push", action="store_true")
    for deed, work in ((making, init), (signing, cosign)):
        deed.add_argument("--key", type=Path, required=True)
        deed.set_defaults(work=work)
    options = parser.parse_args(arguments)
    try:
        options.work(options)
    except RefusedError as error:
        print(f"REFUSED: {error}", file=sys.stderr)
        return 1
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"REFUSED: not readable: {type(error).__name__} {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
