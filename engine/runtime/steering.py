"""What an operator or a continuation does to a process instance as a whole, and to its tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.runtime import (
    modification,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.runtime.execution import Execution


def continue_instance(execution: Execution) -> None:
    """Take the steps that a used-up step budget left owed."""
    execution.take_up_owed()


def resume_instance(execution: Execution) -> None:
    """Let a suspended process instance move again: steps that are owed, and conditions whose variables changed meanwhile."""
    execution.process_instance.resume()
    execution.variables.changed |= execution.facts.condition_changes
    execution.take_up_owed()


def terminate(execution: Execution) -> None:
    """Cancel the process instance with everything in it, also while it is suspended."""
    if execution.process_instance.is_suspended:
        execution.process_instance.resume()
    execution.terminate(execution.rows.get(execution.process_instance.key))


def set_variables(execution: Execution, scope_key: int, variables: Mapping[str, object], *, local: bool) -> None:
    """Set variables in the scope itself (`local`), or each in the nearest scope that has it, else in the process."""
    scope = execution.rows.alive(scope_key)
    write = execution.variables.set_local if local else execution.variables.propagate
    write(scope, variables)


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


def terminate_element(execution: Execution, element_instance_key: int) -> None:
    """Terminate one element instance with everything in it (modification)."""
    execution.terminate(execution.rows.alive(element_instance_key))
