"""Evaluating the conditional start events of processes over given variables: each that holds starts an instance."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engine.commands.command import Command, Work
from engine.commands.meet import reach_or_start
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
    """An instance that a condition started, or that had begun with another event and needed the condition too."""

    process_definition_key: int
    process_instance_key: int


def evaluate_conditions(command: EvaluateConditions, work: Work) -> tuple[StartedByCondition, ...]:
    """Evaluate and start (BPMN 2.0 §10.5.2); raise NotAllowed, VariableInvalid, NotFound when that definition has no such event."""
    work.require(Permission.START_ANY_PROCESS)
    variables = checked_variables(command.variables)
    rows = condition_starts(work.uow.connection, command.process_definition_key)
    if command.process_definition_key is not None and not rows:
        raise NotFound("newest process definition with a conditional start event", command.process_definition_key)
    reached: dict[tuple[int, str], int] = {}
    held = {
        key: starts_that_hold(work.resources.model(key), variables, work.evaluation())
        for key in dict.fromkeys(row.process_definition_key for row in rows)
    }
    for row in rows:
        start = (row.process_definition_key, row.element_id)
        # Once one condition of a start event took effect its instance evaluates the others itself, over the same variables.
        if start not in reached and (row.element_id, row.event_index) in held[row.process_definition_key]:
            instance_key = reach_or_start(work, row, variables)
            if instance_key is not None:
                reached[start] = instance_key
    return tuple(StartedByCondition(key, instance_key) for (key, _), instance_key in reached.items())
