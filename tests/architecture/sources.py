"""The project's own source files, read once for all architecture tests."""

import ast
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("feel", "forms", "engine", "processes", "api", "web", "worker", "app")
FOREIGN_FOLDERS = {"node_modules", ".venv", ".git", ".cache", ".uv-cache", "var", "dist", "__pycache__"}


@dataclass(frozen=True)
class Source:
    """One file and what can be read from it."""

    path: Path

    @property
    def name(self) -> str:
        """Return the path as people write it, relative to the project."""
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def text(self) -> str:
        """Return the content."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        """Return the syntax tree of a Python file."""
        return ast.parse(self.text, self.name)

    def imported_modules(self) -> Iterator[str]:
        """Yield the dotted name of every module that a Python file imports, wherever the import stands."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
                yield node.module


def sources(*folders: str, suffixes: tuple[str, ...] = (".py",)) -> list[Source]:
    """Return our files with these suffixes below the folders, or below the whole project when none is named."""
    paths = (path for folder in folders or (".",) for path in _files(ROOT / folder))
    return [_source(path) for path in sorted(paths) if path.suffix in suffixes]


@cache
def _source(path: Path) -> Source:
    """Return the one Source of a path, so that no test parses what another one has parsed."""
    return Source(path)


def _files(folder: Path) -> Iterator[Path]:
    for parent, names, files in os.walk(folder):
        names[:] = [name for name in names if name not in FOREIGN_FOLDERS]
        yield from (Path(parent) / file for file in files)
