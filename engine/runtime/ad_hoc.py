"""Ad-hoc sub-processes: activities without a fixed order, in parallel or one after another (BPMN 2.0 §13.3.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.runtime import expressions, incidents
from engine.runtime.behavior import Outcome
from engine.runtime.effects import IncidentType
from engine.runtime.failures import CannotContinue
from engine.runtime.sub_process import SubProcess

if TYPE_CHECKING:
    from engine.bpmn.process_model import Element
    from engine.model.element_instance import ElementInstance
    from engine.runtime.execution import Execution

WAITING = "waiting"
"""In the memo of a sequential ad-hoc sub-process: the ids of the activities that are still to start."""


class AdHocSubProcess(SubProcess):
    """Starts the activities of its collection, else every one without incoming flow; its completion condition may end it early."""

    def activate(self, x: Execution, instance: ElementInstance, element: Element) -> Outcome:
        """Start all, or the first when they are done one after another; an empty choice waits for somebody to activate more."""
        chosen = _chosen(x, instance, element)
        is_sequential = element.ad_hoc is not None and element.ad_hoc.sequential
        first = chosen[:1] if is_sequential else chosen
        instance.memo = {**(instance.memo or {}), WAITING: chosen[len(first) :]}
        for element_id in first:
            x.create(x.model.elements[element_id], instance)
        return Outcome.WAIT

    def resume(self, x: Execution, instance: ElementInstance, element: Element) -> None:
        """Look again whether it is done, after an incident."""
        if instance.compensates_key is not None:
            super().resume(x, instance, element)
        else:
            self.child_ended(x, instance, element)

    def child_ended(self, x: Execution, scope: ElementInstance, element: Element) -> None:
        """Complete when the condition holds, or without one when nothing is left to do; start the next meanwhile."""
        if scope.compensates_key is not None:
            super().child_ended(x, scope, element)
            return
        try:
            is_done = self._is_done(x, scope, element)
        except CannotContinue as failure:
            incidents.hold(x, scope, failure)
            return
        if is_done or (scope.active_children == 0 and not self._start_next(x, scope) and not _has_condition(element)):
            x.complete(scope)

    def _is_done(self, x: Execution, scope: ElementInstance, element: Element) -> bool:
        settings = element.ad_hoc
        if settings is None or settings.completion_condition is None:
            return False
        may_end = settings.cancel_remaining_instances or scope.active_children == 0
        return may_end and expressions.condition(x, scope, settings.completion_condition)

    def _start_next(self, x: Execution, scope: ElementInstance) -> bool:
        memo = scope.memo or {}
        waiting = memo.get(WAITING)
        if not isinstance(waiting, list) or not waiting:
            return False
        scope.memo = {**memo, WAITING: waiting[1:]}
        x.create(x.model.elements[waiting[0]], scope)
        return True


def _has_condition(element: Element) -> bool:
    return element.ad_hoc is not None and element.ad_hoc.completion_condition is not None


def _chosen(x: Execution, instance: ElementInstance, element: Element) -> list[str]:
    if element.ad_hoc is None or element.ad_hoc.active_elements_collection is None:
        return list(element.entry_points)
    ids = expressions.evaluate(x, instance, element.ad_hoc.active_elements_collection)
    known = set(element.children)
    if not isinstance(ids, list) or any(element_id not in known for element_id in ids):
        message = f"The active elements of {element.id} should be a list of ids of elements inside it, but are {ids!r}."
        raise CannotContinue(IncidentType.EXTRACT_VALUE_ERROR, message)
    return [str(element_id) for element_id in ids]
