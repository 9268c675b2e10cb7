"""User tasks in the runtime: offered with everything evaluated, completed, withdrawn; task listeners in between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.bpmn.process_model import NOTHING, Binding, Element, ListenerEvent, UserTaskDefinition
from engine.runtime import expressions, listeners, mappings
from engine.runtime.effects import (
    HistoryType,
    IncidentType,
    JobKind,
    JobsCanceled,
    UserTaskCanceled,
    UserTaskCompleted,
    UserTaskCompleting,
    UserTaskCompletionDenied,
    UserTaskCreated,
    UserTaskOffered,
)
from engine.runtime.failures import CannotContinue

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.bpmn.process_model import Listener
    from engine.model.element_instance import ElementInstance
    from engine.runtime.execution import Execution

DEFAULT_PRIORITY = 50
_RESULT = "result"
_LISTENED = "taskListener"


def create(x: Execution, instance: ElementInstance, element: Element) -> None:
    """Offer the user task, after its listeners of the creation if it has any."""
    definition = element.user_task or UserTaskDefinition()
    created = UserTaskCreated(
        key=x.new_key(),
        element_instance_key=instance.key,
        element_id=element.id,
        name=element.name,
        assignee=expressions.optional_text(x, instance, definition.assignee, "assignee"),
        candidate_groups=expressions.texts(x, instance, definition.candidate_groups, "candidate groups"),
        candidate_users=expressions.texts(x, instance, definition.candidate_users, "candidate users"),
        due_at=expressions.instant(x, instance, definition.due_date, "due date"),
        follow_up_at=expressions.instant(x, instance, definition.follow_up_date, "follow-up date"),
        priority=_priority(x, instance, definition),
        form_id=definition.form_id,
        form_key=_form_key(x, definition),
        external_reference=expressions.optional_text(x, instance, definition.external_reference, "external form reference"),
        headers=definition.headers or NOTHING,
        is_creating=bool(_listeners(element, ListenerEvent.CREATING)),
    )
    _listen(x, instance, element, ListenerEvent.CREATING)
    x.emit(created)
    duty = element.properties.get("anumat:duty", "").strip()
    x.record(HistoryType.USER_TASK_CREATED, instance, {**_told(created), **({"duty": duty} if duty else {})})


def request_completion(x: Execution, instance: ElementInstance, element: Element, variables: Mapping[str, object]) -> None:
    """Complete the user task's element, after its listeners of the completion if it has any."""
    if _listeners(element, ListenerEvent.COMPLETING):
        instance.memo = {**(instance.memo or {}), _RESULT: dict(variables)}
        _listen(x, instance, element, ListenerEvent.COMPLETING)
        x.emit(UserTaskCompleting(instance.key))
        x.record(HistoryType.USER_TASK_COMPLETING, instance)
    else:
        _finish(x, instance, element, variables)


def listener_done(x: Execution, instance: ElementInstance, element: Element, denied_reason: str | None) -> None:
    """Go on after a task listener's job; a denial gives the user task back."""
    memo = dict(instance.memo or {})
    listened = memo.get(_LISTENED)
    if not isinstance(listened, list):
        return
    event, number = ListenerEvent(listened[0]), int(listened[1])
    if denied_reason is not None and event is ListenerEvent.COMPLETING:
        instance.memo = None
        x.emit(UserTaskCompletionDenied(instance.key, denied_reason))
        x.record(HistoryType.USER_TASK_COMPLETION_DENIED, instance, {"reason": denied_reason})
    elif _listen(x, instance, element, event, number):
        pass
    elif event is ListenerEvent.COMPLETING:
        instance.memo = None
        result = memo.get(_RESULT)
        _finish(x, instance, element, result if isinstance(result, dict) else {})
    else:
        instance.memo = None
        x.emit(UserTaskOffered(instance.key))
        x.record(HistoryType.USER_TASK_OFFERED, instance)


def cancel(x: Execution, instance: ElementInstance) -> None:
    """Withdraw the user task."""
    x.emit(UserTaskCanceled(instance.key))
    x.record(HistoryType.USER_TASK_CANCELED, instance)
    if instance.memo and _LISTENED in instance.memo:
        x.emit(JobsCanceled(instance.key))


def _told(created: UserTaskCreated) -> dict[str, object]:
    """Return what the history says of a new user task: with it the row can be rebuilt."""
    told: dict[str, object] = {
        "userTaskKey": str(created.key),
        "name": created.name,
        "assignee": created.assignee,
        "candidateGroups": list(created.candidate_groups),
        "candidateUsers": list(created.candidate_users),
        "dueAt": created.due_at and created.due_at.isoformat(),
        "followUpAt": created.follow_up_at and created.follow_up_at.isoformat(),
        "priority": created.priority,
        "formKey": None if created.form_key is None else str(created.form_key),
        "state": "CREATING" if created.is_creating else None,
    }
    return {name: value for name, value in told.items() if value is not None and value != []}


def _finish(x: Execution, instance: ElementInstance, element: Element, variables: Mapping[str, object]) -> None:
    x.emit(UserTaskCompleted(instance.key))
    x.record(HistoryType.USER_TASK_COMPLETED, instance)
    mappings.take_result(x, instance, element, variables)
    x.complete(instance)


def _listen(x: Execution, instance: ElementInstance, element: Element, event: ListenerEvent, done: int = 0) -> bool:
    """Create the job of the next listener of an event; False when all of them are done."""
    waiting = _listeners(element, event)[done:]
    if not waiting:
        return False
    listeners.create_job(x, instance, waiting[0], JobKind.TASK_LISTENER)
    instance.memo = {**(instance.memo or {}), _LISTENED: [event.value, done + 1]}
    return True


def _listeners(element: Element, event: ListenerEvent) -> list[Listener]:
    return [listener for listener in element.listeners if listener.event is event]


def _priority(x: Execution, instance: ElementInstance, definition: UserTaskDefinition) -> int:
    if definition.priority is None:
        return DEFAULT_PRIORITY
    return min(expressions.whole_number(x, instance, definition.priority, "priority"), 100)


def _form_key(x: Execution, definition: UserTaskDefinition) -> int | None:
    if definition.form_id is None:
        return None
    binding = definition.form_binding or Binding()
    key = x.resources.form_key(definition.form_id, binding, x.process_instance.process_definition_key)
    if key is None:
        raise CannotContinue(IncidentType.FORM_NOT_FOUND, f"There is no form {definition.form_id!r}; deploy it.")
    return key
