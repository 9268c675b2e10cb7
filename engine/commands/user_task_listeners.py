"""Changes of user tasks that task listeners have a say in: asked for, and made when all listeners have agreed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.bpmn.process_model import ListenerEvent
from engine.runtime import entry_points

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.commands.case import Case
    from engine.model.user_task import UserTask


def listeners_decide(case: Case, task: UserTask, before: UserTask, action: str) -> bool:
    """Ask the listeners of the assignment, if there are any, and save the case; else leave everything to the caller.

    `task` has been given to its new assignee, which checked that it may be; it stays as it was in `before` meanwhile.
    """
    listeners = case.execution.model.elements[task.element_id].listeners
    if not any(listener.event is ListenerEvent.ASSIGNING for listener in listeners):
        return False
    attributes = {"assignee": task.assignee}
    task.wait_for_assignment(before.assignee, before.claimed_at)
    return ask(case, task, ListenerEvent.ASSIGNING, attributes, action)


def ask(case: Case, task: UserTask, event: ListenerEvent, attributes: Mapping[str, object], action: str) -> bool:
    """Ask the listeners and save the case; tell whether there are any."""
    case.changes.user_tasks[task.element_instance_key] = task
    is_asked = entry_points.change_user_task(case.execution, task.element_instance_key, event, attributes, action=action)
    if is_asked:
        case.save()
    return is_asked
