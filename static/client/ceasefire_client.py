"""A client of the ceasefire API in one file: Python 3.9 or newer, and nothing to install.

    client = Client("https://mission.example", token="cft_…")
    rows = client.list("incidents", category="IND", day_after="2021-03-01")
    frame = rows.to_pandas()
    told = client.export("all.csv", category="FIR")
    receipt = client.file({"mission": "ridge", "post": "N-1", "category": "FIR-SAL"})

Whatever the API refuses is raised as a Problem. What did not get through is tried again.
"""

import base64
import hashlib
import json
import os
import re
import shutil
import time
import uuid
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

PAGE = 1000  # rows asked for at once
BUSY = (429, 503)  # worth asking again, after the time that the answer says
POLL = 2  # seconds between two questions whether a file is there
LONGEST_WAIT = 120  # seconds between two tries
HERE = ("localhost", "127.0.0.1", "::1")
NEXT = re.compile(r'<([^>]*)>\s*;\s*rel="?next"?')


class Problem(Exception):
    """What the API refused, after RFC 9457: `kind` stays the same, `errors` name the fields."""

    def __init__(self, status, body):
        self.status = status
        self.kind = str(body.get("type", "")).rstrip("/").rpartition("/")[2]
        self.title = body.get("title", "")
        self.detail = body.get("detail", "")
        self.errors = body.get("errors", [])
        super().__init__(f"{status} {self.kind}: {self.detail}{self._named()}")

    def _named(self):
        told = (f"{e.get('pointer') or e.get('parameter')}: {e.get('detail')}" for e in self.errors)
        return "".join(f" [{one}]" for one in told)


class NoAnswer(Exception):
    """Nothing came back, however often it was tried. A report may be filed: send it again."""


class WrongReceipt(Exception):
    """An acknowledgement that does not belong to the report that was sent."""


class WrongFile(Exception):
    """A file that is not what its manifest says; it was not kept."""


class Rows(list):
    """Records as dicts. What you may not read is not in them; None is not known."""

    def to_pandas(self):
        """The rows as a DataFrame, where pandas is installed."""
        import pandas  # noqa: PLC0415 - needed here alone

        return pandas.json_normalize(list(self))


def new_id(at=None):
    """A UUID of version 7, which sorts by the time at which it was made."""
    ms = int((time.time() if at is None else at) * 1000)
    tail = int.from_bytes(os.urandom(10), "big")
    number = ms << 80 | 7 << 76 | tail & 0xFFF << 64 | 2 << 62 | tail & (1 << 62) - 1
    return str(uuid.UUID(int=number))


class _Stay(HTTPRedirectHandler):
    """Follow no redirect: a token goes to the address that it was given for, and nowhere else."""

    def redirect_request(self, *_args):
        return None


class Client:
    """The API of one deployment, as one person or, without a token, as the public."""

    def __init__(self, address, token=None, *, tries=5, timeout=60, wait=time.sleep):
        """`address` is where the site is; `wait` is how to pass the seconds between tries."""
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise ValueError("Give the address of the site, such as https://mission.example")
        if token and parts.scheme == "http" and parts.hostname not in HERE:
            raise ValueError("A token is not sent over a line that others can read: use https")
        self._site = f"{parts.scheme}://{parts.netloc}/"
        self._api = f"{self._site}api/v1/"
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._tries, self._timeout, self._wait = tries, timeout, wait
        self._opener = build_opener(_Stay)

    def rows(self, resource, **query):
        """The records of a list one by one, page after page, as long as there is a next one."""
        address = self._address(resource, {"limit": PAGE, **query})
        while address:
            page, links = self._ask(address, lambda a: (json.load(a), a.headers.get("Link", "")))
            yield from page["results"]
            found = NEXT.search(links)
            address = found and found.group(1)

    def list(self, resource, **query):
        """All records of a list: client.list("incidents", category="IND")."""
        return Rows(self.rows(resource, **query))

    def get(self, path, **query):
        """One answer as it is: client.get("incidents/0192f7c0-…")."""
        return self._ask(self._address(path, query), json.load)

    def statistics(self, *by, **query):
        """Incidents counted by one or two dimensions, and what was watched: two tables."""
        told = self.get("incidents/statistics", by=",".join(by), **query)
        return tuple(
            Rows({**row.pop("keys"), **row} for row in told[name]) for name in ("cells", "coverage")
        )

    def save(self, path, **query):
        """All incidents that match as one file; the ending of its name says the format."""

        def read(answer):
            with open(f"{path}.part", "wb") as file:
                shutil.copyfileobj(answer, file)

        wanted = str(path).rpartition(".")[2]
        self._ask(self._address("incidents", {"format": wanted, **query}), read)
        os.replace(f"{path}.part", path)

    def export(self, path, *, longest=3600, **query):
        """Have a worker write a file, wait for it, check it, and return its manifest.

        The ending of the path's name says the format. Beside the file its manifest and the
        log's signature are kept, as `….manifest.json` and `….manifest.sig`.
        """
        wanted = str(path).rpartition(".")[2]
        asked = self._address("", {"format": wanted, **query}).partition("?")[2]
        data = json.dumps({"query": asked}).encode()
        headers = {"Content-Type": "application/json", "Idempotency-Key": f'"{new_id()}"'}
        told, waited = self._ask(self._address("exports", {}), json.load, data, headers), 0
        while told["manifest"] is None:
            if told["failure"]:
                raise Problem(422, {"type": "validation", "detail": told["failure"]})
            if waited >= longest:
                raise NoAnswer(f"The worker has not written it in {longest} seconds.")
            self._wait(POLL)
            waited += POLL
            told = self.get(f"exports/{told['id']}")
        manifest = base64.b64decode(told["manifest"])
        self._take(path, told["file"], json.loads(manifest), _signed(told["signature"], manifest))
        for ending, content in (("json", manifest), ("sig", told["signature"].encode())):
            with open(f"{path}.manifest.{ending}", "wb") as file:
                file.write(content)
        return json.loads(manifest)

    def _take(self, path, address, manifest, signed):
        """Keep the file that a manifest speaks of, and no other."""

        def read(answer):
            with open(f"{path}.part", "wb") as file:
                shutil.copyfileobj(answer, file)
            with open(f"{path}.part", "rb") as file:
                return _sha256(file)

        taken = self._ask(address, read)
        if not signed or taken != manifest["sha256"]:
            os.remove(f"{path}.part")
            raise WrongFile(f"{taken} came, and the signed manifest says {manifest['sha256']}")
        os.replace(f"{path}.part", path)

    def file(self, report):
        """File a report once, however often it is sent; return its receipt, which you keep.

        An id is made and put into `report`, unless it has one. When no answer came, call
        again with the same dict. A receipt with `variant` true says that another content
        came under this id before: both are kept.
        """
        key = report.setdefault("report_id", new_id())
        data = json.dumps(report, allow_nan=False).encode()
        headers = {"Content-Type": "application/json", "Idempotency-Key": f'"{key}"'}
        receipt = self._ask(self._address("reports", {}), json.load, data, headers)
        for name in ("report_id", "mission"):
            if receipt.get(name) != report.get(name):
                raise WrongReceipt(f"{name} is {receipt.get(name)}, not {report.get(name)}")
        if not receipt.get("content_hash"):
            raise WrongReceipt("It does not say what was filed.")
        return receipt

    def _address(self, path, query):
        asked = {name: value for name, value in query.items() if value is not None}
        for name, value in asked.items():
            if isinstance(value, bool):
                asked[name] = str(value).lower()
        return f"{self._api}{path.strip('/')}/" + (f"?{urlencode(asked, True)}" if asked else "")

    def _ask(self, address, read, data=None, headers=None):
        """What is read of the answer; asked again while there is none, or the server is busy."""
        if not address.startswith(self._site):
            raise ValueError(f"{address} is another site: it is not asked with your token")
        request = Request(address, data, {**self._headers, **(headers or {})})
        for tried in range(1, self._tries + 1):
            after = None
            try:
                with self._opener.open(request, timeout=self._timeout) as answer:
                    return read(answer)
            except HTTPError as error:
                failed, after = Problem(error.code, _json(error)), error.headers["Retry-After"]
                if error.code not in BUSY:
                    raise failed from None
            except (OSError, HTTPException, ValueError) as error:  # cut, or a page of the hotel
                failed = NoAnswer(f"{address}: {error}")
            if tried < self._tries:
                self._wait(_seconds(after, tried))
        raise failed


def _json(error):
    with error:
        try:
            return dict(json.load(error))
        except (ValueError, TypeError):
            return {"detail": str(error.reason)}


def _sha256(file):
    digest = hashlib.sha256()
    for part in iter(lambda: file.read(1 << 20), b""):
        digest.update(part)
    return digest.hexdigest()


def _signed(note, manifest):
    """Whether the signed note is about this manifest. Whose signature it is, verify.py says."""
    digest = base64.b64encode(hashlib.sha256(manifest).digest()).decode()
    return not note or note.splitlines()[1:2] == [digest]


def _seconds(after, tried):
    """How long to wait: what the answer says, else twice as long each time."""
    said = int(after) if after and after.isdigit() else 2**tried / 2
    return min(said, LONGEST_WAIT)
