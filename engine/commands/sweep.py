"""Finding what is due and doing it: owed steps, timers, jobs; the same for a thread, a Celery worker and a test."""

from __future__ import annotations

import logging
import random
from typing import TYPE_CHECKING

from engine.commands.cleaning import Clean
from engine.commands.emergency_access import ExpireAccess
from engine.commands.expiry import expire
from engine.commands.fire_timer import FireTimer, FireTimers, PostponeTimer
from engine.commands.job_running import claim_jobs, run_job
from engine.errors import DatabaseUnavailable, EngineError
from engine.identity import SYSTEM
from engine.store.continuations import due_continuation_keys, next_continuation_at
from engine.store.emergency_accesses import lapsed_accesses
from engine.store.jobs import next_job_at
from engine.store.timers import due_timers, next_timer_at

if TYPE_CHECKING:
    from datetime import datetime

    from engine.commands.engine import Engine

log = logging.getLogger(__name__)

BATCH = 200
TIMERS_AT_ONCE = 20
"""Due timers of one process instance that are fired in one transaction."""
TIMERS_AT_ONCE_BESIDE_PEOPLE = 3
"""Fewer while somebody is at work: on SQLite everybody waits for the one writer."""
JOB_BATCH = 5
EXPIRED_AT_ONCE = 20
"""Cases: the work of the day goes on beside; `anumat retention run` does all at once."""
JOB_LOCK_S = 60.0
"""How long a handler may take; after that another worker runs the job again."""


def sweep(engine: Engine, worker: str, *, job_lock_s: float = JOB_LOCK_S) -> int:
    """Do one round of what is due now; return how much was done: 0 means that nothing is left. Raise DatabaseUnavailable.

    Between two steps whoever waits for the answer to a command goes first.
    """
    with engine.courtesy.background():
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
        engine.courtesy.step_aside()
        engine.run_continuation(key)
    return len(keys)


def fire_timers(engine: Engine) -> int:
    """Fire a batch of due timers; return how many.

    Those of one process instance fire in the order in which they came due; which process instance is first is left to
    chance, so that two drains that found the same timers do not wait for one another at each.
    """
    with engine.reading() as connection:
        found = due_timers(connection, engine.now(), BATCH)
    by_instance: dict[int | None, list[int]] = {}
    for key, process_instance_key in found:
        by_instance.setdefault(process_instance_key, []).append(key)
    groups = list(by_instance.items())
    random.shuffle(groups)
    for process_instance_key, keys in groups:
        _fire_all(engine, process_instance_key, keys)
    return len(found)


def run_jobs(engine: Engine, worker: str, job_lock_s: float = JOB_LOCK_S) -> int:
    """Run a batch of due jobs; return how many."""
    jobs = claim_jobs(engine, worker, job_lock_s, JOB_BATCH)
    for job in jobs:
        engine.courtesy.step_aside()
        run_job(engine, job)
    return len(jobs)


def clean_up(engine: Engine) -> None:
    """Throw away what nobody needs any more, record which accesses time has ended, and erase a little of what has expired."""
    engine.execute(Clean(), SYSTEM)
    with engine.reading() as connection:
        lapsed = lapsed_accesses(connection, engine.now())
    for access in lapsed:
        engine.execute(ExpireAccess(access.process_instance_key, access.request), SYSTEM)
    expire(engine, limit=EXPIRED_AT_ONCE)


def _fire_all(engine: Engine, process_instance_key: int | None, keys: list[int]) -> None:
    while keys:
        engine.courtesy.step_aside()
        size = TIMERS_AT_ONCE if engine.courtesy.is_quiet() else TIMERS_AT_ONCE_BESIDE_PEOPLE
        some, keys = keys[:size], keys[size:]
        if process_instance_key is None or len(some) == 1 or not _fire_together(engine, process_instance_key, some):
            for key in some:
                _fire(engine, key)


def _fire_together(engine: Engine, process_instance_key: int, keys: list[int]) -> bool:
    """Fire timers in one transaction; False when one of them cannot be fired, so that each has to be tried on its own."""
    try:
        engine.execute(FireTimers(process_instance_key, tuple(keys)), SYSTEM)
    except DatabaseUnavailable:
        raise
    except Exception:
        log.info("timers are fired one by one", exc_info=True, extra={"process_instance_key": process_instance_key})
        return False
    return True


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
