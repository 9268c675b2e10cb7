"""The embedded drain: one thread that does what is due, then sleeps until the next time or until it is woken."""

from __future__ import annotations

import logging
import os
import threading
import time
from datetime import datetime
from typing import TYPE_CHECKING

from engine.commands.indexing import Indexing
from engine.commands.sweep import JOB_LOCK_S, clean_up, next_due_at, sweep
from engine.errors import DatabaseUnavailable, TooBusy

if TYPE_CHECKING:
    from engine.commands import Engine

log = logging.getLogger(__name__)

LONGEST_SLEEP_S = 5.0
"""However quiet it is, a sweep looks for what other processes left."""
CLEAN_EVERY = 120
"""Sweeps between two cleanings."""
INDEX_EVERY_S = 5.0
"""How long a case may be found by what it was before: work that comes in bursts is indexed once."""


class Drain:
    """Runs sweeps on a thread of this process."""

    def __init__(self, engine: Engine, *, job_lock_s: float = JOB_LOCK_S) -> None:
        self._engine = engine
        self._job_lock_s = job_lock_s
        self._worker = f"drain-{os.getpid()}"
        self._indexing = Indexing(engine)
        self._index_after = 0.0
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="drain", daemon=True)
        self.last_sweep_at: datetime | None = None
        """For /readyz: a drain that hangs is not ready."""

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wake(self) -> None:
        """Look at once."""
        self._wake.set()

    def stop(self, timeout_s: float = 10.0) -> None:
        """Finish the step at hand and end; safe to call twice."""
        self._stopping.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    @property
    def is_alive(self) -> bool:
        """Whether the thread runs."""
        return self._thread.is_alive()

    def _run(self) -> None:
        round_number = 0
        while not self._stopping.is_set():
            self._wake.clear()
            sleep_s = self._round(round_number)
            round_number += 1
            self._wake.wait(sleep_s)

    def _round(self, number: int) -> float:
        """Sweep until nothing is due; return how long to sleep."""
        try:
            while sweep(self._engine, self._worker, job_lock_s=self._job_lock_s) and not self._stopping.is_set():
                pass
            if time.monotonic() >= self._index_after:
                self._indexing.run()
                self._index_after = time.monotonic() + INDEX_EVERY_S
            if number % CLEAN_EVERY == 0:
                clean_up(self._engine)
            self.last_sweep_at = datetime.now().astimezone()
            return self._sleep_s()
        except (DatabaseUnavailable, TooBusy):
            log.warning("the database is away; the drain tries again")
        except Exception:
            # A defect in one sweep must not end the drain: the next one may find other work.
            log.exception("sweep failed")
        return LONGEST_SLEEP_S

    def _sleep_s(self) -> float:
        due_at = next_due_at(self._engine)
        if due_at is None:
            return LONGEST_SLEEP_S
        return min(max((due_at - self._engine.now()).total_seconds(), 0.0), LONGEST_SLEEP_S)
