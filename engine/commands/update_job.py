"""Updating a job's retries or its lock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.commands.command import Command, Work
from engine.commands.open_job import open_job
from engine.commands.reasons import reason_of
from engine.errors import InvalidTransition, RequestInvalid
from engine.identity import Permission
from engine.model.job import JobState

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class UpdateJob(Command[None]):
    """Set how many retries are left, how long from now its worker keeps the lock, or how urgent it is."""

    job_key: int
    retries: int | None = None
    timeout_s: float | None = None
    priority: int | None = None
    reason: str | None = None
    """Asked of operators; a worker that keeps its lock longer gives none."""

    @classmethod
    def of(cls, job_key: int, changes: Mapping[str, int | None], reason: str | None) -> UpdateJob:
        """Return the command for `changes` as clients and batch operations name them: retries, timeout_ms and priority."""
        timeout_ms = changes["timeout_ms"]
        timeout_s = None if timeout_ms is None else timeout_ms / 1000
        return cls(job_key, changes["retries"], timeout_s, changes["priority"], reason)


def update_job(command: UpdateJob, work: Work) -> None:
    """Update; raise NotFound, NotAllowed, RequestInvalid, InvalidTransition when it is not open. Locks instance and job."""
    if work.actor.may(Permission.WORK_JOBS):
        reason = command.reason
    else:
        work.require(Permission.OPERATE)
        reason = reason_of(work, command.reason)
    if command.retries is not None and command.retries < 1:
        raise RequestInvalid("A job has at least one retry left.", "retries")
    case, job = open_job(work, command.job_key)
    if job.state not in {JobState.CREATED, JobState.FAILED, JobState.ERROR_THROWN}:
        raise InvalidTransition("job", job.key, job.state, "updated")
    if command.timeout_s is not None:
        if job.deadline is None or job.deadline <= work.now:
            raise InvalidTransition("job", job.key, "not activated", "locked longer")
        job.lock(job.worker, work.now, command.timeout_s)
    if command.retries is not None:
        job.retries = command.retries
    if command.priority is not None:
        job.prioritize(command.priority)
    case.changes.jobs[job.key] = job
    told = {"jobKey": str(job.key), "retries": job.retries, **({"reason": reason} if reason else {})}
    case.record("JOB_UPDATED", told, element_id=job.element_id)
    case.save()
    work.uow.wakes_drain = True
