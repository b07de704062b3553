"""Catalogues of translations: read from text (.po) and compiled (.mo) without GNU gettext.

Only the text is kept in version control. It is compiled when the product starts, so a fresh
clone and a container image need no other program.
"""

import ast
import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

MAGIC = 0x950412DE  # of a .mo file, GNU gettext manual 10.3
CONTEXT = "\x04"


@dataclass
class Entry:
    """One text with its translation: one form, or as many as the language has plurals."""

    context: str = ""
    text: str = ""
    plural: str = ""
    forms: dict[int, str] = field(default_factory=dict)
    fuzzy: bool = False

    @property
    def key(self) -> str:
        """How a compiled catalogue finds it."""
        text = f"{self.context}{CONTEXT}{self.text}" if self.context else self.text
        return f"{text}\0{self.plural}" if self.plural else text

    @property
    def is_usable(self) -> bool:
        """Whether somebody translated it, and nobody doubts it."""
        return bool(self.forms) and all(self.forms.values()) and (not self.fuzzy or not self.text)


def read_catalogue(path: Path) -> list[Entry]:
    """Return the entries of a .po file, the header first; obsolete ones are left out.

    Raises:
        ValueError: a line is no part of such a file; the message names it.

    """
    return list(_entries(path.read_text(encoding="utf-8").splitlines(), path.name))


def compile_catalogue(entries: list[Entry]) -> bytes:
    """Return a .mo file; what is untranslated or fuzzy is left out and so stays English."""
    usable = sorted(
        (e.key.encode(), "\0".join(e.forms[n] for n in sorted(e.forms)).encode())
        for e in entries
        if e.is_usable
    )
    keys, values = b"", b""
    spans: list[tuple[int, int, int, int]] = []
    for key, value in usable:
        spans.append((len(key), len(keys), len(value), len(values)))
        keys += key + b"\0"
        values += value + b"\0"
    head = 7 * 4
    begin_keys = head + 16 * len(usable)
    begin_values = begin_keys + len(keys)
    table_of_keys = [n for size, at, _s, _a in spans for n in (size, begin_keys + at)]
    table_of_values = [n for _s, _a, size, at in spans for n in (size, begin_values + at)]
    header = (MAGIC, 0, len(usable), head, head + 8 * len(usable), 0, 0)
    numbers = [*header, *table_of_keys, *table_of_values]
    return struct.pack(f"<{len(numbers)}I", *numbers) + keys + values


def compile_changed(folder: Path) -> list[Path]:
    """Compile the catalogues below a folder whose text is another than that compiled.

    A compiled file bears the time of its text. Where nothing may be written, what is
    there is used: an image is compiled when it is built.
    """
    made = []
    for text in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        compiled = text.with_suffix(".mo")
        changed_at = int(text.stat().st_mtime)
        if compiled.exists() and int(compiled.stat().st_mtime) == changed_at:
            continue
        try:
            _write(compiled, compile_catalogue(read_catalogue(text)), changed_at)
        except PermissionError:
            continue
        made.append(compiled)
    return made


def _write(path: Path, content: bytes, at: int) -> None:
    """Replace a file at once: several processes may start at the same time."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_bytes(content)
    os.utime(draft, (at, at))
    draft.replace(path)


def _entries(lines: list[str], name: str) -> Iterator[Entry]:
    entry, said = Entry(), ""
    for number, line in enumerate([*lines, ""], 1):
        if line.startswith("#"):
            entry.fuzzy |= line.startswith("#,") and "fuzzy" in line
        elif line.startswith('"'):
            _add(entry, said, line)
        elif line:
            said, _space, quoted = line.partition(" ")
            if not quoted.startswith('"'):
                raise ValueError(f"{name}, line {number}: {line}")
            _add(entry, said, quoted)
        else:
            if entry.forms:
                yield entry
            entry, said = Entry(), ""


def _add(entry: Entry, said: str, quoted: str) -> None:
    """Add a quoted piece to the part of the entry that was named last."""
    text = str(ast.literal_eval(quoted))
    if said == "msgctxt":
        entry.context += text
    elif said == "msgid":
        entry.text += text
    elif said == "msgid_plural":
        entry.plural += text
    else:
        form = int(said.removeprefix("msgstr").strip("[]") or 0)
        entry.forms[form] = entry.forms.get(form, "") + text
