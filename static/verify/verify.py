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
encoded = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode
LOG, WITNESS, KEY_CHANGED = 1, 4, "log_key_changed"  # key types of C2SP; an entry's kind
ASSERTING = ("recorded", "claimed", "counter_claimed", "confirmed")
RESTRICTED = ("CIV-SGB", "CIV-CHD")
SHOWN = "reports returns daily_reports findings sign_offs redactions incidents"
LOGGED = """reference version revision number year received_at status actor decision text_hash
    party fields answer"""
TOLD_AS = {"variant_kept": "report_filed", "report_unlinked": "report_linked"}
TOLD_AS.update(finding_moved="status_set", redaction_declined="report_redacted")
FILES = {"return_filed": "returns", "finding_made": "findings"}
FACTS = """occurred_from occurred_until time_precision place area_text lat lon position_precision
    post category weapon count_low count_high count_qualifier count_unit"""


class WrongError(ValueError):
    """What was found wrong, in words."""


class Findings:  # what is wrong, what is in doubt, and what was checked
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


def point_times(s, a, h=0, b=(0, 1, 1, 0)):  # s * a + h * b
    total, sums = (0, 1, 1, 0), (None, a, b, point_add(a, b))
    for place in reversed(range(max(s, h).bit_length())):
        total, other = point_add(total, total), sums[s >> place & 1 | (h >> place & 1) << 1]
        total = point_add(total, other) if other else total
    return total


def point_of(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x * ROOT_OF_MINUS_1 % P if (x * x - square) % P else x
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
    x, y, z, _ = point_times(s, BASE, h, minus_a)
    x, y = x * pow(z, P - 2, P) % P, y * pow(z, P - 2, P) % P
    return (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]


class Key:  # a named public key of a log or a witness
    def __init__(self, text):
        parts = text.split("+", 2)
        tail = decoded(parts[-1])
        if len(parts) != 3 or len(tail) != 33 or tail[0] not in (LOG, WITNESS):
            raise WrongError(f"not an Ed25519 key: {text:.60}")
        self.name, self.kind, self.public = parts[0], tail[0], tail[1:]
        self.id = hashlib.sha256(self.name.encode() + b"\n" + tail).digest()[:4]
        if self.id.hex() != parts[1]:
            raise WrongError(f"the id of the key {self.name} is another key's")


class Note:  # a text and its signature lines
    def __init__(self, note):
        text, gap, lines = note.rpartition("\n\n")
        self.text, self.lines = text + "\n", []
        if not gap or not lines.endswith("\n"):
            raise WrongError(f"not a signed note: {note[:60]!r}")
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


class Checkpoint(Note):  # a signed note with origin, size and root
    def __init__(self, note):
        super().__init__(note)
        self.origin, size, root = [*self.text.split("\n"), "", ""][:3]
        self.size, self.root = int(size) if size.isdecimal() else -1, decoded(root)
        one_spelling = f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"
        if self.text != one_spelling or len(self.root) != 32:
            raise WrongError(f"not a checkpoint: {note[:60]!r}")

    def __str__(self):
        return f"checkpoint {self.size}"


class Policy:  # whom to believe: the log's key, the witnesses, and how many of them (tlog-policy)
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
        self.eras = []
        if not self.logs:
            raise WrongError("the policy names no log")

    def follow(self, changes, points, found):
        """Know each next key of the log: the last one signed it, or all who must have cosigned."""
        for place, told in changes:
            self.eras = self.eras or [(-1, Key(told["old"]))]
            later = [p for p in points if p.size > place]
            note, (_, key) = Note(told["signed"]), self.eras[-1]
            agreed = note.text == f"{key.name}/key\n{told['new']}\n" and note.signed_at(key) == 0
            if not agreed and self.quorum != "none":
                agreed = any(self.met(self.quorum, self.cosigned(p, found)) for p in later)
            found.check(agreed, f"entry {place}: the log's key was changed by nobody who may")
            self.eras += [(place, Key(told["new"]))] * bool(later)
        known = {key.id for key in self.logs}.intersection(key.id for _, key in self.eras)
        found.check(known or not self.eras, "the policy names none of the log's keys")

    def cosigned(self, point, found):
        seen = {n: found.attempt(point.signed_at, key) for n, key in self.witnesses.items()}
        return {name: when for name, when in seen.items() if when is not None}

    def check_log(self, point):
        keys = [key for since, key in self.eras if since < point.size][-1:] or self.logs
        names = {key.name for key in keys if point.signed_at(key) is not None}
        if point.origin not in names:
            raise WrongError(f"{point} of {point.origin} is not signed by the log's key")

    def met(self, name, signers):
        if name in self.witnesses or name == "none":
            return name == "none" or name in signers
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
    text = encoded(value)
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def commitment(salt, name, value):
    if len(salt) != 32:
        return object()  # equals nothing
    pair = f"[{encoded(name)},{canonical(value)}]".encode()
    return hashlib.sha256(bytes.fromhex(salt) + pair).hexdigest()


def parts_of(content):  # what a content's hash commits to one by one
    lines = [dict(line) for line in content.get("casualties", ())]
    texts = [line.pop("side_text", "") for line in lines]
    parts = dict(content, casualties=lines, side_text=texts)
    return {name: parts[name] for name in parts if name in content or any(texts)}


def document_hash(text, content, salts=None, hidden=None):
    """Hash a content; one with salts by the commitments to its parts, and to what is redacted."""
    if salts is not None:
        parts = parts_of(content).items()
        held = [commitment(salts.get(name, "0" * 32), name, value) for name, value in parts]
        text = canonical({"fields": sorted([*held, *hidden.values()])})
    return hashlib.sha256(text.encode()).hexdigest()


def check_entry(seq, entry, found):  # check that a leaf opens to its journal entry
    leaf, journal = json.loads(entry["leaf"]), entry["journal"]
    where = f"entry {seq} (journal {journal['seq']}, {journal['action']})"
    kind, subject = journal["subject_type"], journal["subject_id"]
    fields, about = leaf["fields"], commitment(entry["subject_salt"], kind, subject)
    said = {"place": seq, "kind": journal["action"], "day": journal["at"][:10], "subject": about}
    logged = {**leaf, "place": leaf["seq"], "day": leaf["received_on"]}
    for what in ("place", "kind", "day", "subject"):
        found.check(logged[what] == said[what], f"{where}: the {what} is not what was logged")
    one_spelling = canonical(leaf) == entry["leaf"] and len(fields) == len(set(fields))
    found.check(one_spelling, f"{where}: the leaf is not what was logged")
    values = {f"body.{name}": value for name, value in json.loads(journal["body"]).items()}
    values.update({name: journal[name] for name in ("actor", "at", "mission", "reason")})
    for name in sorted(set(values) | set(entry["salts"])):
        salt = entry["salts"].get(name)
        if not salt or name not in values:
            what = "value" if salt else "salt"
            found.check(False, f"{where}: the {what} of {name} is gone, without a redaction")
        elif commitment(salt, name, values[name]) not in fields:
            found.check(False, f"{where}: {name} is not what was logged")


def check_log(bundle, policy, held, options, found):
    entries = bundle["entries"]
    for seq, entry in enumerate(entries):
        found.attempt(check_entry, seq, entry, found)
    salts = [salt for entry in entries for salt in entry["salts"].values()]
    found.check(len(set(salts)) == len(salts), "a salt is used more than once")
    points = [found.attempt(Checkpoint, note) for note in bundle["checkpoints"]]
    points = sorted(filter(None, points), key=lambda point: point.size)
    everything, logged = [*points, *held], enumerate(entry["journal"] for entry in entries)
    told = ((i, json.loads(j["body"])) for i, j in logged if j["action"] == KEY_CHANGED)
    found.attempt(policy.follow, told, everything, found)
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


def check_witnesses(points, policy, options, found):  # the newest checkpoint with its quorum
    seen = ((point, policy.cosigned(point, found)) for point in reversed(points))
    met = next((pair for pair in seen if policy.met(policy.quorum, pair[1])), None)
    if policy.quorum == "none":
        found.doubts.append("the policy asks for no witness: only the log vouches for itself")
    elif found.check(met, "no checkpoint has the cosignatures that the policy asks for"):
        point, times = met
        if point.size < points[-1].size:
            found.doubts.append(f"entries from {point.size} on are not cosigned yet")
        age = (time.time() - max(times.values())) / 3600
        words = f"the newest cosignature is {age:.0f} hours old: is this an old copy?"
        found.check(-1 <= age <= options.max_age, words)
        found.checked.append(f"{point} is cosigned by {', '.join(sorted(times))}")


class Story:  # the entries replayed in order: what was filed, opened, linked, decided, published
    def __init__(self, found):
        self.found, self.filed, self.days, self.said, self.redacted = found, {}, {}, {}, {}
        self.unsigned, self.first, self.unknown, self.signers = {}, set(), set(), set()

    def tell(self, journal):
        kind, key = journal["action"], (journal["mission"], journal["subject_id"])
        told = getattr(self, f"tell_{TOLD_AS.get(kind, kind)}", lambda *_: self.unknown.add(kind))
        told = partial(self.file, FILES[kind]) if kind in FILES else told
        told(key, body := json.loads(journal["body"]), journal)
        self.said[(kind, *key)] = body, journal["actor"]

    def expect(self, condition, journal, words):
        if not condition:
            self.found.wrong.append(f"journal {journal['seq']}, {journal['action']}: {words}")
        return condition

    def file(self, kind, key, body, journal):
        digest = body.get("content_hash") or body.get("snapshot_hash")
        body.update(received_at=journal["at"], actor=journal["actor"], place=len(self.filed))
        body.setdefault("status", "finding_draft")
        return self.filed.setdefault((kind, *key, digest), body)

    def tell_report_filed(self, key, body, journal):
        is_variant = journal["action"] == "variant_kept"
        self.expect((key in self.first) == is_variant, journal, "which account came first?")
        self.first.add(key)
        self.file("reports", key, body, journal)

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

    def tell_day_released(self, key, body, journal):
        filed = ("daily_reports", *key, body["content_hash"]) in self.filed
        self.expect(filed and ("day_released", *key) not in self.said, journal, "no such embargo")

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

    def tell_log_key_changed(self, key, body, journal):
        self.found.checked.append(f"the log's key from {journal['at']} on: {body['new']}")

    def tell_redaction_proposed(self, key, body, journal):
        self.file("redactions", (key[0], f"{key[1]}/{journal['at']}"), body, journal)

    def tell_report_redacted(self, key, body, journal):
        asked, by = self.said.pop(("redaction_proposed", *key), ({"party": body["party"]}, ""))
        asked["answer"] = f"{journal['action']} by {journal['actor']} for {body['party']}"
        if journal["action"] == "redaction_declined":
            return
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
    for digest, text, *salted in bundle["documents"]:
        content = found.attempt(json.loads, text) or {}
        same = found.attempt(document_hash, text, content, *salted) == digest
        found.check(same, f"the content with hash {digest} was changed")
        documents[digest] = content, set(salted[-1] if salted else ())
    for kind in SHOWN.split():
        check_shown(kind, bundle.get(kind, ()), story, documents, found)
    found.checked.append(f"{len(bundle['reports'])} reports, {len(bundle['incidents'])} incidents")
    return story


def check_shown(kind, rows, story, documents, found):  # rows are as filed, none is missing
    one, gone = kind[:-1].replace("_", " "), {key for key in story.filed if key[0] == kind}
    for row in rows:
        key = (kind, row["mission"], row["id"], row.get("content_hash"))
        name = f"{one} {row.get('reference', row['id'])}"
        if not found.check(key in story.filed, f"{name}: shown, but not in the log"):
            continue
        for column in (column for column in LOGGED.split() if column in row):
            same = row[column] == story.filed[key].get(column, row[column])
            found.check(same, f"{name}: {column} is not what was logged")
        found.check(key in gone, f"{name}: shown twice")
        gone.discard(key)
        if kind == "incidents":
            told = [link[1:] for link in sorted(story.filed[key]["told"])]
            same = row["reports"] == sorted({report for report, _ in told})
            if found.check(same, f"{name}: other reports than were linked") and told:
                compare(name, row["facts"], found.attempt(projection, told, documents) or {}, found)
        elif key[3] and found.check(key[3] in documents, f"{name}: its content is gone"):
            (content, hidden), agreed = documents[key[3]], story.redacted.get(key[1:3], set())
            lost, back = sorted(hidden - agreed), sorted(agreed.intersection(parts_of(content)))
            found.check(not lost, f"{name}: gone without the consent of two parties: {lost}")
            found.check(not back, f"{name}: redacted, but shown again: {back}")
            content = {n: v for n, v in content.items() if n not in ("same_event_as", "evidence")}
            compare(name, row.get("facts", content), content, found)
    found.wrong += [f"{one} {key[2]}: logged, but gone" for key in sorted(gone, key=str)]


def compare(name, shown, told, found):
    for column in sorted(set(shown) | set(told)) if shown != told else ():
        a, b = shown.get(column), told.get(column)
        found.check(a == b, f"{name}: {column} is shown as {a!r}, but was filed as {b!r}")


def projection(told, documents):  # facts of the leading report, losses of all
    firsts, roots, newest = {}, {}, {}
    for report, digest in told:
        firsts.setdefault(report, documents[digest][0])
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
        told = losses([content.get("casualties", ()) for content in events], outcome).items()
        facts.update({f"{outcome}_{end}": number for end, number in told})
    return facts


def losses(accounts, outcome):  # least and most: by party, else by account
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
    keys = [*policy.logs, *(key for _, key in policy.eras)]
    signers = [key.name for key in keys if note.signed_at(key) is not None]
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
