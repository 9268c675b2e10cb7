"""Execution listeners: jobs done one after another before an element begins its work and before it leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.bpmn.process_model import NOTHING, WRAPPERS, Element, ElementType, Listener, ListenerEvent
from engine.model.element_instance import ElementInstance, ElementInstanceState
from engine.runtime import expressions, incidents
from engine.runtime.effects import HistoryType, JobCreated, JobKind, JobsCanceled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.runtime.execution import Execution

_CANCELING = "listensToCancel"
"""In the memo of a terminating process: its listeners of the cancelation are counted."""


def request_next(x: Execution, instance: ElementInstance, element: Element, event: ListenerEvent) -> bool:
    """Create the job of the next listener; False when all of them are done. A multi-instance starts with those before all."""
    if not element.listeners:
        return False
    if instance.element_type in WRAPPERS:
        if instance.element_type is not ElementType.MULTI_INSTANCE_BODY or event is not ListenerEvent.START:
            return False
        event = ListenerEvent.BEFORE_ALL
    listeners = [listener for listener in element.listeners if listener.event is event]
    if instance.listeners_done >= len(listeners):
        return False
    create_job(x, instance, listeners[instance.listeners_done], JobKind.EXECUTION_LISTENER)
    instance.listeners_done += 1
    return True


def hold_the_end(x: Execution, process: ElementInstance, element: Element) -> bool:
    """Return whether listeners have to be done before a terminating process ends; what they wait for counts no more."""
    if not any(listener.event is ListenerEvent.CANCEL for listener in element.listeners):
        return False
    if _CANCELING not in (process.memo or {}):
        incidents.drop(x, process)
        if any(listener.event is not ListenerEvent.CANCEL for listener in element.listeners):
            x.emit(JobsCanceled(process.key))
            x.record(HistoryType.JOB_CANCELED, process)
        process.memo = {**(process.memo or {}), _CANCELING: True}
    return request_next(x, process, element, ListenerEvent.CANCEL)


def hears_of_the_end(instance: ElementInstance) -> bool:
    """Return whether the listeners of a terminating process are at work."""
    return _CANCELING in (instance.memo or {})


def create_job(
    x: Execution, instance: ElementInstance, listener: Listener, kind: JobKind, headers: Mapping[str, str] = NOTHING
) -> None:
    """Offer a listener's job with the headers of its element, its own and the given ones; raise CannotContinue."""
    job_type = expressions.text(x, instance, listener.type, "listener's job type")
    retries = expressions.whole_number(x, instance, listener.retries, "listener's retries")
    key = x.new_key()
    fixed = x.element(instance).job
    known = {**(fixed.headers if fixed is not None else {}), **listener.headers, **headers}
    x.emit(JobCreated(key, instance.key, instance.element_id, job_type, retries, kind, listener.event.word, known))
    told = {"jobKey": key, "type": job_type, "retries": retries, "listener": listener.event.value}
    x.record(HistoryType.JOB_CREATED, instance, told)


def take_result(x: Execution, instance: ElementInstance, variables: Mapping[str, object]) -> None:
    """Keep what a listener gives: local before the work begins, outside of the element when it leaves."""
    scope = x.scope_of(instance)
    if instance.state is ElementInstanceState.COMPLETING and scope is not None:
        x.variables.propagate(scope, variables)
    else:
        x.variables.set_local(instance, variables)


def cancel(x: Execution, instance: ElementInstance) -> None:
    """Withdraw open listener jobs."""
    if x.element(instance).listeners:
        x.emit(JobsCanceled(instance.key))
