"""The project's own sources, read once."""

import ast
from collections.abc import Iterator
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


def text_files() -> Iterator[tuple[PurePosixPath, str]]:
    """Every text file of the project with its path."""
    for path in sorted(ROOT.rglob("*")):
        short = PurePosixPath(path.relative_to(ROOT))
        if path.is_file() and not _is_foreign(short) and not _is_hidden(short):
            try:
                yield short, path.read_text("utf-8")
            except UnicodeDecodeError:
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


def _is_hidden(path: PurePosixPath) -> bool:
    return any(part.startswith(".") or part == "__pycache__" for part in path.parts)
