"""Finding what is due and doing it: owed steps, timers, jobs; the same for a thread, a Celery worker and a test."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from engine.commands.cleaning import Clean
from engine.commands.fire_timer import FireTimer, PostponeTimer
from engine.commands.job_running import claim_jobs, run_job
from engine.errors import DatabaseUnavailable, EngineError
from engine.identity import SYSTEM
from engine.store.continuations import due_continuation_keys, next_continuation_at
from engine.store.jobs import next_job_at
from engine.store.timers import due_timer_keys, next_timer_at

if TYPE_CHECKING:
    from datetime import datetime

    from engine.commands.engine import Engine

log = logging.getLogger(__name__)

BATCH = 200
JOB_BATCH = 5
JOB_LOCK_S = 60.0
"""How long a handler may take; after that another worker runs the job again."""


def sweep(engine: Engine, worker: str, *, job_lock_s: float = JOB_LOCK_S) -> int:
    """Do one round of what is due now; return how much was done: 0 means that nothing is left. Raise DatabaseUnavailable."""
    engine.follow_pinned_clock()
    return run_continuations(engine) + fire_timers(engine) + run_jobs(engine, worker, job_lock_s)


def next_due_at(engine: Engine) -> datetime | None:
    """Return when the next sweep has something to do; None: only after a wake-up."""
    with engine.reading() as connection:
        due = [next_continuation_at(connection), next_timer_at(connection)]
        if engine.handlers.types():
            due.append(next_job_at(connection, engine.handlers.types()))
    return min((at for at in due if at is not None), default=None)


def run_continuations(engine: Engine) -> int:
    """Run a batch of due continuations; return how many."""
    with engine.reading() as connection:
        keys = due_continuation_keys(connection, engine.now(), BATCH)
    for key in keys:
        engine.run_continuation(key)
    return len(keys)


def fire_timers(engine: Engine) -> int:
    """Fire a batch of due timers; return how many."""
    with engine.reading() as connection:
        keys = due_timer_keys(connection, engine.now(), BATCH)
    for key in keys:
        _fire(engine, key)
    return len(keys)


def run_jobs(engine: Engine, worker: str, job_lock_s: float = JOB_LOCK_S) -> int:
    """Run a batch of due jobs; return how many."""
    jobs = claim_jobs(engine, worker, job_lock_s, JOB_BATCH)
    for job in jobs:
        run_job(engine, job)
    return len(jobs)


def clean_up(engine: Engine) -> None:
    """Throw away what nobody needs any more."""
    engine.execute(Clean(), SYSTEM)


def _fire(engine: Engine, key: int) -> None:
    try:
        engine.execute(FireTimer(key), SYSTEM)
    except DatabaseUnavailable:
        raise
    except EngineError as error:
        log.warning("timer could not be fired: %s", error, extra={"timer_key": key})
        engine.execute(PostponeTimer(key), SYSTEM)
    except Exception:
        # One broken case must not keep the timers of all others from firing.
        log.exception("timer failed", extra={"timer_key": key})
        engine.execute(PostponeTimer(key), SYSTEM)
