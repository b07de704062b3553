"""The project's own sources, read once."""

import ast
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = ("static/vendor", ".venv", ".data", "screenshots", "bench/results")


@dataclass(frozen=True)
class Source:
    """One Python file: its path from the top of the project, its text and its tree."""

    path: PurePosixPath
    text: str
    tree: ast.Module

    @property
    def app(self) -> str:
        """The top folder."""
        return self.path.parts[0]

    @property
    def room(self) -> str:
        """The folder in the app, or the stem of a file beside the folders."""
        return PurePosixPath(self.path.parts[1]).stem

    @property
    def is_migration(self) -> bool:
        return "migrations" in self.path.parts

    def __str__(self) -> str:
        return str(self.path)


@cache
def sources(*apps: str) -> tuple[Source, ...]:
    """The Python files of these top folders; migrations, which are generated, left out."""
    found = (_source(path) for app in apps for path in sorted((ROOT / app).rglob("*.py")))
    return tuple(s for s in found if not s.is_migration and not _is_foreign(s.path))


def offenders(files: Iterable[Source], offences: Callable[[Source], object]) -> dict[str, object]:
    """What each file does against a law, for the files that do."""
    found = {str(source): offences(source) for source in files}
    return {path: offence for path, offence in found.items() if offence}


def text_files() -> Iterator[tuple[PurePosixPath, str]]:
    """Every text file of the project with its path."""
    for folder, folders, names in os.walk(ROOT):
        here = PurePosixPath(Path(folder).relative_to(ROOT))
        folders[:] = [f for f in folders if not _is_foreign(here / f) and not _is_hidden(f)]
        for name in set(names) - {".git"}:  # a file in a linked work tree
            try:
                yield here / name, Path(folder, name).read_text("utf-8")
            except (UnicodeDecodeError, FileNotFoundError):
                continue


def imports_of(source: Source) -> Iterator[str]:
    """The modules that a file imports, wherever in it."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{source}: a relative import"
            yield from _imported_from(node)


def functions_of(source: Source) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a file."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _imported_from(node: ast.ImportFrom) -> Iterator[str]:
    """`from incidents import enums` imports incidents.enums."""
    module = node.module or ""
    if "." in module:
        yield module
    else:
        yield from (f"{module}.{name.name}" for name in node.names)


def _source(path: Path) -> Source:
    text = path.read_text("utf-8")
    return Source(PurePosixPath(path.relative_to(ROOT)), text, ast.parse(text, str(path)))


def _is_foreign(path: PurePosixPath) -> bool:
    return str(path).startswith(NOT_OURS)


def _is_hidden(name: str) -> bool:
    return name.startswith(".") or name == "__pycache__"
