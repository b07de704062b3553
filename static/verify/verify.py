"""Check a ceasefire ledger offline: one file, no packages, Python 3.9 or newer.

    python3 verify.py FILE [--policy FILE] [--held FILE ...] [--receipts FILE] [--max-age HOURS]

FILE is a bundle of the whole log, the proofs of an incident, or one .tlog-proof.
Prints one verdict and its reasons. OK (exit 0): all holds. DOUBTFUL (3): nothing is
wrong, but something could not be checked. FAILED (1): something is wrong. 2: not readable.
"""

import argparse
import base64
import hashlib
import json
import sys
import time
import unicodedata
from collections import Counter, defaultdict
from functools import lru_cache
from pathlib import Path

LOG, WITNESS = 1, 4  # key types of C2SP
ASSERTING = ("recorded", "claimed", "counter_claimed", "confirmed")
LOGGED = ("reference", "version", "revision", "number", "year", "received_at")
FACTS = """occurred_from occurred_until time_precision place area_text lat lon position_precision
    post category weapon count_low count_high count_qualifier count_unit"""


class WrongError(Exception):
    """What was found wrong, in words."""


class Findings:
    """What is wrong, what is in doubt, and what was checked."""

    def __init__(self):
        self.wrong, self.doubts, self.checked = [], [], []

    def check(self, condition, words):
        self.wrong += [words] * (not condition)
        return condition

    def attempt(self, work, *args):
        try:
            return work(*args)
        except WrongError as error:
            self.wrong.append(str(error))
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            what = f"{type(error).__name__} {error}"
            self.wrong.append(f"malformed ({args[0]!r:.40}): {what}")
        return None

    @property
    def verdict(self):
        return "FAILED" if self.wrong else "DOUBTFUL" if self.doubts else "OK"


P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)


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
        point = point_add(point, point)
        scalar >>= 1
    return total


def same_point(a, b):
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def point_of(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_1 % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


@lru_cache(maxsize=None)
def is_signed(public, message, signature):
    """Tell whether a signature is valid; refuses S + L, odd spellings and weak keys."""
    a, r = point_of(public), point_of(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or a is None or r is None or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    is_weak = same_point(point_times(8, a), (0, 1, 1, 0))
    return not is_weak and same_point(point_times(s, BASE), point_add(r, point_times(h, a)))


def decoded(text):
    try:
        return base64.b64decode(text.encode("ascii"), validate=True)
    except ValueError:
        raise WrongError(f"not base64: {text:.40}") from None


class Key:
    """A named public key of a log or a witness."""

    def __init__(self, text):
        parts = text.split("+", 2)
        tail = decoded(parts[-1])
        if len(parts) != 3 or len(tail) != 33 or tail[0] not in (LOG, WITNESS):
            raise WrongError(f"not an Ed25519 key: {text:.60}")
        self.name, self.kind, self.public = parts[0], tail[0], tail[1:]
        self.id = hashlib.sha256(self.name.encode() + b"\n" + tail).digest()[:4]
        if self.id.hex() != parts[1]:
            raise WrongError(f"the id of the key {self.name} is another key's")


class Note:
    """A text and its signature lines."""

    def __init__(self, note):
        text, gap, lines = note.rpartition("\n\n")
        if not gap or not lines.endswith("\n"):
            raise WrongError(f"not a signed note: {note[:60]!r}")
        self.text = text + "\n"
        self.lines = [self.line(line) for line in lines[:-1].split("\n")]

    @staticmethod
    def line(line):
        name, _, tail = line[2:].partition(" ")
        if not line.startswith("\u2014 ") or not name:
            raise WrongError(f"not a signature line: {line[:60]!r}")
        data = decoded(tail)
        return name, data[:4], data[4:]

    def signed_at(self, key):
        """Return None if unsigned by key; else 0 for a log, the newest time for a witness."""
        times = []
        for name, key_id, body in self.lines:
            if (name, key_id) != (key.name, key.id):
                continue
            seconds, message, signature = 0, self.text, body
            if key.kind == WITNESS:
                seconds, signature = int.from_bytes(body[:8], "big"), body[8:]
                message = f"cosignature/v1\ntime {seconds}\n{self.text}"
            if not is_signed(key.public, message.encode(), signature):
                raise WrongError(f"{self}: the signature by {name} is not valid")
            times.append(seconds)
        return max(times) if times else None


class Checkpoint(Note):
    """A signed note with origin, size and root."""

    def __init__(self, note):
        super().__init__(note)
        self.origin, size, root = [*self.text.split("\n"), "", ""][:3]
        self.size, self.root = int(size) if size.isdecimal() else -1, decoded(root)
        one_spelling = f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"
        if self.text != one_spelling or len(self.root) != 32:
            raise WrongError(f"not a checkpoint: {note[:60]!r}")

    def __str__(self):
        return f"checkpoint {self.size}"


class Policy:
    """Whom to believe: the log's key, the witnesses, and how many of them (tlog-policy)."""

    def __init__(self, text):
        self.logs, self.witnesses, self.groups, self.quorum = [], {}, {}, "none"
        for line in text.splitlines():
            words = line.split("#")[0].split()
            if words:
                self.read(*words)
        if not self.logs:
            raise WrongError("the policy names no log")

    def read(self, kind, name, *rest):
        if kind == "log":
            self.logs.append(Key(name))
        elif kind == "witness":
            self.witnesses[name] = Key(rest[0])
        elif kind == "group":
            needed = {"all": len(rest) - 1, "any": 1}.get(rest[0]) or int(rest[0])
            self.groups[name] = (needed, rest[1:])
        elif kind == "quorum":
            self.quorum = name
        else:
            raise WrongError(f"the policy has a line that is not known: {kind}")

    def check_log(self, point):
        names = {key.name for key in self.logs if point.signed_at(key) is not None}
        if point.origin not in names:
            raise WrongError(f"{point} of {point.origin} is not signed by the log's key")

    def met(self, name, signers):
        if name in self.witnesses or name == "none":
            return name == "none" or name in signers
        if name not in self.groups:
            raise WrongError(f"the policy's quorum {name} is not defined")
        needed, members = self.groups[name]
        return sum(self.met(member, signers) for member in members) >= needed


def inner_hash(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def fold(peaks):
    root = peaks[-1] if peaks else hashlib.sha256(b"").digest()
    for peak in reversed(peaks[:-1]):
        root = inner_hash(peak, root)
    return root


def roots_at(leaves, sizes):
    found, peaks = {0: fold([])}, []
    for index, leaf in enumerate(leaves):
        node, level = hashlib.sha256(b"\0" + leaf.encode()).digest(), 0
        while index >> level & 1:
            node, level = inner_hash(peaks.pop(), node), level + 1
        peaks.append(node)
        if index + 1 in sizes:
            found[index + 1] = fold(peaks)
    return found


def root_of_proof(node, index, size, path):
    place, last = index, size - 1
    for sibling in path:
        if place & 1 or place == last:
            node = inner_hash(sibling, node)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            node = inner_hash(node, sibling)
        place, last = place >> 1, last >> 1
    if last or not 0 <= index < size:
        raise WrongError(f"no proof of entry {index} in a log of {size}")
    return node


def canonical(value):
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return unicodedata.normalize("NFC", text)


def commitment(salt, name, value):
    if len(salt) != 32:
        return object()  # equals nothing
    return hashlib.sha256(bytes.fromhex(salt) + canonical([name, value]).encode()).hexdigest()


def check_entry(seq, entry, found):
    """Check that a leaf opens to its journal entry."""
    leaf, journal = json.loads(entry["leaf"]), entry["journal"]
    where = f"entry {seq} (journal {journal['seq']}, {journal['action']})"
    kind, subject = journal["subject_type"], journal["subject_id"]
    said = {
        "the leaf": (canonical(leaf), entry["leaf"]),
        "the place": (leaf["seq"], seq),
        "the kind": (leaf["kind"], journal["action"]),
        "the day": (leaf["received_on"], journal["at"][:10]),
        "the subject": (leaf["subject"], commitment(entry["subject_salt"], kind, subject)),
        "the number of values": (len(leaf["fields"]), len(set(leaf["fields"]))),
    }
    for what, (logged, shown) in said.items():
        found.check(logged == shown, f"{where}: {what} is not what was logged")
    values = {f"body.{name}": value for name, value in json.loads(journal["body"]).items()}
    values.update({name: journal[name] for name in ("actor", "at", "mission", "reason")})
    for name in sorted(set(values) | set(entry["salts"])):
        salt = entry["salts"].get(name)
        if not salt or name not in values:
            what = "value" if salt else "salt"
            found.check(False, f"{where}: the {what} of {name} is gone, without a redaction")
        elif commitment(salt, name, values[name]) not in leaf["fields"]:
            found.check(False, f"{where}: {name} is not what was logged")


def check_log(bundle, policy, held, options, found):
    entries = bundle["entries"]
    for seq, entry in enumerate(entries):
        found.attempt(check_entry, seq, entry, found)
    salts = Counter(salt for entry in entries for salt in entry["salts"].values())
    found.check(all(n == 1 for n in salts.values()), "a salt is used more than once")
    points = [found.attempt(Checkpoint, note) for note in bundle["checkpoints"]]
    points = sorted((point for point in points if point), key=lambda point: point.size)
    everything = [*points, *held]
    roots = roots_at((entry["leaf"] for entry in entries), {p.size for p in everything})
    for point in everything:
        whose = "held " if point in held else ""
        found.attempt(policy.check_log, point)
        if found.check(point.size in roots, f"{whose}{point}: the log is shorter than that"):
            same = roots[point.size] == point.root
            found.check(same, f"{whose}{point}: the log's first entries have another root")
    found.checked.append(f"{len(entries)} entries, {len(everything)} checkpoints")
    newest = points[-1].size if points else 0
    for point in held:
        found.check(point.size <= newest, f"held {point} is newer than the newest, {newest}")
    if newest < len(entries) or not points:
        found.doubts.append(f"entries from {newest} on are in no signed checkpoint yet")
    if entries:
        check_witnesses(points, policy, options, found)


def check_witnesses(points, policy, options, found):
    """Find the newest checkpoint that has its quorum, and how old its cosignatures are."""
    if policy.quorum == "none":
        found.doubts.append("the policy asks for no witness: only the log vouches for itself")
        return
    for point in reversed(points):
        seen = {n: found.attempt(point.signed_at, key) for n, key in policy.witnesses.items()}
        times = {name: when for name, when in seen.items() if when is not None}
        if policy.met(policy.quorum, times):
            break
    else:
        found.check(False, "no checkpoint has the cosignatures that the policy asks for")
        return
    if point.size < points[-1].size:
        found.doubts.append(f"entries from {point.size} on are not cosigned yet")
    age = (time.time() - max(times.values())) / 3600
    words = f"the newest cosignature is {age:.0f} hours old: is this an old copy?"
    found.check(-1 <= age <= options.max_age, words)
    found.checked.append(f"{point} is cosigned by {', '.join(sorted(times))}")


class Story:
    """The entries replayed in order: what was filed, opened, linked, decided, published."""

    def __init__(self, found):
        self.found = found
        self.filed, self.incidents, self.days, self.first, self.unknown = {}, {}, {}, set(), set()

    def tell(self, journal):
        kind = journal["action"]
        told = getattr(self, f"tell_{kind}", lambda *_: self.unknown.add(kind))
        told((journal["mission"], journal["subject_id"]), json.loads(journal["body"]), journal)

    def expect(self, condition, journal, words):
        where = f"journal {journal['seq']}, {journal['action']}"
        return self.found.check(condition, f"{where}: {words}")

    def file(self, kind, key, body, journal):
        self.filed[(kind, *key, body["content_hash"])] = dict(body, received_at=journal["at"])

    def tell_report_filed(self, key, body, journal):
        is_variant = journal["action"] == "variant_kept"
        self.expect((key in self.first) == is_variant, journal, "which account came first?")
        self.first.add(key)
        self.file("reports", key, body, journal)

    tell_variant_kept = tell_report_filed

    def tell_return_filed(self, key, body, journal):
        self.file("returns", key, body, journal)

    def tell_incident_opened(self, key, body, journal):
        self.expect(key not in self.incidents, journal, "it was opened before")
        self.incidents[key] = {"reference": body["reference"], "status": "submitted", "told": []}

    def tell_report_linked(self, key, body, journal):
        link, joins = (body["report"], body["content_hash"]), journal["action"] == "report_linked"
        self.expect(("reports", key[0], *link) in self.filed, journal, "the report was not filed")
        if self.expect(key in self.incidents, journal, "the incident was not opened"):
            told = self.incidents[key]["told"]
            (told.append if joins else told.remove)(link)

    tell_report_unlinked = tell_report_linked

    def tell_status_set(self, key, body, journal):
        if self.expect(key in self.incidents, journal, "the incident was not opened"):
            status = self.incidents[key]["status"]
            self.expect(status == body["from"], journal, f"the status was {status}")
            self.incidents[key]["status"] = body["to"]

    def tell_day_published(self, key, body, journal):
        day = key[0], key[1].split("/")[0]
        last = self.days.get(day, 0)
        self.expect(body["revision"] == last + 1, journal, f"the last revision was {last}")
        self.days[day] = body["revision"]
        self.file("daily_reports", key, body, journal)


def check_story(bundle, found):
    story = Story(found)
    for journal in [*(entry["journal"] for entry in bundle["entries"]), *bundle["waiting"]]:
        found.attempt(story.tell, journal)
    if bundle["waiting"]:
        found.doubts.append(f"{len(bundle['waiting'])} journal entries have no place yet")
    if story.unknown:
        found.checked.append(f"in the log, but not compared: {sorted(story.unknown)}")
    documents = dict(bundle["documents"])
    for digest, text in documents.items():
        same = hashlib.sha256(text.encode()).hexdigest() == digest
        found.check(same, f"the content with hash {digest} was changed")
    for kind in ("reports", "returns", "daily_reports"):
        check_shown(kind, bundle[kind], story, documents, found)
    check_incidents(bundle["incidents"], story, documents, found)
    found.checked.append(f"{len(bundle['reports'])} reports, {len(bundle['incidents'])} incidents")
    return story


def check_shown(kind, rows, story, documents, found):
    """Every row is in the log and as it was filed; everything in the log has its row."""
    one, shown = kind[:-1].replace("_", " "), set()
    for row in rows:
        key, name = (kind, row["mission"], row["id"], row["content_hash"]), f"{one} {row['id']}"
        found.check(key not in shown, f"{name}: shown twice")
        shown.add(key)
        if not found.check(key in story.filed, f"{name}: shown, but not in the log"):
            continue
        for column in LOGGED:
            same = row.get(column) == story.filed[key].get(column, row.get(column))
            found.check(same or column not in row, f"{name}: {column} is not what was logged")
        if found.check(row["content_hash"] in documents, f"{name}: its content is gone"):
            content = found.attempt(json.loads, documents[row["content_hash"]]) or {}
            content.pop("same_event_as", None)
            compare(name, row.get("facts", content), content, found)
    for key in sorted(set(story.filed) - shown):
        found.check(key[0] != kind, f"{one} {key[2]}: logged, but gone")


def compare(name, shown, told, found):
    for column in sorted(set(shown) | set(told)):
        a, b = shown.get(column), told.get(column)
        found.check(a == b, f"{name}: {column} is shown as {a!r}, but was filed as {b!r}")


def check_incidents(rows, story, documents, found):
    shown, order = set(), {key[2:]: place for place, key in enumerate(story.filed)}
    for row in rows:
        key, name = (row["mission"], row["id"]), f"incident {row['reference']}"
        shown.add(key)
        if not found.check(key in story.incidents, f"{name}: shown, but not in the log"):
            continue
        logged = story.incidents[key]
        for column in ("reference", "status"):
            same = row[column] == logged[column]
            found.check(same, f"{name}: {column} is shown as {row[column]}, not as logged")
        told = sorted({report for report, _ in logged["told"]})
        if found.check(row["reports"] == told, f"{name}: other reports than were linked") and told:
            expected = found.attempt(projection, sorted(logged["told"], key=order.get), documents)
            compare(name, row["facts"], expected or {}, found)
    for key in sorted(set(story.incidents) - shown):
        found.check(False, f"incident {key[1]}: logged, but gone")


def projection(told, documents):
    """Return the facts of the leading report, and the losses that all reports tell."""
    firsts, roots, newest = {}, {}, {}
    for report, digest in told:
        firsts.setdefault(report, json.loads(documents[digest]))
    for report, content in firsts.items():
        roots[report] = roots.get(content.get("corrects"), report)
        newest[roots[report]] = content
    events = [content for content in newest.values() if content["scope"] == "event"]
    asserting = [content for content in events if content["stance"] in ASSERTING]
    leading = (asserting or events or list(newest.values()))[0]
    facts = {name: leading[name] for name in FACTS.split() if name in leading}
    facts["report_count"] = len(events)
    for outcome in ("killed", "injured"):
        accounts = [account(content.get("casualties", ()), outcome) for content in events]
        if any(accounts):
            facts[f"{outcome}_low"], facts[f"{outcome}_high"] = bounds(accounts)
    return facts


def account(lines, outcome):
    sides = {}
    for line in lines:
        known = [line[name] for name in ("low", "best", "high") if name in line]
        if line["outcome"] == outcome and known:
            side = (line.get("side"), "" if line.get("side") else line.get("side_text", ""))
            low, high = sides.get(side, (0, 0))
            sides[side] = (low + min(known), high + max(known))
    return sides


def bounds(accounts):
    sides = defaultdict(list)
    for told in accounts:
        for side, numbers in told.items():
            sides[side].append(numbers)
    named = [min(low for low, _ in told) for side, told in sides.items() if side[0]]
    open_ones = [told for told in accounts if any(not side[0] for side in told)]
    totals = [sum(low for low, _ in told.values()) for told in open_ones]
    highest = sum(max(high for _, high in told) for told in sides.values())
    return min([*totals, sum(named)] if named else totals), highest


def check_receipts(receipts, story, policy, found):
    for item in receipts:
        receipt = json.loads(item["receipt"])
        name = f"receipt {receipt['reference']}"
        kind = "reports" if "report_id" in receipt else "returns"
        if not item.get("signature"):
            found.doubts.append(f"{name}: not signed")
        elif not found.attempt(receipt_is_signed, item, policy):
            found.check(False, f"{name}: it is not signed by the log")
        client_id = receipt.get("report_id", receipt.get("return_id"))
        key = (kind, receipt["mission"], client_id, receipt["content_hash"])
        if found.check(key in story.filed, f"{name}: acknowledged, but not in the log"):
            same = story.filed[key]["received_at"] == receipt["received_at"]
            found.check(same, f"{name}: the log has another time of receipt")
    found.checked.append(f"{len(receipts)} receipts")


def receipt_is_signed(item, policy):
    note = Note(item["signature"])
    digest = base64.b64encode(hashlib.sha256(item["receipt"].encode()).digest()).decode()
    signers = [key.name for key in policy.logs if note.signed_at(key) is not None]
    return note.text in {f"{name}/receipt\n{digest}\n" for name in signers}


def check_proof(text, policy, options, found):
    head, _, note = text.partition("\n\n")
    (header, extra, index, *path), point = head.split("\n"), Checkpoint(note)
    if header != "c2sp.org/tlog-proof@v1" or not extra.startswith("extra "):
        raise WrongError("not a proof file")
    extra, index = json.loads(decoded(extra[6:])), int(index[6:])
    policy.check_log(point)
    node = hashlib.sha256(b"\0" + extra["leaf"].encode()).digest()
    root = root_of_proof(node, index, point.size, map(decoded, path))
    found.check(root == point.root, f"entry {index} is not in {point}")
    leaf, (salt, kind, subject) = json.loads(extra["leaf"]), extra["subject"]
    same = leaf["seq"] == index and leaf["subject"] == commitment(salt, kind, subject)
    found.check(same, f"entry {index} is about another subject")
    for salt, name, value in extra["disclosed"]:
        same = commitment(salt, name, value) in leaf["fields"]
        found.check(same, f"entry {index}: {name} is not what was logged")
    said = "; ".join(f"{name} {value}" for _, name, value in extra["disclosed"])
    found.checked.append(f"entry {index}: {leaf['kind']} of {kind} {subject}; {said}")
    check_witnesses([point], policy, options, found)


def read(path):
    return Path(path).read_bytes().decode("utf-8") if path else None


def verify(text, policy, held, receipts, options):
    """Check the text of a bundle, of proofs or of one proof; return the findings."""
    found = Findings()
    data = {"proofs": [text]} if text.startswith("c2sp.org/") else json.loads(text)
    if policy is None:
        found.doubts.append("no --policy: the keys are those that the file itself names")
        policy = data.get("policy", "")
    believed = found.attempt(Policy, policy)
    if believed is None:
        return found
    for proof in data.get("proofs", ()):
        found.attempt(check_proof, proof, believed, options, found)
    if "proofs" not in data:
        notes = [found.attempt(Checkpoint, note) for note in held]
        found.attempt(check_log, data, believed, list(filter(None, notes)), options, found)
        story = found.attempt(check_story, data, found)
        found.attempt(check_receipts, receipts, story, believed, found)
    return found


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Check a ceasefire ledger offline.")
    parser.add_argument("file", help="bundle, proofs of an incident, or a .tlog-proof")
    parser.add_argument("--policy", help="whom you believe, from a source of your own")
    parser.add_argument("--held", nargs="*", default=[], help="checkpoints you kept earlier")
    parser.add_argument("--receipts", help="receipts you kept, as a JSON list")
    parser.add_argument("--max-age", type=float, default=26, help="of cosignatures, in hours (26)")
    options = parser.parse_args(arguments)
    try:
        held = [read(path) for path in options.held]
        receipts = json.loads(read(options.receipts) or "[]")
        found = verify(read(options.file), read(options.policy), held, receipts, options)
    except (OSError, ValueError, TypeError, AttributeError, RecursionError) as error:
        print(f"NOT READABLE: {error}")
        return 2
    print(found.verdict)
    for mark in ("wrong", "doubts", "checked"):
        for line in getattr(found, mark):
            print(f"{mark}: {line}")
    return {"OK": 0, "FAILED": 1, "DOUBTFUL": 3}[found.verdict]


if __name__ == "__main__":
    sys.exit(main())
