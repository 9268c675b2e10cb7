"""Assigning and unassigning a user task: an operator or its assignee decides who has it."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.commands.command import Command, Work
from engine.commands.user_task_listeners import listeners_decide
from engine.commands.user_task_rights import is_candidate, open_user_task, require_separate_duties
from engine.errors import NotAllowed, UserTaskNotActive
from engine.identity import Permission

if TYPE_CHECKING:
    from engine.commands.case import Case
    from engine.model.user_task import UserTask


@dataclass(frozen=True, slots=True)
class AssignUserTask(Command[bool]):
    """Give the user task to `assignee`; without `allow_override` only when nobody has it; tells whether listeners have to agree."""

    user_task_key: int
    assignee: str
    allow_override: bool = True
    reason: str | None = None
    action: str | None = None


@dataclass(frozen=True, slots=True)
class UnassignUserTask(Command[bool]):
    """Give the user task back to its candidates; tells whether listeners have to agree."""

    user_task_key: int
    reason: str | None = None


def assign_user_task(command: AssignUserTask, work: Work) -> bool:
    """Assign; raise NotFound, NotAllowed, SeparationOfDuties, UserTaskNotActive. Locks the process instance."""
    case, task = open_user_task(work, command.user_task_key)
    _require_assigner(case, task, command.assignee)
    if task.assignee not in {None, command.assignee} and not command.allow_override:
        raise UserTaskNotActive(task.key, f"assigned to {task.assignee}", f"assigned to {command.assignee}")
    before = copy(task)
    task.assign(command.assignee, work.now)
    require_separate_duties(case, task, command.assignee)
    if listeners_decide(case, task, before, command.action or "assign"):
        return True
    _save(case, task, "USER_TASK_ASSIGNED", before.assignee, command.reason)
    return False


def unassign_user_task(command: UnassignUserTask, work: Work) -> bool:
    """Unassign; raise NotFound, NotAllowed, UserTaskNotActive. Locks the process instance."""
    case, task = open_user_task(work, command.user_task_key)
    if task.assignee != work.actor.user_name:
        work.require(Permission.ASSIGN_USER_TASKS)
    before = copy(task)
    task.assign(None, work.now)
    if listeners_decide(case, task, before, "unassign"):
        return True
    _save(case, task, "USER_TASK_UNASSIGNED", before.assignee, command.reason)
    return False


def _require_assigner(case: Case, task: UserTask, assignee: str) -> None:
    actor = case.work.actor
    takes_itself = assignee == actor.user_name and task.assignee in {None, assignee} and is_candidate(actor, task)
    if actor.may(Permission.ASSIGN_USER_TASKS):
        return
    if not takes_itself:
        raise NotAllowed("Only whoever assigns user tasks may give this one to somebody.", code="assign")
    case.require_running()


def _save(case: Case, task: UserTask, event_type: str, before: str | None, reason: str | None) -> None:
    case.changes.user_tasks[task.element_instance_key] = task
    payload: dict[str, object] = {"userTaskKey": str(task.key), "before": before, "after": task.assignee}
    if reason:
        payload["reason"] = reason
    case.record(event_type, payload, element_id=task.element_id, element_instance_key=task.element_instance_key)
    case.save()
