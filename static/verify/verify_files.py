"""Compare a folder of originals with a ceasefire ledger: no packages, Python 3.9 or newer.

    python3 verify_files.py BUNDLE FOLDER

BUNDLE is what verify.py checks; check it first. FOLDER holds the originals, under any names
and in any folders: such as the evidence folder, a backup of it, or a party's own copies.
Names every file of the log that is missing, and every file that is not as it was received.
OK (exit 0): all are there. FAILED (1): some are not. 2: not readable.
"""

import hashlib
import json
import sys
from pathlib import Path

BLOCK = 1024 * 1024


def hash_of(path):
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def received(bundle):
    """Every file that the log says was received: hash → length in bytes."""
    bodies = [
        json.loads(entry["journal"]["body"])
        for entry in bundle["entries"]
        if entry["journal"]["action"] == "custody"
    ]
    return {body["file"]: body["size"] for body in bodies if body["step"] == "received"}


def compare(wanted, folder):
    """Yield what is wrong, in words."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            found.setdefault(hash_of(path), path)
            named = path.stem
            if named in wanted and named not in found:
                yield f"changed: {path} is not what was received under that hash"
    for sha256, size in sorted(wanted.items()):
        if sha256 not in found:
            yield f"missing: {sha256} ({size} bytes)"


def main(arguments):
    if len(arguments) != 2:
        print(__doc__)
        return 2
    try:
        bundle = json.loads(Path(arguments[0]).read_text("utf-8"))
        wanted = received(bundle)
        wrong = list(compare(wanted, Path(arguments[1])))
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"not readable: {error}")
        return 2
    print("\n".join([f"{'FAILED' if wrong else 'OK'}: {len(wanted)} files in the log", *wrong]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
