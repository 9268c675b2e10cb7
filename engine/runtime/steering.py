"""What an operator or a continuation does to a process instance as a whole, and to its tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.bpmn.process_model import ElementType, ListenerEvent
from engine.errors import NotFound
from engine.runtime import (
    ad_hoc_leading,
    lifecycle,
    modification,
    task_listeners,
    undone_calls,
    user_tasks,
)
from engine.runtime.task_listeners import Change

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.runtime.ad_hoc_leading import NextSteps
    from engine.runtime.execution import Execution


def continue_instance(execution: Execution) -> None:
    """Take the steps that a used-up step budget left owed."""
    execution.take_up_owed()


def resume_instance(execution: Execution) -> None:
    """Let a suspended process instance move again: steps that are owed, and conditions whose variables changed meanwhile."""
    execution.process_instance.resume()
    execution.variables.changed |= execution.facts.condition_changes
    execution.take_up_owed()


def terminate(execution: Execution, *, is_undone: bool = False) -> None:
    """Cancel the process instance with everything in it, also while it is suspended; `is_undone`: a canceled transaction does."""
    if execution.process_instance.is_suspended:
        execution.process_instance.resume()
    process = execution.rows.get(execution.process_instance.key)
    if is_undone:
        process.memo = {**(process.memo or {}), undone_calls.TO_BE_UNDONE: True}
    execution.terminate(process)


def set_variables(execution: Execution, scope_key: int, variables: Mapping[str, object], *, local: bool) -> bool:
    """Set variables in the scope itself (`local`), or each in the nearest scope that has it, else in the process.

    Those of a user task are set when its listeners of the update have agreed; tells whether they have to.
    """
    scope = execution.rows.alive(scope_key)
    if scope.element_type is ElementType.USER_TASK and task_listeners.has(execution.element(scope), ListenerEvent.UPDATING):
        change = Change(ListenerEvent.UPDATING, "update", payload={"variables": dict(variables), "local": local})
        user_tasks.request(execution, scope, change)
        return True
    write = execution.variables.set_local if local else execution.variables.propagate
    write(scope, variables)
    return False


def activate_element(
    execution: Execution,
    element_id: str,
    *,
    scope_key: int | None = None,
    variables: Mapping[str, object],
) -> None:
    """Activate an element of the diagram in a given scope (modification, ad-hoc activation); scopes that are missing are entered."""
    scope = execution.rows.alive(execution.process_instance.key if scope_key is None else scope_key)
    modification.activate(execution, element_id, scope, variables)


def activate_in_ad_hoc(execution: Execution, element_instance_key: int, steps: NextSteps) -> None:
    """Activate elements of a running ad-hoc sub-process; raise NotFound when it is none, InvalidTransition, RequestInvalid."""
    scope = execution.rows.find(element_instance_key)
    if scope is None or scope.element_type is not ElementType.AD_HOC_SUB_PROCESS:
        raise NotFound("ad-hoc sub-process instance", element_instance_key)
    scope = execution.rows.active(element_instance_key)
    ad_hoc_leading.activate_more(execution, scope, execution.element(scope), steps)


def terminate_element(execution: Execution, element_instance_key: int) -> None:
    """Terminate one element instance with everything in it (modification)."""
    instance = execution.rows.alive(element_instance_key)
    if execution.element(instance).listeners:
        instance.memo = {**(instance.memo or {}), lifecycle.BY_OPERATOR: True}
    execution.terminate(instance)
