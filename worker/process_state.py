"""The one engine of a Celery worker process, opened when the process starts."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.commands.indexing import Indexing
from engine.commands.sweep import JOB_LOCK_S

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.commands import Engine


@dataclass
class _ProcessState:
    build: Callable[[], Engine] | None = None
    engine: Engine | None = None
    job_lock_s: float = JOB_LOCK_S
    seal: Callable[[Engine], None] | None = None
    indexing: Indexing | None = None


_state = _ProcessState()


def build_with(build: Callable[[], Engine], lock_s: float, seal: Callable[[Engine], None] | None = None) -> None:
    """Say how a worker process gets its engine, how long a job may take, and how a checkpoint is made; the composition root does."""
    _state.build, _state.job_lock_s, _state.seal = build, lock_s, seal


def open_engine() -> None:
    """Build the engine of this process."""
    if _state.build is None:
        raise RuntimeError("Start the worker with `anumat worker`: it says how to build the engine.")
    _state.engine = _state.build()


def close_engine() -> None:
    """Close its connections."""
    if _state.engine is not None:
        _state.engine.database.dispose()
        _state.engine = _state.indexing = None


def this_engine() -> Engine:
    """Return the engine of this process."""
    if _state.engine is None:
        open_engine()
    assert _state.engine is not None  # noqa: S101 (for the type checker: open_engine sets it)
    return _state.engine


def this_indexing() -> Indexing:
    """Return what keeps cases findable; it remembers from which time on it has to look."""
    if _state.indexing is None:
        _state.indexing = Indexing(this_engine())
    return _state.indexing


def seal() -> None:
    """Make a checkpoint, where this process was told how."""
    if _state.seal is not None:
        _state.seal(this_engine())


def job_lock_s() -> float:
    """Return for how many seconds a job is locked."""
    return _state.job_lock_s


def worker_name() -> str:
    """Return what job locks say of this process."""
    return f"{socket.gethostname()}-{os.getpid()}"
