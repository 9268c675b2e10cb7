"""Undoing what a called process did: another process instance does it, in the same version and with the variables that were left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.bpmn.process_model import Element, ElementType
from engine.runtime.effects import CalledProcessRequested, HistoryType

if TYPE_CHECKING:
    from engine.model.element_instance import ElementInstance
    from engine.runtime.execution import Execution

UNDOABLE = "undoableProcessInstanceKey"
"""In the memo of a call activity: the process instance that it called and whose work can be undone; when it is being undone too."""
TO_BE_UNDONE = "toBeUndone"
"""In the memo of a process' own scope: a transaction around its call activity was canceled, so what completed inside is undone."""


def process_can_be_undone(x: Execution, process: ElementInstance, element: Element) -> bool:
    """Return whether a completing called process has something that its caller may have to undo (BPMN 2.0 §10.7.1)."""
    if x.process_instance.parent_element_instance_key is None or process.compensates_key is not None:
        return False
    if x.facts.compensation_sub_process(element) is not None:
        return True
    is_possible = x.facts.can_be_undone(element) or x.facts.calls(element)
    return is_possible and x.rows.last_compensable(process.key, None) is not None


def did_something_to_undo(x: Execution, instance: ElementInstance, element: Element) -> bool:
    """Return whether a call activity, or those inside a scope, called a process whose work can be undone."""
    if not x.facts.calls(element):
        return False
    if instance.element_type is ElementType.CALL_ACTIVITY:
        return UNDOABLE in (instance.memo or {})
    return x.rows.last_compensable(instance.key, None) is not None


def keep(instance: ElementInstance, called_key: int) -> None:
    """Remember at a call activity which process instance would have to be undone."""
    instance.memo = {**(instance.memo or {}), UNDOABLE: called_key}


def undone_by(x: Execution, instance: ElementInstance) -> int | None:
    """Return the process instance that a call activity, opened again, is to have undone; None: it calls for the first time."""
    found = (instance.memo or {}).get(UNDOABLE)
    return found if isinstance(found, int) and x.facts.is_reopened(instance) else None


def request(x: Execution, instance: ElementInstance, undone_key: int) -> None:
    """Ask for the process instance that undoes another one; what never started needs none."""
    undone = x.rows.reader.process_instance(undone_key)
    if undone is None:
        x.complete(instance)
        return
    key = x.new_key()
    instance.called_process_instance_key = key
    definition_key, business_id = undone.process_definition_key, undone.business_id
    x.emit(CalledProcessRequested(instance.key, key, definition_key, {}, business_id, undone_key))
    told = {"processInstanceKey": key, "processId": undone.process_id, "undoes": str(undone_key)}
    x.record(HistoryType.CALLED_PROCESS_REQUESTED, instance, told)
