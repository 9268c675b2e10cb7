"""User tasks in the runtime: offered with everything evaluated, completed, withdrawn; task listeners in between."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from engine.bpmn.process_model import NOTHING, Binding, Element, ListenerEvent, UserTaskDefinition
from engine.runtime import expressions, incidents, mappings, task_listeners
from engine.runtime.effects import (
    HistoryType,
    IncidentType,
    UserTaskCanceled,
    UserTaskChanged,
    UserTaskChangeDenied,
    UserTaskCompleted,
    UserTaskCreated,
    UserTaskHeld,
    UserTaskOffered,
)
from engine.runtime.failures import CannotContinue
from engine.runtime.ports import UserTaskFacts
from engine.runtime.task_listeners import Change

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.model.element_instance import ElementInstance
    from engine.runtime.execution import Execution

DEFAULT_PRIORITY = 50
_HOLDS = {
    ListenerEvent.ASSIGNING: HistoryType.USER_TASK_ASSIGNING,
    ListenerEvent.UPDATING: HistoryType.USER_TASK_UPDATING,
    ListenerEvent.COMPLETING: HistoryType.USER_TASK_COMPLETING,
    ListenerEvent.CANCELING: HistoryType.USER_TASK_CANCELING,
}


def create(x: Execution, instance: ElementInstance, element: Element) -> None:
    """Offer the user task, after its listeners of the creation and of the assignment that the diagram asks for."""
    created = _evaluated(x, instance, element)
    is_creating = task_listeners.has(element, ListenerEvent.CREATING)
    is_assigned_later = created.assignee is not None and task_listeners.has(element, ListenerEvent.ASSIGNING)
    asked: dict[str, object] = {"assignee": created.assignee} if is_assigned_later or is_creating else {}
    if is_assigned_later:
        created = replace(created, assignee=None)
    facts = _facts(created)
    if is_creating:
        created = replace(created, is_creating=True)
        task_listeners.begin(x, instance, Change(ListenerEvent.CREATING, "create", asked), facts)
    assignment = Change(ListenerEvent.ASSIGNING, "assign", asked)
    if is_assigned_later and not is_creating:
        task_listeners.begin(x, instance, assignment, facts)
    x.emit(created)
    duty = element.properties.get("anumat:duty", "").strip()
    x.record(HistoryType.USER_TASK_CREATED, instance, {**_told(created), **({"duty": duty} if duty else {})})
    if is_assigned_later and not is_creating:
        _hold(x, instance, assignment)


def request(x: Execution, instance: ElementInstance, change: Change) -> None:
    """Do what is asked of the user task once its listeners of the event are done, at once when it has none."""
    if not task_listeners.has(x.element(instance), change.event):
        _finish(x, instance, change)
        return
    try:
        task_listeners.begin(x, instance, change)
    except CannotContinue as failure:
        task_listeners.remember(instance, change)
        incidents.hold(x, instance, failure)
    _hold(x, instance, change)


def listener_done(
    x: Execution, instance: ElementInstance, corrections: Mapping[str, object], denied_reason: str | None
) -> None:
    """Go on after a task listener's job; a denial gives the user task back as it was. Raises RequestInvalid."""
    try:
        change = task_listeners.answered(x, instance, corrections, denied=denied_reason is not None)
    except CannotContinue as failure:
        incidents.hold(x, instance, failure)
        return
    if change is None:
        return
    if denied_reason is None:
        _finish(x, instance, change)
        return
    task_listeners.forget(instance)
    x.emit(UserTaskChangeDenied(instance.key, denied_reason))
    x.record(HistoryType.USER_TASK_CHANGE_DENIED, instance, {"listener": change.event.value, "reason": denied_reason})


def resume(x: Execution, instance: ElementInstance) -> None:
    """Go on with the listeners after an incident; raise CannotContinue."""
    change = task_listeners.go_on(x, instance)
    if change is not None:
        _finish(x, instance, change)


def holds_its_end(x: Execution, instance: ElementInstance, element: Element) -> bool:
    """Return whether listeners of the cancelation have to be done before the user task ends; raise CannotContinue."""
    if not task_listeners.has(element, ListenerEvent.CANCELING):
        return False
    change = task_listeners.pending(instance)
    if change is not None and change.event is ListenerEvent.CANCELING:
        return task_listeners.go_on(x, instance) is None
    facts = x.rows.reader.user_task(instance.key)
    if facts is None:
        return False
    incidents.drop(x, instance)
    task_listeners.withdraw(x, instance)
    cancelation = Change(ListenerEvent.CANCELING, "cancel")
    task_listeners.remember(instance, cancelation)
    _hold(x, instance, cancelation)
    return task_listeners.go_on(x, instance) is None


def cancel(x: Execution, instance: ElementInstance) -> None:
    """Withdraw the user task."""
    change = task_listeners.pending(instance)
    if change is not None and change.corrections:
        _apply(x, instance, change.corrections)
    x.emit(UserTaskCanceled(instance.key))
    x.record(HistoryType.USER_TASK_CANCELED, instance)
    task_listeners.withdraw(x, instance)


def _evaluated(x: Execution, instance: ElementInstance, element: Element) -> UserTaskCreated:
    definition = element.user_task or UserTaskDefinition()
    return UserTaskCreated(
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
    )


def _facts(created: UserTaskCreated) -> UserTaskFacts:
    return UserTaskFacts(
        created.key,
        created.assignee,
        created.candidate_groups,
        created.candidate_users,
        created.due_at,
        created.follow_up_at,
        created.priority,
        created.form_key,
        created.headers,
    )


def _hold(x: Execution, instance: ElementInstance, change: Change) -> None:
    x.emit(UserTaskHeld(instance.key, change.event.word))
    told: dict[str, object] = (
        {"action": change.action, "asked": dict(change.asked)} if change.asked else {"action": change.action}
    )
    x.record(_HOLDS[change.event], instance, told)


def _finish(x: Execution, instance: ElementInstance, change: Change) -> None:
    """Do what was asked, all listeners having agreed; a user task that was only created may have to be assigned next."""
    task_listeners.forget(instance)
    match change.event:
        case ListenerEvent.COMPLETING:
            _apply(x, instance, change.corrections)
            _complete(x, instance, change.payload)
        case ListenerEvent.CREATING:
            _apply(x, instance, change.corrections)
            _offer(x, instance)
            if change.asked.get("assignee") and task_listeners.has(x.element(instance), ListenerEvent.ASSIGNING):
                request(x, instance, Change(ListenerEvent.ASSIGNING, "assign", dict(change.asked)))
        case ListenerEvent.CANCELING:
            task_listeners.remember(instance, change)
            x.enqueue(instance)
        case _:
            _apply(x, instance, change.attributes)
            _set_variables(x, instance, change.payload)
            _offer(x, instance)


def _apply(x: Execution, instance: ElementInstance, attributes: Mapping[str, object]) -> None:
    facts = x.rows.reader.user_task(instance.key) if attributes else None
    if facts is None:
        return
    x.emit(UserTaskChanged(instance.key, task_listeners.as_values(attributes)))
    key, after = {"userTaskKey": str(facts.key)}, dict(attributes)
    if "assignee" in after:
        told = {**key, "before": facts.assignee, "after": after.pop("assignee")}
        x.record(HistoryType.USER_TASK_ASSIGNED, instance, told)
    if after:
        x.record(HistoryType.USER_TASK_UPDATED, instance, {**key, "before": task_listeners.known(facts, after), "after": after})


def _offer(x: Execution, instance: ElementInstance) -> None:
    x.emit(UserTaskOffered(instance.key))
    x.record(HistoryType.USER_TASK_OFFERED, instance)


def _complete(x: Execution, instance: ElementInstance, variables: Mapping[str, object]) -> None:
    x.emit(UserTaskCompleted(instance.key))
    x.record(HistoryType.USER_TASK_COMPLETED, instance)
    mappings.take_result(x, instance, x.element(instance), variables)
    x.complete(instance)


def _set_variables(x: Execution, instance: ElementInstance, payload: Mapping[str, object]) -> None:
    variables = payload.get("variables")
    if isinstance(variables, dict):
        write = x.variables.set_local if payload.get("local") else x.variables.propagate
        write(instance, variables)


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
