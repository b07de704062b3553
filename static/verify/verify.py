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
import time
import unicodedata
from functools import lru_cache, partial, reduce
from pathlib import Path

decoded = partial(base64.b64decode, validate=True)
LOG, WITNESS = 1, 4  # key types of C2SP
ASSERTING = ("recorded", "claimed", "counter_claimed", "confirmed")
RESTRICTED = ("CIV-SGB", "CIV-CHD")
LOGGED = """reference version revision number year received_at status actor decision text_hash"""
TOLD_AS = {"variant_kept": "report_filed", "report_unlinked": "report_linked"}
TOLD_AS.update(finding_moved="status_set")
FACTS = """occurred_from occurred_until time_precision place area_text lat lon position_precision
    post category weapon count_low count_high count_qualifier count_unit"""


class WrongError(ValueError):
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
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            malformed = f"malformed ({args[0]!r:.40}): {error!r}"
            self.wrong.append(str(error) if isinstance(error, WrongError) else malformed)

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
    for bit in f"{scalar:b}":
        total = point_add(total, total)
        total = point_add(total, point) if bit == "1" else total
    return total


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
    a, s = point_of(public), int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or a is None or s >= L or point_times(8, a)[0] % P == 0:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    minus_a = P - a[0], a[1], 1, P - a[3]
    x, y, z, _ = point_add(point_times(s, BASE), point_times(h, minus_a))
    x, y = x * pow(z, P - 2, P) % P, y * pow(z, P - 2, P) % P
    return (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]


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
        self.lines = []
        for line in lines[:-1].split("\n"):
            mark, name, tail = [*line.split(" "), "", ""][:3]
            if mark != "\u2014" or not name:
                raise WrongError(f"not a signature line: {line[:60]!r}")
            self.lines.append((name, decoded(tail)[:4], decoded(tail)[4:]))

    def signed_at(self, key):
        """Return None if unsigned by key; else 0 for a log, the newest time for a witness."""
        times = []
        for body in (body for *by, body in self.lines if by == [key.name, key.id]):
            seconds, message, signature = 0, self.text, body
            if key.kind == WITNESS:
                seconds, signature = int.from_bytes(body[:8], "big"), body[8:]
                message = f"cosignature/v1\ntime {seconds}\n{self.text}"
            if not is_signed(key.public, message.encode(), signature):
                raise WrongError(f"{self}: the signature by {key.name} is not valid")
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
        lines = [line.split("#")[0].split() for line in text.splitlines()]
        lines = [(kind, rest) for kind, *rest in filter(None, lines)]
        unknown = {kind for kind, _ in lines} - {"log", "witness", "group", "quorum"}
        if unknown:
            raise WrongError(f"the policy has a line that is not known: {unknown}")
        self.logs = [Key(rest[0]) for kind, rest in lines if kind == "log"]
        self.witnesses = {rest[0]: Key(rest[1]) for kind, rest in lines if kind == "witness"}
        self.groups = {rest[0]: rest[1:] for kind, rest in lines if kind == "group"}
        self.quorum = ["none", *(rest[0] for kind, rest in lines if kind == "quorum")][-1]
        if not self.logs:
            raise WrongError("the policy names no log")

    def check_log(self, point):
        names = {key.name for key in self.logs if point.signed_at(key) is not None}
        if point.origin not in names:
            raise WrongError(f"{point} of {point.origin} is not signed by the log's key")

    def met(self, name, signers):
        if name in self.witnesses or name == "none":
            return name == "none" or name in signers
        if name not in self.groups:
            raise WrongError(f"the policy's quorum {name} is not defined")
        needed, *members = self.groups[name]
        needed = {"all": len(members), "any": 1}.get(needed) or int(needed)
        return sum(self.met(member, signers) for member in members) >= needed


def inner_hash(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def roots_at(leaves, sizes):
    found, peaks = {0: hashlib.sha256(b"").digest()}, []
    for index, leaf in enumerate(leaves):
        node, level = hashlib.sha256(b"\0" + leaf.encode()).digest(), 0
        while index >> level & 1:
            node, level = inner_hash(peaks.pop(), node), level + 1
        peaks.append(node)
        if index + 1 in sizes:
            found[index + 1] = reduce(lambda root, peak: inner_hash(peak, root), peaks[::-1])
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


def parts_of(content):
    """Return what a content's hash commits to one by one: what sides are called is one part."""
    lines = [dict(line) for line in content.get("casualties", ())]
    texts = [line.pop("side_text", "") for line in lines]
    parts = dict(content, casualties=lines, side_text=texts)
    return {name: parts[name] for name in parts if name in content or any(texts)}


def document_hash(text, salts=None, hidden=None):
    """Hash a content; one with salts by the commitments to its parts, and to what is redacted."""
    if salts is not None:
        parts = parts_of(json.loads(text)).items()
        held = [commitment(salts.get(name, "0" * 32), name, value) for name, value in parts]
        text = canonical({"fields": sorted([*held, *hidden.values()])})
    return hashlib.sha256(text.encode()).hexdigest()


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
    salts = [salt for entry in entries for salt in entry["salts"].values()]
    found.check(len(set(salts)) == len(salts), "a salt is used more than once")
    points = [found.attempt(Checkpoint, note) for note in bundle["checkpoints"]]
    points = sorted(filter(None, points), key=lambda point: point.size)
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
        self.filed, self.days, self.said, self.redacted, self.unsigned = {}, {}, {}, {}, {}
        self.first, self.unknown, self.signers = set(), set(), set()

    def tell(self, journal):
        kind = journal["action"]
        told = getattr(self, f"tell_{TOLD_AS.get(kind, kind)}", lambda *_: self.unknown.add(kind))
        key, body = (journal["mission"], journal["subject_id"]), json.loads(journal["body"])
        told(key, body, journal)
        self.said[(kind, *key)] = body, journal["actor"]

    def expect(self, condition, journal, words):
        where = f"journal {journal['seq']}, {journal['action']}"
        return self.found.check(condition, f"{where}: {words}")

    def file(self, kind, key, body, journal):
        digest = body.get("content_hash") or body.get("snapshot_hash")
        body.update(received_at=journal["at"], actor=journal["actor"], place=len(self.filed))
        return self.filed.setdefault((kind, *key, digest), body)

    def tell_report_filed(self, key, body, journal):
        is_variant = journal["action"] == "variant_kept"
        self.expect((key in self.first) == is_variant, journal, "which account came first?")
        self.first.add(key)
        self.file("reports", key, body, journal)

    def tell_return_filed(self, key, body, journal):
        self.file("returns", key, body, journal)

    def tell_incident_opened(self, key, body, journal):
        new = {"status": "submitted", "told": [], **body}
        self.expect(self.file("incidents", key, new, journal) is new, journal, "opened before")

    def tell_report_linked(self, key, body, journal):
        link, joins = (body["report"], body["content_hash"]), journal["action"] == "report_linked"
        filed = self.filed.get(("reports", key[0], *link))
        if self.expect(filed, journal, "the report was not filed"):
            told = self.filed[("incidents", *key, None)]["told"]
            (told.append if joins else told.remove)((filed["place"], *link))

    def tell_status_set(self, key, body, journal):
        kind = "findings" if "snapshot_hash" in body else "incidents"
        row = self.filed[(kind, *key, body.get("snapshot_hash"))]
        signed = not body["to"].startswith("adopted") or self.unsigned.get(key) == set()
        self.expect(signed, journal, "not every party that was asked has spoken")
        self.expect(row["status"] == body["from"], journal, f"the status was {row['status']}")
        row["status"] = body["to"]

    def tell_day_published(self, key, body, journal):
        day = key[0], key[1].split("/")[0]
        last = self.days.get(day, 0)
        self.expect(body["revision"] == last + 1, journal, f"the last revision was {last}")
        self.days[day] = body["revision"]
        self.file("daily_reports", key, body, journal)

    def tell_finding_made(self, key, body, journal):
        self.file("findings", key, dict(body, status="finding_draft"), journal)

    def tell_sign_off_called(self, key, body, journal):
        self.unsigned[key] = set(body["parties"])

    def tell_signed_off(self, key, body, journal):
        party, signer = body["party"], (key, journal["actor"])
        asked = party in self.unsigned.get(key, ())
        if self.expect(asked, journal, f"{party} was not asked to sign this, or signed before"):
            self.unsigned[key].remove(party)
        self.expect(signer not in self.signers, journal, "one person signed for two parties")
        self.signers |= {signer} if journal["actor"] else set()
        self.file("sign_offs", (key[0], f"{key[1]}/{party}"), body, journal)

    def tell_redaction_declined(self, key, body, journal):
        self.said.pop(("redaction_proposed", *key))

    def tell_report_redacted(self, key, body, journal):
        asked, by = self.said.pop(("redaction_proposed", *key), ({"party": body["party"]}, ""))
        agreed = asked.get("fields") == body["fields"] and asked["party"] != body["party"]
        agreed = agreed and by != journal["actor"]
        if self.expect(agreed, journal, "without the consent of two people of two parties"):
            consent = f"under consent of {asked['party']} and {body['party']}"
            words = f"{', '.join(body['fields'])} redacted {consent} on {journal['at'][:10]}"
            self.found.checked.append(f"report {key[1]}: {words}")
            self.redacted[key] = self.redacted.get(key, set()) | set(body["fields"])


def check_story(bundle, found):
    story = Story(found)
    for journal in [*(entry["journal"] for entry in bundle["entries"]), *bundle["waiting"]]:
        found.attempt(story.tell, journal)
    if bundle["waiting"]:
        found.doubts.append(f"{len(bundle['waiting'])} journal entries have no place yet")
    if story.unknown:
        found.checked.append(f"in the log, but not compared: {sorted(story.unknown)}")
    documents = {}
    for digest, *document in bundle["documents"]:
        same = found.attempt(document_hash, *document) == digest
        found.check(same, f"the content with hash {digest} was changed")
        documents[digest] = document
    for kind in ("reports", "returns", "daily_reports", "findings", "sign_offs", "incidents"):
        check_shown(kind, bundle[kind], story, documents, found)
    found.checked.append(f"{len(bundle['reports'])} reports, {len(bundle['incidents'])} incidents")
    return story


def check_shown(kind, rows, story, documents, found):
    """Every row is in the log and as it was filed; everything in the log has its row."""
    one, gone = kind[:-1].replace("_", " "), {key for key in story.filed if key[0] == kind}
    for row in rows:
        key = (kind, row["mission"], row["id"], row.get("content_hash"))
        name = f"{one} {row.get('reference', row['id'])}"
        if not found.check(key in story.filed, f"{name}: shown, but not in the log"):
            continue
        for column in LOGGED.split():
            same = row.get(column) == story.filed[key].get(column, row.get(column))
            found.check(same or column not in row, f"{name}: {column} is not what was logged")
        found.check(key in gone, f"{name}: shown twice")
        gone.discard(key)
        if kind == "incidents":
            told = [link[1:] for link in sorted(story.filed[key]["told"])]
            same = row["reports"] == sorted({report for report, _ in told})
            if found.check(same, f"{name}: other reports than were linked") and told:
                compare(name, row["facts"], found.attempt(projection, told, documents) or {}, found)
        elif found.check(row["content_hash"] in documents, f"{name}: its content is gone"):
            text, *salted = documents[row["content_hash"]]
            content = found.attempt(json.loads, text) or {}
            agreed, hidden = story.redacted.get(key[1:3], set()), set(salted[-1] if salted else ())
            lost, back = sorted(hidden - agreed), sorted(agreed.intersection(parts_of(content)))
            found.check(not lost, f"{name}: gone without the consent of two parties: {lost}")
            found.check(not back, f"{name}: redacted, but shown again: {back}")
            content = {n: v for n, v in content.items() if n not in ("same_event_as", "evidence")}
            compare(name, row.get("facts", content), content, found)
    found.wrong += [f"{one} {key[2]}: logged, but gone" for key in sorted(gone, key=str)]


def compare(name, shown, told, found):
    for column in sorted(set(shown) | set(told)):
        a, b = shown.get(column), told.get(column)
        found.check(a == b, f"{name}: {column} is shown as {a!r}, but was filed as {b!r}")


def projection(told, documents):
    """Return the facts of the leading report, and the losses that all reports tell."""
    firsts, roots, newest = {}, {}, {}
    for report, digest in told:
        firsts.setdefault(report, json.loads(documents[digest][0]))
    for report, content in firsts.items():
        roots[report] = roots.get(content.get("corrects"), report)
        newest[roots[report]] = content
    events = [content for content in newest.values() if content["scope"] == "event"]
    asserting = [content for content in events if content["stance"] in ASSERTING]
    leading = (asserting or events or list(newest.values()))[0]
    if leading["category"] not in RESTRICTED:
        events = [content for content in events if content["category"] not in RESTRICTED]
    facts = {name: leading[name] for name in FACTS.split() if name in leading}
    facts["report_count"] = len(events)
    for outcome in ("killed", "injured"):
        told = losses([content.get("casualties", ()) for content in events], outcome)
        facts.update({f"{outcome}_{end}": number for end, number in told.items()})
    return facts


def losses(accounts, outcome):
    """Return the least and the most: by party where it is named, else by account."""
    sides, totals = {}, []
    for number, lines in enumerate(accounts):
        for line in lines:
            known = [line[name] for name in ("low", "best", "high") if name in line]
            if line["outcome"] == outcome and known:
                side = (line.get("side"), "" if line.get("side") else line.get("side_text", ""))
                low, high = sides.setdefault(side, {}).get(number, (0, 0))
                sides[side][number] = low + min(known), high + max(known)
        mine = {side: told[number] for side, told in sides.items() if number in told}
        if any(not party for party, _ in mine):
            totals.append(sum(low for low, _ in mine.values()))
    named = [min(told.values())[0] for side, told in sides.items() if side[0]]
    lows = totals + [sum(named)] * bool(named)
    highs = [max(high for _, high in told.values()) for told in sides.values()]
    return {"low": min(lows), "high": sum(highs)} if sides else {}


def check_receipts(receipts, story, policy, found):
    for item in receipts:
        receipt = json.loads(item["receipt"])
        name = f"receipt {receipt['reference']}"
        if not item.get("signature"):
            found.doubts.append(f"{name}: not signed")
        elif not found.attempt(receipt_is_signed, item, policy):
            found.check(False, f"{name}: it is not signed by the log")
        one = "report" if "report_id" in receipt else "return"
        key = (f"{one}s", receipt["mission"], receipt[f"{one}_id"], receipt["content_hash"])
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
    same = root_of_proof(node, index, point.size, map(decoded, path)) == point.root
    found.check(same, f"entry {index} is not in {point}")
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
    for proof in data.get("proofs", ()) if believed else ():
        found.attempt(check_proof, proof, believed, options, found)
    if believed and "proofs" not in data:
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
    marks = ("wrong", "doubts", "checked")
    print(found.verdict, *(f"{m}: {line}" for m in marks for line in getattr(found, m)), sep="\n")
    return {"OK": 0, "FAILED": 1, "DOUBTFUL": 3}[found.verdict]


if __name__ == "__main__":
    raise SystemExit(main())
