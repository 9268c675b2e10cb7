"""A job that ends with a BPMN error, which the diagram may catch."""

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


@dataclass(frozen=True, slots=True)
class ThrowJobError(Command[None]):
    """Throw the error `error_code` from the job's element; the variables go to the scope that catches it."""

    job_key: int
    error_code: str
    message: str | None = None
    variables: Mapping[str, object] = field(default_factory=dict)
    worker: str | None = None


def throw_job_error(command: ThrowJobError, work: Work) -> None:
    """Throw; raise NotFound, NotAllowed, JobNotActive, VariableInvalid. Locks the process instance and the job."""
    work.require(Permission.WORK_JOBS)
    variables = checked_variables(command.variables)
    case, job = open_job(work, command.job_key, command.worker)
    job.throw_error(command.error_code, command.message or "", work.now)
    case.changes.jobs[job.key] = job
    entry_points.throw_job_error(case.execution, reference(job), command.error_code, command.message, variables)
    case.save()
