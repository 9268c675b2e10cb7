"""Opening a job for a change: its case and its row are locked, its lock's holder checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.commands.case import Case, open_case_of_job
from engine.errors import JobNotActive, NotFound
from engine.runtime.effects import JobKind
from engine.runtime.entry_points import JobReference
from engine.store.jobs import lock_job_with_chain

if TYPE_CHECKING:
    from engine.commands.command import Work
    from engine.model.job import Job


def open_job(work: Work, key: int, worker: str | None = None) -> tuple[Case, Job]:
    """Lock a job's case and the job; raise NotFound, and JobNotActive when `worker` is given and lost the lock."""
    case = open_case_of_job(work, key)
    found = lock_job_with_chain(work.uow.connection, key)
    if found is None:
        raise NotFound("job", key)
    job, chain = found
    case.state.know_chain(chain)
    if worker is not None and job.worker != worker:
        raise JobNotActive(key, f"held by {job.worker or 'nobody'}", f"answered by {worker}")
    return case, job


def reference(job: Job) -> JobReference:
    """Return what the runtime needs to know of a job."""
    return JobReference(job.key, job.element_instance_key, JobKind(job.kind))
