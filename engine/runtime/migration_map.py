"""Which element of another version an element corresponds to, and why what stands at an element cannot be taken over."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

import feel
from engine.bpmn.process_model import Element, ElementType, MultiInstance, ProcessModel
from engine.bpmn.value import Value
from engine.errors import RequestInvalid

if TYPE_CHECKING:
    from collections.abc import Mapping

_EVENTS = frozenset(
    {
        ElementType.START_EVENT,
        ElementType.INTERMEDIATE_CATCH_EVENT,
        ElementType.INTERMEDIATE_THROW_EVENT,
        ElementType.BOUNDARY_EVENT,
        ElementType.END_EVENT,
        ElementType.RECEIVE_TASK,
    }
)


class MigrationMap:
    """The correspondence between two process models: what the owner says, else the same id with the same type."""

    def __init__(self, source: ProcessModel, target: ProcessModel, said: Mapping[str, str]) -> None:
        """Raise RequestInvalid when `said` (source element id to target element id) names what neither model has."""
        self.source = source
        self.target = target
        self.said = dict(said)
        _check(source, target, said)
        same = {
            element.id: element.id
            for element in source.elements.values()
            if element.id in target.elements and target.elements[element.id].type is element.type
        }
        self.elements: dict[str, str] = {**same, **said, source.id: target.id}
        self._problems = {element.id: self._find_problem(element) for element in source.elements.values()}

    @property
    def renamed(self) -> dict[str, str]:
        """The source element ids whose counterpart has another id."""
        return {source: target for source, target in self.elements.items() if source != target}

    def problem(self, element_id: str) -> str | None:
        """Return why an instance of the element cannot be taken over; None when it can."""
        if element_id not in self._problems:
            return f"{element_id} is no element of the version that the case runs."
        return self._problems[element_id]

    def token_problem(self, element_id: str, flow_id: str) -> str | None:
        """Return why a token that waits at a join cannot be taken over."""
        problem = self.problem(element_id)
        if problem is None and self.flow(element_id, flow_id) is None:
            return f"A token waits at {element_id} that came by {flow_id}, which leads there no longer."
        return problem

    def listener_problem(self, element_id: str) -> str | None:
        """Return why an element whose listeners are at work cannot be taken over."""
        problem = self.problem(element_id)
        if problem is not None:
            return problem
        before, after = self.source.elements[element_id], self.target.elements[self.elements[element_id]]
        if _written(before.listeners) == _written(after.listeners):
            return None
        return f"Listeners of {element_id} are at work and the other version has different ones; wait until they are done."

    def flow(self, element_id: str, flow_id: str) -> str | None:
        """Return the flow by which a token that waits at a join would have come: the same id, else from the same element."""
        join_id = self.elements[element_id]
        same = self.target.flows.get(flow_id)
        if same is not None and same.target_id == join_id:
            return flow_id
        before = self.source.flows.get(flow_id)
        source_id = None if before is None else self.elements.get(before.source_id)
        found = [flow.id for flow in self.target.flows.values() if (flow.source_id, flow.target_id) == (source_id, join_id)]
        return found[0] if len(found) == 1 else None

    def keeps(self, event: Element) -> str | None:
        """Return the event that goes on waiting for what `event` waits for; None when it stops waiting.

        An event that the owner maps goes on as it is; one that only has the same id does so unless its definition differs.
        """
        target_id = self.elements.get(event.id)
        if target_id is None or self.problem(event.id) is not None:
            return None
        after = self.target.elements[target_id]
        if event.id in self.said:
            return target_id
        return target_id if _awaited(event) == _awaited(after) else None

    def _find_problem(self, element: Element) -> str | None:
        target_id = self.elements.get(element.id)
        if target_id is None:
            return f"{element.id} has no counterpart in the other version; map it."
        target = self.target.elements[target_id]
        problem = difference(element, target)
        if problem is not None:
            return f"{element.id} cannot become {target_id}: {problem}"
        if element.parent_id is not None and self.elements.get(element.parent_id) != target.parent_id:
            return f"{element.id} cannot become {target_id}: it lies in another scope there."
        return None


def known_part(source: ProcessModel, mapping: Mapping[str, str]) -> dict[str, str]:
    """Return the part of a mapping, said for several versions at once, that is about elements of this one."""
    return {source_id: target_id for source_id, target_id in mapping.items() if source_id in source.elements}


def difference(before: Element, after: Element) -> str | None:
    """Return what keeps a running instance of one element from going on as one of the other; None when nothing does."""
    if before.type is not after.type:
        return f"one is a {before.type}, the other a {after.type}."
    if _loop_kind(before) != _loop_kind(after):
        return "they repeat in different ways."
    if (before.job is None) != (after.job is None):
        return "only one of them is done by a worker."
    if before.is_for_compensation != after.is_for_compensation:
        return "only one of them undoes something."
    if before.type in _EVENTS and [type(event) for event in before.events] != [type(event) for event in after.events]:
        return "they are about different kinds of events."
    if before.event_gateway_parallel != after.event_gateway_parallel:
        return "only one of them waits for all of its events."
    if (before.ad_hoc and before.ad_hoc.sequential) != (after.ad_hoc and after.ad_hoc.sequential):
        return "only one of them does its activities one after another."
    if (before.ad_hoc and before.ad_hoc.keeps_apart) != (after.ad_hoc and after.ad_hoc.keeps_apart):
        return "only one of them keeps its activations apart."
    return None


def _check(source: ProcessModel, target: ProcessModel, said: Mapping[str, str]) -> None:
    for source_id, target_id in said.items():
        if source_id not in source.elements:
            raise RequestInvalid(f"The version that the case runs has no element {source_id!r}.", "sourceElementId")
        if target_id not in target.elements:
            raise RequestInvalid(f"The other version has no element {target_id!r}.", "targetElementId")
        problem = difference(source.elements[source_id], target.elements[target_id])
        if problem is not None:
            raise RequestInvalid(f"{source_id!r} cannot become {target_id!r}: {problem}", "mappingInstructions")


def _loop_kind(element: Element) -> object:
    loop = element.loop
    return (type(loop), loop.sequential if isinstance(loop, MultiInstance) else None)


def _awaited(event: Element) -> object:
    return (event.interrupting, event.parallel_multiple, _written(event.events))


def _written(part: object) -> object:
    """Return a part of a process model as it is written, so that two parsed files can be compared."""
    if isinstance(part, Value | feel.Expression):
        return part.text
    if isinstance(part, tuple | list):
        return tuple(_written(item) for item in part)
    if is_dataclass(part) and not isinstance(part, type):
        return (type(part).__name__, *(_written(getattr(part, field.name)) for field in fields(part)))
    return part
