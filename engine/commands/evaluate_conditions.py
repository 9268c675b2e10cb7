"""Evaluating the conditional start events of processes over given variables: each that holds starts an instance."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engine.commands.beginnings import Beginning, begin
from engine.commands.command import Command, Work
from engine.commands.variables_in import checked_variables
from engine.errors import NotFound
from engine.identity import Permission
from engine.runtime.starting import starts_that_hold
from engine.store.messages import condition_starts

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class EvaluateConditions(Command["tuple[StartedByCondition, ...]"]):
    """Evaluate the conditional start events of the newest version of every process, or of one definition."""

    variables: Mapping[str, object] = field(default_factory=dict)
    process_definition_key: int | None = None


@dataclass(frozen=True, slots=True)
class StartedByCondition:
    """An instance that a condition started."""

    process_definition_key: int
    process_instance_key: int


def evaluate_conditions(command: EvaluateConditions, work: Work) -> tuple[StartedByCondition, ...]:
    """Evaluate and start (BPMN 2.0 §10.5.2); raise NotAllowed, VariableInvalid, NotFound when that definition has no such event."""
    work.require(Permission.START_ANY_PROCESS)
    variables = checked_variables(command.variables)
    keys = condition_starts(work.uow.connection, command.process_definition_key)
    if command.process_definition_key is not None and not keys:
        raise NotFound("newest process definition with a conditional start event", command.process_definition_key)
    started: list[StartedByCondition] = []
    for key in keys:
        definition = work.resources.definition(key)
        for start_id in starts_that_hold(work.resources.model(key), variables, work.evaluation()):
            case = begin(work, definition, Beginning(variables, start_event_id=start_id))
            case.save()
            started.append(StartedByCondition(key, case.process_instance.key))
    return tuple(started)
