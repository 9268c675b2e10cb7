"""A signal reaches the scopes around its thrower at once, before they can end; everybody else after the commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.bpmn.process_model import SignalDefinition
from engine.runtime import model_facts, subscriptions, triggers
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
        if triggers.is_waiting(host) and x.waits.is_open(row):
            x.record(HistoryType.SIGNAL_CAUGHT, host, {"eventId": row.element_id, "name": name})
            triggers.occur(x, host, x.model.elements[row.element_id], variables, row.event_index)
    return tuple(row.key for row in found)


def in_calling_processes(x: Execution, name: str) -> tuple[tuple[int, int], ...]:
    """Return who waits for the signal around the call activities that lead here: (process instance key, subscription key).

    They come before everybody else, since the called process may end with the signal, and its call activity with it.
    """
    found: list[tuple[int, int]] = []
    caller_key, call_key = x.process_instance.parent_process_instance_key, x.process_instance.parent_element_instance_key
    while caller_key is not None and call_key is not None:
        caller = x.rows.reader.process_instance(caller_key)
        if caller is None:
            break
        if model_facts.of(x.resources.model(caller.process_definition_key)).catches_signals:
            hosts = [host.key for host in x.rows.reader.scope_chain(call_key)]
            found += [(caller_key, row.key) for row in x.rows.reader.signal_subscriptions(hosts, name)]
        caller_key, call_key = caller.parent_process_instance_key, caller.parent_element_instance_key
    return tuple(found)


def _hosts_around(x: Execution, thrower: ElementInstance) -> Iterator[ElementInstance]:
    host = x.scope_of(thrower)
    while host is not None:
        events = subscriptions.hosted_events(x, host)
        if any(isinstance(definition, SignalDefinition) for event in events for definition in event.events):
            yield host
        host = x.scope_of(host)
