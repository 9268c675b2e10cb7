"""A job that could not be done: it is tried again later, or becomes an incident."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engine.commands.command import Command, Work
from engine.commands.open_job import open_job, reference
from engine.commands.variables_in import checked_variables
from engine.identity import Permission
from engine.runtime import entry_points

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_MESSAGE = 10_000


@dataclass(frozen=True, slots=True)
class FailJob(Command[None]):
    """Give the job back with this many retries left (None: one less) after a delay; variables go to the element's scope."""

    job_key: int
    retries: int | None = None
    message: str = ""
    retry_delay_s: float = 0
    variables: Mapping[str, object] = field(default_factory=dict)
    worker: str | None = None


def fail_job(command: FailJob, work: Work) -> None:
    """Fail; raise NotFound, NotAllowed, JobNotActive. Without retries left an incident is raised. Locks instance and job."""
    work.require(Permission.WORK_JOBS)
    variables = checked_variables(command.variables)
    case, job = open_job(work, command.job_key, command.worker)
    retries = job.retries - 1 if command.retries is None else command.retries
    message = command.message[:MAX_MESSAGE]
    job.fail(retries, message, work.now, command.retry_delay_s)
    case.changes.jobs[job.key] = job
    case.record(
        "JOB_FAILED",
        {"jobKey": str(job.key), "retries": job.retries, "message": message},
        element_id=job.element_id,
        element_instance_key=job.element_instance_key,
    )
    if variables:
        entry_points.set_variables(case.execution, job.element_instance_key, variables, local=True)
    if job.retries == 0:
        entry_points.raise_job_incident(case.execution, reference(job), message)
    case.save()
    work.uow.wakes_drain = True
