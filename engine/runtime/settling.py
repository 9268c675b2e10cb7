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
        _settle_rest(x, scope, join, tokens, waiting_for_rest[0])
        return
    count = sum(token.count for token in tokens.values())
    condition = join.activation_condition
    starts = count > 0 if condition is None else expressions.condition(x, scope, condition, {"activationCount": count})
    if starts:
        gateway = x.create(join, scope)
        gateway.memo = {RECEIVED: list(tokens)}
        _consume(x, scope, tokens.values())


def _settle_rest(
    x: Execution, scope: ElementInstance, join: Element, tokens: dict[str, WaitingToken], gateway: ElementInstance
) -> None:
    if gateway.state is not ElementInstanceState.ACTIVE:
        return
    received = set((gateway.memo or {}).get(RECEIVED) or ())  # type: ignore[call-overload]
    awaited = set(join.incoming) - received
    arrived = awaited & set(tokens)
    if none_can_come(x, scope, join, arrived, awaited - arrived):
        _consume(x, scope, (tokens[flow_id] for flow_id in arrived))
        x.complete(gateway)


def _consume(x: Execution, scope: ElementInstance, tokens: Iterable[WaitingToken]) -> None:
    for token in tokens:
        x.rows.consume(scope, token)
