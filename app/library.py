"""The process library that comes with the product, and deploying files from the disk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import forms
import processes
from engine.commands import SYSTEM, Actor, Deploy, DeployedFile, DeploymentResult, Engine

if TYPE_CHECKING:
    from collections.abc import Iterable

SUFFIXES = frozenset({".bpmn", ".dmn", ".form", ".rpa"})


def library_paths() -> list[Path]:
    """Return the files of the process library: processes/*/*.bpmn and *.dmn, forms/library/*/*.form."""
    diagrams = Path(processes.__path__[0])
    library = Path(forms.__path__[0]) / "library"
    return [*_in(diagrams), *_in(library)]


def deploy_paths(engine: Engine, paths: Iterable[Path], actor: Actor = SYSTEM) -> DeploymentResult:
    """Deploy files, and the files in directories, together; raise DeploymentRefused."""
    files: dict[str, bytes] = {}
    for path in paths:
        for file in _in(path) if path.is_dir() else [path]:
            files[file.name] = file.read_bytes()
    return engine.execute(Deploy(tuple(DeployedFile(name, content) for name, content in files.items())), actor)


def deploy_library(engine: Engine) -> DeploymentResult | None:
    """Deploy what changed of the process library; None when there is no library."""
    paths = library_paths()
    return deploy_paths(engine, paths) if paths else None


def _in(directory: Path) -> list[Path]:
    return sorted(path for path in directory.rglob("*") if path.suffix in SUFFIXES and "tests" not in path.parts)
