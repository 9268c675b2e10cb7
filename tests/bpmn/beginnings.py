"""Where messages and signals start processes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.bpmn.process_model import ElementType, MessageDefinition, SignalDefinition
from engine.runtime import effects as e

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.bpmn.process_model import ProcessModel


def beginnings(models: dict[int, ProcessModel], kind: e.SubscriptionKind, name: str) -> Iterator[tuple[int, str, int]]:
    """Yield where a message or signal starts a process: start events, instantiating tasks, events behind instantiating gateways."""
    wanted = MessageDefinition if kind is e.SubscriptionKind.MESSAGE else SignalDefinition
    for key, model in models.items():
        behind = [
            model.flows[flow].target_id
            for element in model.elements.values()
            if element.instantiate
            for flow in element.outgoing
        ]
        tasks = [
            element.id
            for element in model.elements.values()
            if element.instantiate and element.type is ElementType.RECEIVE_TASK
        ]
        gateways = [i for i in behind if model.elements[i].type is not ElementType.SERVICE_TASK]
        for element_id in dict.fromkeys((*model.root.start_events, *tasks, *gateways)):
            events = model.elements[element_id].events
            for index, event in enumerate(events):
                if isinstance(event, wanted) and event.name.text == name:
                    yield key, element_id, index
                    break
