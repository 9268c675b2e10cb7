"""Ad-hoc sub-processes led by a worker: a job asks what to activate, and asks again whenever something inside has ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.errors import InvalidTransition, RequestInvalid
from engine.runtime import ad_hoc_activation as activation
from engine.runtime import incidents, tasks, triggers
from engine.runtime.effects import HistoryType, JobKind, JobsCanceled
from engine.runtime.failures import CannotContinue

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.bpmn.process_model import Element
    from engine.model.element_instance import ElementInstance
    from engine.runtime.execution import Execution

_FULFILLED = "fulfilled"
"""In the memo of an ad-hoc sub-process: its worker said that it is done when what is active has ended."""
_ASK = "ask"
"""In the memo of an ad-hoc sub-process: something inside has completed, so the worker is asked anew."""
_ASKED = "asked"
"""In the memo of an ad-hoc sub-process: a job is open."""


@dataclass(frozen=True, slots=True)
class NextSteps:
    """What a worker decided: elements with their variables, or that the sub-process is done."""

    elements: tuple[tuple[str, Mapping[str, object]], ...] = ()
    is_fulfilled: bool = False
    cancels_remaining: bool = False


def is_led(element: Element) -> bool:
    """Return whether a worker leads the sub-process."""
    return element.ad_hoc is not None and element.ad_hoc.is_led_by_jobs


def is_fulfilled(instance: ElementInstance) -> bool:
    """Return whether the worker has said that the sub-process is done."""
    return _FULFILLED in (instance.memo or {})


def ask(x: Execution, instance: ElementInstance, element: Element) -> None:
    """Offer the job, an earlier one that is still open being withdrawn; raise CannotContinue."""
    was_asked = _ASKED in (instance.memo or {})
    if was_asked:
        _cancel_job(x, instance)
    tasks.create_job(x, instance, element, JobKind.AD_HOC_SUB_PROCESS)
    memo = {name: value for name, value in (instance.memo or {}).items() if name != _ASK}
    instance.memo = {**memo, _ASKED: True}


def remember_to_ask(x: Execution, scope: ElementInstance) -> None:
    """Have the worker asked once the element instance that completed inside has left."""
    if is_led(x.element(scope)):
        scope.memo = {**(scope.memo or {}), _ASK: True}


def child_ended(x: Execution, scope: ElementInstance, element: Element) -> None:
    """Complete when the worker said so, else ask the worker what comes next.

    It is asked when something has completed, and when nothing is left because it was terminated.
    """
    if is_fulfilled(scope):
        if scope.active_children == 0:
            x.complete(scope)
    elif _ASK in (scope.memo or {}) or (scope.active_children == 0 and _ASKED not in (scope.memo or {})):
        try:
            ask(x, scope, element)
        except CannotContinue as failure:
            incidents.hold(x, scope, failure)


def decided(x: Execution, scope: ElementInstance, element: Element, variables: Mapping[str, object], steps: NextSteps) -> None:
    """Do what the worker decided; raise RequestInvalid when it cannot be."""
    if steps.is_fulfilled and steps.elements:
        raise RequestInvalid("A sub-process that is done cannot activate elements.", "activateElements")
    for element_id, _ in steps.elements:
        activation.require_activatable(element, element_id)
    memo = {name: value for name, value in (scope.memo or {}).items() if name != _ASKED}
    scope.memo = {**memo, _FULFILLED: True} if steps.is_fulfilled else memo
    x.variables.set_local(scope, variables)
    if triggers.is_interrupted(scope):
        return  # the answer comes too late: an event sub-process has taken the place of what it asks for
    if steps.is_fulfilled and (steps.cancels_remaining or scope.active_children == 0):
        x.complete_first(scope)
        return
    _activate(x, scope, steps)


def activate_more(x: Execution, scope: ElementInstance, element: Element, steps: NextSteps) -> None:
    """Activate elements by command; raise RequestInvalid when one of them cannot be, InvalidTransition after an interruption."""
    if triggers.is_interrupted(scope):
        raise InvalidTransition("ad-hoc sub-process instance", scope.key, "interrupted", "active with more elements")
    for element_id, _ in steps.elements:
        activation.require_activatable(element, element_id)
    _activate(x, scope, steps)


def withdraw(x: Execution, instance: ElementInstance, element: Element) -> None:
    """Withdraw the open job."""
    if is_led(element) and not x.facts.is_reopened(instance) and _ASKED in (instance.memo or {}):
        _cancel_job(x, instance)
        instance.memo = {name: value for name, value in (instance.memo or {}).items() if name != _ASKED}


def _activate(x: Execution, scope: ElementInstance, steps: NextSteps) -> None:
    while steps.cancels_remaining and (children := x.rows.more_active_children(scope.key, x.batch)):
        for child in children:
            x.terminate(child)
    for element_id, variables in steps.elements:
        activation.activate(x, scope, element_id, variables)


def _cancel_job(x: Execution, instance: ElementInstance) -> None:
    x.emit(JobsCanceled(instance.key))
    x.record(HistoryType.JOB_CANCELED, instance)
