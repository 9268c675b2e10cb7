"""Ad-hoc sub-processes: activities without a fixed order, in parallel or one after another (BPMN 2.0 §13.3.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.runtime import ad_hoc_activation as activation
from engine.runtime import ad_hoc_leading as leading
from engine.runtime import expressions, incidents, triggers
from engine.runtime.behavior import Outcome
from engine.runtime.failures import CannotContinue
from engine.runtime.sub_process import SubProcess

if TYPE_CHECKING:
    from engine.bpmn.process_model import Element
    from engine.model.element_instance import ElementInstance
    from engine.runtime.execution import Execution

WAITING = "waiting"
"""In the memo of a sequential ad-hoc sub-process: the ids of the activities that are still to start."""


class AdHocSubProcess(SubProcess):
    """Starts what is chosen, by its collection, by a worker or by a command; its completion condition may end it early."""

    def activate(self, x: Execution, instance: ElementInstance, element: Element) -> Outcome:
        """Start all, or the first when they are done one after another; without a choice it waits until something is activated."""
        chosen = activation.chosen(x, instance, element)
        activation.prepare(x, instance, element)
        if leading.is_led(element):
            leading.ask(x, instance, element)
        is_sequential = element.ad_hoc is not None and element.ad_hoc.sequential
        first = chosen[:1] if is_sequential else chosen
        instance.memo = {**(instance.memo or {}), WAITING: chosen[len(first) :]}
        for element_id in first:
            activation.activate(x, instance, element_id)
        return Outcome.WAIT

    def resume(self, x: Execution, instance: ElementInstance, element: Element) -> None:
        """Look again whether it is done, after an incident."""
        if x.facts.is_reopened(instance):
            super().resume(x, instance, element)
        else:
            self.child_ended(x, instance, element)

    def child_ended(self, x: Execution, scope: ElementInstance, element: Element) -> None:
        """Complete when the condition holds, or without one when nothing is left to do; start the next meanwhile.

        What an event sub-process has interrupted ends with that, whatever else was to be done (BPMN 2.0 §13.5.4).
        """
        if triggers.is_interrupted(scope):
            leading.withdraw(x, scope, element)
            super().child_ended(x, scope, element)
        elif x.facts.is_reopened(scope):
            super().child_ended(x, scope, element)
        elif leading.is_led(element):
            leading.child_ended(x, scope, element)
        else:
            self._look_whether_done(x, scope, element)

    def complete(self, x: Execution, instance: ElementInstance, element: Element) -> None:
        """Withdraw the worker's job and hand out what was collected."""
        leading.withdraw(x, instance, element)
        if not x.facts.is_reopened(instance):
            activation.hand_out(x, instance, element)

    def terminate(self, x: Execution, instance: ElementInstance, element: Element) -> None:
        """Withdraw the worker's job."""
        leading.withdraw(x, instance, element)

    def _look_whether_done(self, x: Execution, scope: ElementInstance, element: Element) -> None:
        try:
            is_fulfilled = _condition_holds(x, scope, element)
        except CannotContinue as failure:
            incidents.hold(x, scope, failure)
            return
        if is_fulfilled:
            if _may_end(scope, element):
                x.complete(scope)
        elif _is_free(x, scope, element) and self._start_next(x, scope):
            return
        elif scope.active_children == 0 and not _has_condition(element):
            x.complete(scope)

    def _start_next(self, x: Execution, scope: ElementInstance) -> bool:
        memo = scope.memo or {}
        waiting = memo.get(WAITING)
        if not isinstance(waiting, list) or not waiting:
            return False
        scope.memo = {**memo, WAITING: waiting[1:]}
        activation.activate(x, scope, str(waiting[0]))
        return True


class InnerInstance(SubProcess):
    """One activation inside an ad-hoc sub-process: its own scope, whose output is collected when no token is left in it."""

    def child_ended(self, x: Execution, scope: ElementInstance, element: Element) -> None:
        """Complete without tokens left; the condition around it is looked at with every element that ended."""
        around = x.rows.get(scope.scope_key or 0)
        if not x.facts.is_reopened(scope) and scope.active_children and not leading.is_led(element):
            _end_early(x, around, element)
        super().child_ended(x, scope, element)

    def complete(self, x: Execution, instance: ElementInstance, element: Element) -> None:
        """Collect the output; raise CannotContinue."""
        if not x.facts.is_reopened(instance):
            activation.collect(x, instance, element)

    def completed(self, x: Execution, instance: ElementInstance, element: Element) -> None:
        """Have the worker asked what comes next."""
        if not x.facts.is_reopened(instance):
            leading.remember_to_ask(x, x.rows.get(instance.scope_key or 0))


def is_done(x: Execution, scope: ElementInstance, element: Element) -> bool:
    """Return whether the completion condition ends the sub-process now; raise CannotContinue."""
    return _may_end(scope, element) and _condition_holds(x, scope, element)


def _condition_holds(x: Execution, scope: ElementInstance, element: Element) -> bool:
    settings = element.ad_hoc
    if settings is None or settings.completion_condition is None:
        return False
    return expressions.condition(x, scope, settings.completion_condition)


def _may_end(scope: ElementInstance, element: Element) -> bool:
    """Return whether it ends with its condition, or what is active is to finish before."""
    return scope.active_children == 0 or (element.ad_hoc is not None and element.ad_hoc.cancel_remaining_instances)


def _is_free(x: Execution, scope: ElementInstance, element: Element) -> bool:
    """Return whether no activity is at work; event sub-processes stand beside the order of activities."""
    return scope.active_children == 0 or x.rows.active_element_ids(scope.key) <= set(element.event_sub_processes)


def _end_early(x: Execution, around: ElementInstance, element: Element) -> None:
    try:
        if is_done(x, around, element):
            x.complete_first(around)
    except CannotContinue as failure:
        incidents.hold(x, around, failure)


def _has_condition(element: Element) -> bool:
    return element.ad_hoc is not None and element.ad_hoc.completion_condition is not None
