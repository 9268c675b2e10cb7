"""The project's own source files, read once for all architecture tests."""

import ast
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("feel", "forms", "engine", "processes", "api", "web", "worker", "app")
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
FOREIGN_FOLDERS = {"node_modules", ".venv", ".git", ".cache", ".uv-cache", "var", "dist", "__pycache__"}


@dataclass(frozen=True)
class Function:
    """A function of a Python file, wherever it stands."""

    name: str
    line: int
    code_lines: int
    """From `def` to the end, less the docstring, which is welcome to be long."""


@dataclass(frozen=True)
class Facts:
    """What tests ask about a Python file; its syntax tree is a hundred times as large, so it is walked once and not kept."""

    has_docstring: bool
    imported_modules: tuple[str, ...]
    """Dotted names, wherever the import stands."""
    calls: tuple[tuple[tuple[str, ...], int], ...]
    """The last two names of what is called, ("datetime", "now") for `datetime.datetime.now()`, or the only one; with the line."""
    functions: tuple[Function, ...]
    classes: tuple[tuple[str, int], ...]
    undocumented: tuple[tuple[str, int], ...]
    """Public functions and classes of the module that have no docstring, with their lines."""


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
    def facts(self) -> Facts:
        """Return what a Python file says of itself."""
        tree = ast.parse(self.text, self.name)
        nodes = list(ast.walk(tree))
        return Facts(
            has_docstring=bool(ast.get_docstring(tree)),
            imported_modules=tuple(module for node in nodes for module in _imported(node)),
            calls=tuple((name, node.lineno) for node in nodes if isinstance(node, ast.Call) and (name := _called(node))),
            functions=tuple(_function(node) for node in nodes if isinstance(node, FUNCTIONS)),
            classes=tuple((node.name, node.lineno) for node in nodes if isinstance(node, ast.ClassDef)),
            undocumented=tuple(_undocumented(tree)),
        )


def sources(*folders: str, suffixes: tuple[str, ...] = (".py",)) -> list[Source]:
    """Return our files with these suffixes below the folders, or below the whole project when none is named."""
    paths = (path for folder in folders or (".",) for path in _files(ROOT / folder))
    return [_source(path) for path in sorted(paths) if path.suffix in suffixes]


@cache
def _source(path: Path) -> Source:
    """Return the one Source of a path, so that no test reads what another one has read."""
    return Source(path)


def _files(folder: Path) -> Iterator[Path]:
    for parent, names, files in os.walk(folder):
        names[:] = [name for name in names if name not in FOREIGN_FOLDERS]
        yield from (Path(parent) / file for file in files)


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module and node.level == 0 else []


def _called(call: ast.Call) -> tuple[str, ...] | None:
    match call.func:
        case ast.Name(name):
            return (name,)
        case ast.Attribute(ast.Name(owner), name) | ast.Attribute(ast.Attribute(_, owner), name):
            return owner, name
    return None


def _function(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Function:
    length = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if ast.get_docstring(node) is not None:
        length -= (first.end_lineno or first.lineno) - first.lineno + 1
    return Function(node.name, node.lineno, length)


def _undocumented(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in tree.body:
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)) and not node.name.startswith("_") and not ast.get_docstring(node):
            yield node.name, node.lineno
