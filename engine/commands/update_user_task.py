"""Updating a user task: its candidates, dates and priority."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.bpmn.process_model import ListenerEvent
from engine.commands.command import Command, Work
from engine.commands.user_task_listeners import ask
from engine.commands.user_task_rights import open_user_task
from engine.errors import RequestInvalid
from engine.identity import Permission
from engine.model.user_task import CHANGEABLE, UserTaskChanges
from engine.store.user_tasks import replace_candidates


@dataclass(frozen=True, slots=True)
class UpdateUserTask(Command[bool]):
    """Set candidate_groups, candidate_users, due_at, follow_up_at, priority as named; tells whether listeners have to agree."""

    user_task_key: int
    changes: dict[str, object]
    action: str | None = None


def update_user_task(command: UpdateUserTask, work: Work) -> bool:
    """Update; raise NotFound, NotAllowed, RequestInvalid, UserTaskNotActive. Locks the process instance."""
    unknown = set(command.changes) - CHANGEABLE
    if unknown:
        raise RequestInvalid(f"A user task's {', '.join(sorted(unknown))} cannot be updated.", sorted(unknown)[0])
    case, task = open_user_task(work, command.user_task_key)
    work.require(Permission.ASSIGN_USER_TASKS)
    task.require_active("updated")
    if ask(case, task, ListenerEvent.UPDATING, UserTaskChanges(dict(command.changes)).given, command.action or "update"):
        return True
    before = {name: _json(getattr(task, name)) for name in command.changes}
    task.update(UserTaskChanges(dict(command.changes)))
    case.changes.user_tasks[task.element_instance_key] = task
    if command.changes.keys() & {"candidate_groups", "candidate_users"}:
        replace_candidates(work.uow.connection, task)
    case.record(
        "USER_TASK_UPDATED",
        {
            "userTaskKey": str(task.key),
            "before": before,
            "after": {name: _json(value) for name, value in command.changes.items()},
        },
        element_id=task.element_id,
        element_instance_key=task.element_instance_key,
    )
    case.save()
    return False


def _json(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
