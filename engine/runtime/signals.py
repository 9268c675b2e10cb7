"""A signal reaches the scopes around its thrower at once, before they can end; everybody else after the commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.bpmn.process_model import SignalDefinition
from engine.runtime import subscriptions, triggers
from engine.runtime.effects import HistoryType

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from engine.model.element_instance import ElementInstance
    from engine.runtime.execution import Execution


def reach_scopes_around(x: Execution, thrower: ElementInstance, name: str, variables: Mapping[str, object]) -> tuple[int, ...]:
    """Trigger the boundary events and event sub-processes around the thrower, the innermost first; return their subscriptions.

    An end event throws while its scope still lives (BPMN 2.0 §10.5.3), so these must not wait for the commit.
    """
    hosts = {host.key: host for host in _hosts_around(x, thrower)}
    if not hosts:
        return ()
    found = x.waits.signals(tuple(hosts), name)
    inwards_first = {key: depth for depth, key in enumerate(hosts)}
    for row in sorted(found, key=lambda row: (inwards_first[row.element_instance_key], row.key)):
        host = hosts[row.element_instance_key]
        if triggers.is_waiting(host):
            x.record(HistoryType.SIGNAL_CAUGHT, host, {"eventId": row.element_id, "name": name})
            triggers.occur(x, host, x.model.elements[row.element_id], variables, row.event_index)
    return tuple(row.key for row in found)


def _hosts_around(x: Execution, thrower: ElementInstance) -> Iterator[ElementInstance]:
    host = x.scope_of(thrower)
    while host is not None:
        events = subscriptions.hosted_events(x, host)
        if any(isinstance(definition, SignalDefinition) for event in events for definition in event.events):
            yield host
        host = x.scope_of(host)
