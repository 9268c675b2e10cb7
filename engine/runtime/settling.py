"""Joins that look at all tokens of their scope, inclusive and complex ones: checked when nothing else moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.bpmn.process_model import Element, ElementType
from engine.model.element_instance import ElementInstance, ElementInstanceState
from engine.runtime import expressions, incidents
from engine.runtime.failures import CannotContinue
from engine.runtime.joins import none_can_come

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.model.waiting_token import WaitingToken
    from engine.runtime.execution import Execution

RECEIVED = "received"
"""In the memo of a complex gateway's instance: the flows whose tokens made it start."""


def settle(x: Execution, scope: ElementInstance) -> None:
    """Start the joins of a scope that need not wait any longer."""
    if scope.state is not ElementInstanceState.ACTIVE or scope.element_type is ElementType.MULTI_INSTANCE_BODY:
        return
    for join in x.facts.settling_joins(scope.element_id):
        tokens = x.rows.waiting(scope.key, join.id)
        try:
            if join.type is ElementType.COMPLEX_GATEWAY:
                _settle_complex(x, scope, join, tokens)
            elif tokens:
                _settle_inclusive(x, scope, join, tokens)
        except CannotContinue as failure:
            incidents.hold(x, scope, failure)


def look_again(x: Execution) -> None:
    """Have the activation conditions evaluated again that wait with a token and read a variable that has changed (BPMN 2.0 §13.4.5)."""
    changed = {name for name, _ in x.variables.changed}
    joins = {join_id for join_id, names in x.facts.activations_over_data.items() if not names.isdisjoint(changed)}
    for scope_key in x.rows.scopes_with_tokens_at(joins) if joins else ():
        x.settle_later(x.rows.get(scope_key))


def _settle_inclusive(x: Execution, scope: ElementInstance, join: Element, tokens: dict[str, WaitingToken]) -> None:
    """Start an inclusive join to whose empty flows no token can come (BPMN 2.0 §13.4.3)."""
    occupied = set(tokens)
    if none_can_come(x, scope, join, occupied, set(join.incoming) - occupied):
        x.create(join, scope)
        _consume(x, scope, tokens.values())


def _settle_complex(x: Execution, scope: ElementInstance, join: Element, tokens: dict[str, WaitingToken]) -> None:
    """Start a complex gateway whose activation condition holds, or end its waiting for the rest (BPMN 2.0 §13.4.5)."""
    waiting_for_rest = x.rows.active_instances(scope.key, join.id)
    if waiting_for_rest:
        gateway = waiting_for_rest[0]
        if gateway.state is ElementInstanceState.ACTIVE and rest_has_come(x, scope, join, gateway):
            x.complete(gateway)
        return
    if tokens and _activates(x, scope, join, tokens):
        gateway = x.create(join, scope)
        gateway.memo = {RECEIVED: list(tokens)}
        _consume(x, scope, tokens.values())


def _activates(x: Execution, scope: ElementInstance, join: Element, tokens: dict[str, WaitingToken]) -> bool:
    """Evaluate the activation condition, which reads how many tokens there are in all and on each incoming flow, by its id."""
    if join.activation_condition is None:
        return True
    counts = {flow_id: tokens[flow_id].count if flow_id in tokens else 0 for flow_id in join.incoming}
    return expressions.condition(x, scope, join.activation_condition, {**counts, "activationCount": sum(counts.values())})


def rest_has_come(x: Execution, scope: ElementInstance, join: Element, gateway: ElementInstance) -> bool:
    """Take the tokens for which a started complex gateway waited, if no other can come; tell whether it is reset so.

    A token that can as well come by a flow that has given its token already is not waited for.
    """
    received = set((gateway.memo or {}).get(RECEIVED) or ())  # type: ignore[call-overload]
    tokens = x.rows.waiting(scope.key, join.id)
    awaited = set(join.incoming) - received
    arrived = awaited & set(tokens)
    if not none_can_come(x, scope, join, arrived | received, awaited - arrived):
        return False
    _consume(x, scope, (tokens[flow_id] for flow_id in arrived))
    return True


def _consume(x: Execution, scope: ElementInstance, tokens: Iterable[WaitingToken]) -> None:
    for token in tokens:
        x.rows.consume(scope, token)
