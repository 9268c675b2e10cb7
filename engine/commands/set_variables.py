"""Setting variables of a running process instance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.commands.case import open_case
from engine.commands.command import Command, Work
from engine.commands.variables_in import checked_variables
from engine.errors import InvalidTransition, NotFound
from engine.identity import Permission
from engine.runtime import entry_points
from engine.store.process_instances import process_instance_of_element

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class SetVariables(Command["int | None"]):
    """Set variables in the scope of an element instance (`is_local`), or each where it is, else in the process instance.

    Returns the key of the user task whose listeners have to agree; None: they are set.
    """

    scope_key: int
    variables: Mapping[str, object]
    is_local: bool = False
    reason: str | None = None


def set_variables(command: SetVariables, work: Work) -> int | None:
    """Set; raise NotFound, NotAllowed, VariableInvalid, InvalidTransition when the scope has ended. Locks the process instance."""
    work.require(Permission.OPERATE)
    variables = checked_variables(command.variables)
    key = process_instance_of_element(work.uow.connection, command.scope_key)
    if key is None:
        raise NotFound("element instance", command.scope_key)
    case = open_case(work, key)
    scope = case.execution.rows.get(command.scope_key)
    if scope.is_final:
        raise InvalidTransition("element instance", scope.key, scope.state, "changed")
    if command.reason:
        case.record("VARIABLES_SET", {"reason": command.reason, "scopeKey": str(scope.key)})
    is_asked = entry_points.set_variables(case.execution, command.scope_key, variables, local=command.is_local)
    task = case.state.user_task(command.scope_key) if is_asked else None
    case.save()
    return None if task is None else task.key
