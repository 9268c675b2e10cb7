"""Claiming a user task: somebody it is offered to takes it."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass

from engine.commands.command import Command, Work
from engine.commands.user_task_listeners import listeners_decide
from engine.commands.user_task_rights import open_user_task, require_candidate, require_separate_duties


@dataclass(frozen=True, slots=True)
class ClaimUserTask(Command[None]):
    """Give the user task to the actor."""

    user_task_key: int


def claim_user_task(command: ClaimUserTask, work: Work) -> None:
    """Claim; raise NotFound, NotAllowed, SeparationOfDuties, UserTaskNotActive. Locks the process instance."""
    case, task = open_user_task(work, command.user_task_key)
    require_candidate(case, task)
    case.require_running()
    before = copy(task)
    task.claim(work.actor.user_name, work.now)
    require_separate_duties(case, task, work.actor.user_name, work.actor.on_behalf_of)
    if listeners_decide(case, task, before, "claim"):
        return
    case.changes.user_tasks[task.element_instance_key] = task
    case.record(
        "USER_TASK_CLAIMED",
        {"userTaskKey": str(task.key)},
        element_id=task.element_id,
        element_instance_key=task.element_instance_key,
    )
    case.save()
