"""What follows in a diagram: walking the sequence flows of a process model without running anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import feel

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from engine.commands import Element, ProcessModel

WAITING = frozenset(
    {
        "USER_TASK",
        "SUB_PROCESS",
        "TRANSACTION",
        "AD_HOC_SUB_PROCESS",
        "CALL_ACTIVITY",
        "RECEIVE_TASK",
        "INTERMEDIATE_CATCH_EVENT",
        "EVENT_BASED_GATEWAY",
    }
)
"""Where a case stays for a while."""
WORKING = frozenset({"SERVICE_TASK", "SCRIPT_TASK", "BUSINESS_RULE_TASK"})
"""What changes variables, so that conditions behind it cannot be foreseen."""
LONGEST_WALK = 300


class NotForeseeable(Exception):  # noqa: N818 (an error is named by the fact it states)
    """Which way the case takes depends on what is not known yet."""


def outputs_of(element: Element, seen: Mapping[str, object], now: datetime) -> dict[str, object]:
    """Return the variables as they are after an activity whose result `seen` already holds (its output mappings)."""
    values = dict(seen)
    for mapping in element.outputs:
        expression = mapping.source.expression
        if expression is not None and len(mapping.target) == 1:
            values[mapping.target[0]] = feel.to_json(expression.evaluate(seen, feel.Evaluation(now=lambda: now)))
    return values


def waiting_after(model: ProcessModel, element: Element, values: Mapping[str, object], now: datetime) -> list[Element]:
    """Return where the case waits next after `element`, an end event where it ends; raise NotForeseeable."""
    found: dict[str, Element] = {}
    steps, is_settled = 0, True
    ahead = [model.elements[model.flows[flow].target_id] for flow in element.outgoing]
    while ahead:
        here, steps = ahead.pop(0), steps + 1
        if steps > LONGEST_WALK:
            raise NotForeseeable
        if here.type in WAITING or _is_end_of_case(model, here):
            found[here.id] = here
            continue
        is_settled = is_settled and here.type not in WORKING
        ahead.extend(_after(model, here, values if is_settled else None, now))
    return list(found.values())


def _is_end_of_case(model: ProcessModel, element: Element) -> bool:
    return element.type == "END_EVENT" and (element.parent_id == model.id or bool(element.events))


def _after(model: ProcessModel, element: Element, values: Mapping[str, object] | None, now: datetime) -> Iterator[Element]:
    if element.type == "END_EVENT":
        scope = model.elements[element.parent_id or model.id]
        if scope.loop is not None:
            raise NotForeseeable
        flows: tuple[str, ...] = scope.outgoing
    elif element.type in {"EXCLUSIVE_GATEWAY", "INCLUSIVE_GATEWAY", "COMPLEX_GATEWAY"} and len(element.outgoing) > 1:
        flows = (_chosen(model, element, values, now),)
    else:
        flows = element.outgoing
    for flow in flows:
        yield model.elements[model.flows[flow].target_id]


def _chosen(model: ProcessModel, gateway: Element, values: Mapping[str, object] | None, now: datetime) -> str:
    if values is None or gateway.type != "EXCLUSIVE_GATEWAY":
        raise NotForeseeable
    for flow_id in gateway.outgoing:
        condition = model.flows[flow_id].condition
        if condition is None or flow_id == gateway.default_flow:
            continue
        if not condition.names <= values.keys():
            raise NotForeseeable
        if condition.evaluate(values, feel.Evaluation(now=lambda: now)) is True:
            return flow_id
    if gateway.default_flow is None:
        raise NotForeseeable
    return gateway.default_flow


def main_path(model: ProcessModel, start: Element) -> list[Element]:
    """Return where a case usually waits from `start` on, `start` included: at choices the default flow is the usual one."""
    path: dict[str, Element] = {}
    visited: set[str] = set()
    ahead = [start]
    while ahead:
        here = ahead.pop(0)
        if here.id in visited:
            continue
        visited.add(here.id)
        if here.type in WAITING:
            path[here.id] = here
        flows = (here.default_flow,) if here.default_flow else here.outgoing
        ahead.extend(model.elements[model.flows[flow].target_id] for flow in flows)
    return list(path.values())
