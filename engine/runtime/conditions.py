"""Conditional events: after every step that wrote variables, the conditions that read them are evaluated again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.bpmn.process_model import ConditionalDefinition
from engine.runtime import expressions, triggers
from engine.runtime.effects import HistoryType
from engine.runtime.failures import CannotContinue

if TYPE_CHECKING:
    from engine.model.element_instance import ElementInstance
    from engine.runtime.execution import Execution
    from engine.runtime.ports import ConditionSubscription


def evaluate(x: Execution) -> None:
    """Let every conditional event occur whose condition has become true (BPMN 2.0 §10.5.5)."""
    changed, x.variables.changed = x.variables.changed, set()
    x.waits.has_new_conditions = False
    if not x.facts.has_conditions:
        return
    for row in x.waits.conditions():
        if not x.waits.is_open(row):
            continue  # what occurred before it has interrupted the scope
        host = x.rows.find(row.element_instance_key)
        event = x.model.elements[row.element_id]
        definition = event.events[row.event_index]
        if host is None or not triggers.is_waiting(host) or not isinstance(definition, ConditionalDefinition):
            continue
        if row.is_true is None or not changed.isdisjoint(definition.changes):
            _evaluate_one(x, row, host, definition)


def _evaluate_one(x: Execution, row: ConditionSubscription, host: ElementInstance, definition: ConditionalDefinition) -> None:
    try:
        holds = expressions.evaluate(x, host, definition.condition) is True
    except CannotContinue:
        holds = False
    if holds != row.is_true:
        x.waits.condition_changed(row, is_true=holds)
    if holds and not row.is_true:
        x.record(HistoryType.CONDITION_MET, host, {"eventId": row.element_id})
        triggers.occur(x, host, x.model.elements[row.element_id], {}, row.event_index)
