"""Completing a job: its element, or the listener's element, goes on."""

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

    from engine.runtime.ad_hoc_leading import NextSteps


@dataclass(frozen=True, slots=True)
class CompleteJob(Command[None]):
    """Complete the job with variables; a task listener's job may correct the user task or deny what it listens to."""

    job_key: int
    variables: Mapping[str, object] = field(default_factory=dict)
    denied_reason: str | None = None
    corrections: Mapping[str, object] = field(default_factory=dict)
    """Attributes of the user task: assignee, candidate_groups, candidate_users, due_at, follow_up_at, priority."""
    steps: NextSteps | None = None
    """What whoever leads an ad-hoc sub-process decided."""
    worker: str | None = None
    """Given by built-in handlers: refuse when somebody else holds the lock by now."""


def complete_job(command: CompleteJob, work: Work) -> None:
    """Complete; raise NotFound, NotAllowed, JobNotActive, VariableInvalid, RequestInvalid. Locks the process instance and the job."""
    work.require(Permission.WORK_JOBS)
    variables = checked_variables(command.variables)
    if command.steps is not None:
        for _, given in command.steps.elements:
            checked_variables(given)
    case, job = open_job(work, command.job_key, command.worker)
    job.complete(work.now)
    case.changes.jobs[job.key] = job
    entry_points.complete_job(
        case.execution,
        reference(job),
        variables,
        denied_reason=command.denied_reason,
        corrections=command.corrections,
        steps=command.steps,
    )
    case.save()
