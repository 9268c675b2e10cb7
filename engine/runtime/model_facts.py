"""What the runtime works out about a process model once: who catches what, what can be undone, which tokens can reach a join."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from engine.bpmn.process_model import (
    CompensationDefinition,
    ConditionalDefinition,
    Element,
    ElementType,
    MessageDefinition,
    ProcessModel,
    SignalDefinition,
    TimerDefinition,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.model.element_instance import ElementInstance

AWAITED = (TimerDefinition, MessageDefinition, SignalDefinition, ConditionalDefinition)
"""Events that come from outside and therefore need a timer or a subscription."""
_HOSTED = frozenset({ElementType.BOUNDARY_EVENT, ElementType.START_EVENT})
_SETTLING = frozenset({ElementType.INCLUSIVE_GATEWAY, ElementType.COMPLEX_GATEWAY})


class ModelFacts:
    """Lookups over one immutable process model; each answer is computed when first asked for."""

    def __init__(self, model: ProcessModel) -> None:
        self.model = model
        self.has_conditions = any(
            isinstance(event, ConditionalDefinition) for e in model.elements.values() for event in e.events
        )
        self.condition_changes = frozenset(
            change
            for element in model.elements.values()
            for event in element.events
            if isinstance(event, ConditionalDefinition)
            for change in event.changes
        )
        """The variables whose creation or update can make a conditional event occur."""
        self.catches_signals = any(
            isinstance(event, SignalDefinition) and e.type in _HOSTED for e in model.elements.values() for event in e.events
        )
        """Whether a boundary event or event sub-process may wait for a signal."""
        self.activations_over_data = dict(_activations_over_data(model))
        """The variables that the activation conditions of complex joins read, by the join's id."""
        self._predecessors = self._read_predecessors()
        self._compensable_scopes = set(self._scopes_that_can_be_undone())
        self._calling = set(self._scopes_that_call())
        self.hosted = lru_cache(maxsize=None)(self._hosted)
        self.reaching = lru_cache(maxsize=None)(self._reaching)
        self.settling_joins = lru_cache(maxsize=None)(self._settling_joins)

    def boundary_events(self, element: Element) -> Iterator[Element]:
        """Yield the boundary events of an activity."""
        return (self.model.elements[event_id] for event_id in element.boundary_events)

    def event_starts(self, scope: Element) -> Iterator[Element]:
        """Yield the start events of the event sub-processes directly inside a scope."""
        for sub_process_id in scope.event_sub_processes:
            for start_id in self.model.elements[sub_process_id].start_events:
                yield self.model.elements[start_id]

    def compensation_handler(self, element: Element) -> Element | None:
        """Return the activity that undoes an activity (BPMN 2.0 §10.7)."""
        for event in self.boundary_events(element):
            if event.compensation_handler is not None:
                return self.model.elements[event.compensation_handler]
        return None

    def compensation_sub_process(self, scope: Element) -> Element | None:
        """Return the start event of the event sub-process that undoes a sub-process."""
        starts = (s for s in self.event_starts(scope) if any(isinstance(event, CompensationDefinition) for event in s.events))
        return next(starts, None)

    def can_be_undone(self, element: Element) -> bool:
        """Return whether a completed instance of the element may have to be compensated."""
        return element.id in self._compensable_scopes or self.compensation_handler(element) is not None

    def calls(self, element: Element) -> bool:
        """Return whether the element, or something in it, calls a process that would have to be undone by itself."""
        return element.id in self._calling

    def is_reopened(self, instance: ElementInstance) -> bool:
        """Return whether the element instance was opened again to be undone: no handler, but what is undone without one."""
        return instance.compensates_key is not None and not self.model.elements[instance.element_id].is_for_compensation

    def _hosted(self, element_id: str, *, is_host: bool, is_body: bool) -> tuple[Element, ...]:
        """Return the events whose timers and subscriptions an instance of the element holds.

        `is_host`: it carries the boundary events; `is_body`: it is only the body around the activity's children.
        """
        element = self.model.elements[element_id]
        found: list[Element] = list(self.boundary_events(element)) if is_host else []
        if not is_body:
            found += self.event_starts(element)
            if element.type in {ElementType.INTERMEDIATE_CATCH_EVENT, ElementType.RECEIVE_TASK} or self._starts_by_all(element):
                found.append(element)
            if element.type is ElementType.EVENT_BASED_GATEWAY:
                found += (self.model.elements[self.model.flows[flow].target_id] for flow in element.outgoing)
        return tuple(event for event in found if any(isinstance(definition, AWAITED) for definition in event.events))

    def _starts_by_all(self, element: Element) -> bool:
        is_start = element.type is ElementType.START_EVENT and element.parent_id == self.model.root.id
        return is_start and element.parallel_multiple

    def _settling_joins(self, scope_id: str) -> tuple[Element, ...]:
        """Return the joins directly inside a scope that look at all its tokens."""
        children = (self.model.elements[child] for child in self.model.elements[scope_id].children)
        return tuple(child for child in children if child.type in _SETTLING and len(child.incoming) > 1)

    def _reaching(self, join_id: str, flow_id: str, *, as_one: bool = False) -> frozenset[str]:
        """Return the elements from which a token can come to the join by the flow without passing the join before.

        `as_one`: only those from which it comes itself, not those that send another one by a non-interrupting boundary event.
        """
        found: set[str] = set()
        open_ids = [self.model.flows[flow_id].source_id]
        while open_ids:
            element_id = open_ids.pop()
            if element_id != join_id and element_id not in found:
                found.add(element_id)
                element = self.model.elements[element_id]
                if not as_one or element.attached_to is None or element.interrupting:
                    open_ids += self._predecessors[element_id]
        return frozenset(found)

    def _read_predecessors(self) -> dict[str, list[str]]:
        predecessors: dict[str, list[str]] = defaultdict(list)
        for flow in self.model.flows.values():
            predecessors[flow.target_id].append(flow.source_id)
        for element in self.model.elements.values():
            if element.attached_to is not None:
                predecessors[element.id].append(element.attached_to)
        for (scope_id, name), target_id in self.model.links.items():
            for child_id in self.model.elements[scope_id].children:
                child = self.model.elements[child_id]
                if child_id != target_id and any(getattr(event, "name", None) == name for event in child.events):
                    predecessors[target_id].append(child_id)
        return predecessors

    def _scopes_that_can_be_undone(self) -> Iterator[str]:
        for element in self.model.elements.values():
            if self.compensation_handler(element) is not None:
                yield from self._enclosing(element)
            if element.is_scope and self.compensation_sub_process(element) is not None:
                yield element.id
                yield from self._enclosing(element)

    def _scopes_that_call(self) -> Iterator[str]:
        for element in self.model.elements.values():
            is_call = element.type is ElementType.CALL_ACTIVITY and not element.is_for_compensation
            if is_call and self.compensation_handler(element) is None:
                yield element.id
                yield from self._enclosing(element)

    def _enclosing(self, element: Element) -> Iterator[str]:
        parent_id = element.parent_id
        while parent_id is not None:
            yield parent_id
            parent_id = self.model.elements[parent_id].parent_id


def _activations_over_data(model: ProcessModel) -> Iterator[tuple[str, frozenset[str]]]:
    for element in model.elements.values():
        if element.type is ElementType.COMPLEX_GATEWAY and element.activation_condition is not None:
            names = element.activation_condition.names - {"activationCount", *element.incoming}
            if names and len(element.incoming) > 1:
                yield element.id, frozenset(names)


def of(model: ProcessModel) -> ModelFacts:
    """Return the facts of a model, worked out at the first call."""
    facts = model.derived.get("facts")
    if facts is None:
        facts = model.derived["facts"] = ModelFacts(model)
    return cast("ModelFacts", facts)
