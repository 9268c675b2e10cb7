"""Modifying a running process instance: tokens put in, moved and taken out by an operator, all at once."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from engine.commands.case import Case, open_case
from engine.commands.command import Command, Work
from engine.commands.reasons import reason_of
from engine.commands.variables_in import checked_variables
from engine.errors import InvalidTransition, NotFound, RequestInvalid
from engine.identity import Permission
from engine.runtime import modification
from engine.store.element_instances import living_instances_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from engine.model.element_instance import ElementInstance


@dataclass(frozen=True, slots=True)
class ScopedVariables:
    """Variables for the activated element's own scope or one around it, by element id; None: the process instance."""

    variables: Mapping[str, object]
    scope_id: str | None = None


@dataclass(frozen=True, slots=True)
class Activation:
    """Activate an element, in the scope with the key if given; scopes on the way are entered where none lives."""

    element_id: str
    variables: tuple[ScopedVariables, ...] = ()
    ancestor_key: int | None = None


@dataclass(frozen=True, slots=True)
class Termination:
    """Terminate one element instance, or all that live of an element."""

    element_instance_key: int | None = None
    element_id: str | None = None


class MoveScope(StrEnum):
    """In which scope the target is activated; the values are the REST API's."""

    DIRECT = "direct"
    """In the scope with the given key, else in the one that lives."""
    INFERRED = "inferred"
    """In the innermost scope around the source that the target lives in."""
    SOURCE_PARENT = "sourceParent"


@dataclass(frozen=True, slots=True)
class Move:
    """Terminate one element instance, or all of an element, and activate another element for each."""

    target_element_id: str
    source_element_id: str | None = None
    source_key: int | None = None
    scope: MoveScope = MoveScope.DIRECT
    ancestor_key: int | None = None
    variables: tuple[ScopedVariables, ...] = ()


@dataclass(frozen=True, slots=True)
class ModifyInstance(Command[None]):
    """Terminate, move and activate, in this order and in one transaction."""

    process_instance_key: int
    activations: tuple[Activation, ...] = ()
    terminations: tuple[Termination, ...] = ()
    moves: tuple[Move, ...] = ()
    reason: str | None = None


def modify_instance(command: ModifyInstance, work: Work) -> None:
    """Modify; raise NotFound, NotAllowed, RequestInvalid, InvalidTransition when it has ended. Locks the process instance.

    A suspended process instance takes the new steps when it is resumed.
    """
    work.require(Permission.OPERATE)
    reason = reason_of(work, command.reason)
    if not (command.activations or command.terminations or command.moves):
        raise RequestInvalid("Say what to activate, to move or to terminate.", "activateInstructions")
    case = open_case(work, command.process_instance_key)
    instance = case.process_instance
    if instance.ended_at is not None:
        raise InvalidTransition("process instance", instance.key, instance.state, "modified")
    activated: list[ElementInstance] = []
    for termination in command.terminations:
        for found in _meant(case, termination.element_instance_key, termination.element_id):
            case.execution.terminate(found)
    for move in command.moves:
        activated += _move(case, move)
    for activation in command.activations:
        scope = _scope(case, activation.ancestor_key)
        activated.append(_activate(case, activation.element_id, scope, activation.variables))
    keys = [str(instance.key) for instance in activated]
    case.record("PROCESS_INSTANCE_MODIFIED", {"reason": reason, "activatedKeys": keys, **_plan(command)})
    case.save()


def _move(case: Case, move: Move) -> Iterator[ElementInstance]:
    x = case.execution
    for source in _meant(case, move.source_key, move.source_element_id):
        match move.scope:
            case MoveScope.DIRECT:
                scope = _scope(case, move.ancestor_key)
            case MoveScope.INFERRED:
                scope = modification.scope_around(x, source, move.target_element_id)
            case MoveScope.SOURCE_PARENT:
                scope = x.scope_of(source) or source
        x.terminate(source)
        yield _activate(case, move.target_element_id, scope, move.variables)


def _activate(case: Case, element_id: str, scope: ElementInstance, variables: Sequence[ScopedVariables]) -> ElementInstance:
    created = modification.activate(case.execution, element_id, scope, {})
    for scoped in variables:
        modification.set_in_scope(case.execution, created, scoped.scope_id, checked_variables(scoped.variables))
    return created


def _scope(case: Case, key: int | None) -> ElementInstance:
    return _living(case, case.process_instance.key if key is None else key)


def _meant(case: Case, key: int | None, element_id: str | None) -> list[ElementInstance]:
    """Return the element instances that an instruction is about; raise RequestInvalid when there are none."""
    if key is not None:
        return [_living(case, key)]
    if element_id is None or element_id not in case.execution.model.elements:
        raise RequestInvalid(f"The process has no element {element_id!r}.", "elementId")
    keys = living_instances_of(case.work.uow.connection, case.process_instance.key, element_id)
    if not keys:
        raise RequestInvalid(f"Nothing is active at {element_id!r}.", "elementId")
    return [case.execution.rows.get(key) for key in keys]


def _living(case: Case, key: int) -> ElementInstance:
    found = case.execution.rows.find(key)
    if found is None or found.process_instance_key != case.process_instance.key:
        raise NotFound("element instance", key)
    if found.is_final:
        raise InvalidTransition("element instance", key, found.state, "modified")
    return found


def _plan(command: ModifyInstance) -> dict[str, object]:
    """Return the instructions as the history keeps them; variables have events of their own."""
    return {
        "activate": [{"elementId": item.element_id, "ancestorKey": _key(item.ancestor_key)} for item in command.activations],
        "terminate": [
            {"elementId": t.element_id, "elementInstanceKey": _key(t.element_instance_key)} for t in command.terminations
        ],
        "move": [
            {"sourceElementId": m.source_element_id, "sourceKey": _key(m.source_key), "targetElementId": m.target_element_id}
            for m in command.moves
        ],
    }


def _key(key: int | None) -> str | None:
    return None if key is None else str(key)
