"""Compensation: activities that completed are undone one after another, the last first (BPMN 2.0 §10.7, §13.5.5).

A conductor (a throwing event, a canceled transaction, a completed sub-process or called process that is being undone) has one
activity undone at a time and is taken up again when that has ended. Where the throwing event waits for nothing, what undoes one
activity remembers the rest. So nothing recurses, and each step is a row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.bpmn.process_model import WRAPPERS, CancelDefinition, CompensationDefinition, Element, ElementType
from engine.model.element_instance import ElementInstance, ElementInstanceState
from engine.runtime import subscriptions, thrown_compensation, triggers, undone_calls
from engine.runtime.behavior import Outcome
from engine.runtime.effects import HistoryType, IncidentType
from engine.runtime.failures import CannotContinue

if TYPE_CHECKING:
    from engine.runtime.execution import Execution

CANCELING = "canceling"
"""In the memo of a transaction: it was canceled; when all is undone it leaves by its cancel event."""
_ASKED = "asked"
_BY_ITSELF = "byItself"
"""In the memo of a sub-process that is being undone: its own event sub-process does it."""
_CUT_OFF = "cutOff"
_ORDER = "undoneOrder"
"""In the memo of what undoes an activity: the place that the activity had in the order of what can be undone."""
REST = "undoesRest"
"""In the memo of what undoes an activity while nobody waits for it: what is to be undone next."""
_SCOPES = frozenset(
    {
        ElementType.SUB_PROCESS,
        ElementType.EVENT_SUB_PROCESS,
        ElementType.TRANSACTION,
        ElementType.AD_HOC_SUB_PROCESS,
        *WRAPPERS,
    }
)


def remember(x: Execution, instance: ElementInstance, element: Element) -> None:
    """Keep a completed activity in the order in which what completed can be undone."""
    if element.type is ElementType.PROCESS or _undoes(instance):
        return
    if not x.facts.can_be_undone(element) and not undone_calls.did_something_to_undo(x, instance, element):
        return
    is_child = bool(instance.loop_counter)
    is_inner = instance.element_type is ElementType.AD_HOC_SUB_PROCESS_INNER_INSTANCE
    if not (is_child or is_inner) or x.facts.compensation_handler(element) is None:
        instance.compensation_order = x.new_key()


def remember_interrupted(x: Execution, instance: ElementInstance, element: Element) -> None:
    """Keep a scope that its canceled transaction terminated: what completed inside it is undone too (BPMN 2.0 §10.3.6)."""
    is_call = instance.element_type is ElementType.CALL_ACTIVITY
    if is_call:
        is_concerned = undone_calls.UNDOABLE in (instance.memo or {})
    else:
        is_concerned = instance.element_type in _SCOPES and (x.facts.can_be_undone(element) or x.facts.calls(element))
    if not is_concerned or not is_undone_when_terminated(x, instance):
        return
    if is_call or x.rows.last_compensable(instance.key, None) is not None:
        instance.compensation_order = x.new_key()


def cut_off(child: ElementInstance) -> None:
    """Note that what undoes an activity ends because its scope is interrupted or ends, and not by an event of its own."""
    if child.compensates_key is not None:
        child.memo = {**(child.memo or {}), _CUT_OFF: True}


def give_back(x: Execution, instance: ElementInstance) -> None:
    """Let an activity be undone anew whose undoing was terminated with its canceled transaction, or with the process that undid another.

    It begins again where it stood, for what was half undone counts as not undone (BPMN 2.0 §10.3.6, §13.5.5).
    """
    order = (instance.memo or {}).get(_ORDER)
    if not isinstance(order, int) or instance.compensates_key is None or _CUT_OFF not in (instance.memo or {}):
        return
    scope = x.scope_of(instance)
    while scope is not None:
        is_ending = scope.state is ElementInstanceState.TERMINATING
        if CANCELING in (scope.memo or {}) or (is_ending and scope.scope_key is None and x.facts.is_reopened(scope)):
            x.rows.get(instance.compensates_key).compensation_order = order
            return
        scope = x.scope_of(scope)


def is_undone_when_terminated(x: Execution, instance: ElementInstance) -> bool:
    """Return whether a transaction around was canceled, here or around the call activity that leads here (BPMN 2.0 §10.3.6)."""
    if _undoes(instance):
        return False
    scope = x.scope_of(instance)
    while scope is not None and not {CANCELING, undone_calls.TO_BE_UNDONE} & (scope.memo or {}).keys():
        scope = x.scope_of(scope)
    return scope is not None


def begin(x: Execution, thrower: ElementInstance, definition: CompensationDefinition) -> Outcome:
    """Start undoing; the throwing event waits until all is undone unless it need not."""
    x.record(HistoryType.COMPENSATION_THROWN, thrower, {"activityId": definition.activity_id})
    if definition.wait_for_completion:
        if thrown_compensation.last_completed(x, thrower) is None:
            return Outcome.DONE
        thrown_compensation.claim(x, thrower)
        x.enqueue(thrower)
        return Outcome.WAIT
    _undo_rest(x, thrown_compensation.rest(x, thrower))
    return Outcome.DONE


def go_on(x: Execution, instance: ElementInstance) -> None:
    """When an activity has been undone and nobody waits for it: have the one undone that completed before it."""
    rest = (instance.memo or {}).get(REST)
    if isinstance(rest, dict):
        _undo_rest(x, rest)


def cancel_transaction(x: Execution, thrower: ElementInstance) -> None:
    """Terminate what is active in the enclosing transaction, undo what completed, leave by the cancel event (BPMN 2.0 §10.3.6)."""
    scope = transaction_around(x, thrower)
    if scope.state is not ElementInstanceState.ACTIVE:
        return
    x.record(HistoryType.TRANSACTION_CANCELED, scope)
    scope.memo = {**(scope.memo or {}), CANCELING: True, triggers.INTERRUPTED: True}
    subscriptions.close(x, scope, list(x.facts.event_starts(x.element(scope))))
    subscriptions.close(x, x.boundary_host(scope), list(x.facts.boundary_events(x.element(scope))))
    scope.sparing_key = scope.key
    x.enqueue_first(scope)


def transaction_around(x: Execution, instance: ElementInstance) -> ElementInstance:
    """Return the transaction that encloses an element instance; raise CannotContinue when there is none."""
    scope = x.scope_of(instance)
    while scope is not None and scope.element_type is not ElementType.TRANSACTION:
        scope = x.scope_of(scope)
    if scope is None:
        message = f"{instance.element_id} is not inside a transaction that it could cancel."
        raise CannotContinue(IncidentType.UNKNOWN, message)
    return scope


def undo_process(x: Execution, undone_key: int) -> None:
    """Let this process instance undo another one of the same version, which has ended: all it does is a compensation."""
    done = x.rows.get(undone_key)
    done.compensation_order = None
    process = x.create(x.model.root, None, compensates_key=undone_key)
    x.record(HistoryType.PROCESS_INSTANCE_STARTED, process, {"undoes": str(undone_key)})
    _open_again(x, process, done, x.model.root)


def is_conducting(x: Execution, instance: ElementInstance) -> bool:
    """Return whether a scope is having its completed activities undone."""
    return x.facts.is_reopened(instance) or CANCELING in (instance.memo or {})


def proceed(x: Execution, conductor: ElementInstance) -> None:
    """Undo the next activity, or end the conductor's work when nothing is left to undo."""
    if conductor.state is not ElementInstanceState.ACTIVE or _is_busy(x, conductor):
        return
    last = _last_inside(x, conductor) if is_conducting(x, conductor) else thrown_compensation.last_completed(x, conductor)
    if last is not None:
        conductor.memo = {**(conductor.memo or {}), _ASKED: _undo(x, *last, conductor_key=conductor.key).key}
    elif CANCELING in (conductor.memo or {}):
        _leave_transaction(x, conductor, x.element(conductor))
    else:
        x.complete(conductor)


def _is_busy(x: Execution, conductor: ElementInstance) -> bool:
    if is_conducting(x, conductor):
        return conductor.active_children > 0 or conductor.sparing_key is not None
    asked = (conductor.memo or {}).get(_ASKED)
    return isinstance(asked, int) and not x.rows.get(asked).is_final


def _undo(x: Execution, scope: ElementInstance, done: ElementInstance, *, conductor_key: int | None) -> ElementInstance:
    order, done.compensation_order = done.compensation_order, None
    element = x.model.elements[done.element_id]
    is_inner = done.element_type is ElementType.AD_HOC_SUB_PROCESS_INNER_INSTANCE
    is_whole = done.state is ElementInstanceState.COMPLETED and not done.loop_counter and not is_inner
    handler = x.facts.compensation_handler(element) if is_whole else None
    if handler is not None:
        undoing = x.create(handler, scope, conductor_key=conductor_key, compensates_key=done.key)
    else:
        undoing = _reopen(x, scope, done, element, conductor_key)
    undoing.memo = {**(undoing.memo or {}), _ORDER: order}
    return undoing


def _undo_rest(x: Execution, rest: dict[str, Any]) -> None:
    last = thrown_compensation.last_of_rest(x, rest)
    if last is not None:
        undoing = _undo(x, *last, conductor_key=None)
        undoing.memo = {**(undoing.memo or {}), REST: rest}


def _reopen(
    x: Execution, scope: ElementInstance, done: ElementInstance, element: Element, conductor_key: int | None
) -> ElementInstance:
    """Open a completed sub-process or call activity again, to undo what it did inside."""
    again = x.create(
        element,
        scope,
        element_type=done.element_type,
        loop_counter=done.loop_counter,
        conductor_key=conductor_key,
        compensates_key=done.key,
    )
    _open_again(x, again, done, element)
    return again


def _open_again(x: Execution, again: ElementInstance, done: ElementInstance, element: Element) -> None:
    """Give it the variables that it had, and let its own event sub-process undo it, if there is one."""
    x.activated(again)
    x.variables.set_local(again, x.variables.local(done))
    if done.element_type is ElementType.CALL_ACTIVITY:
        again.memo = {undone_calls.UNDOABLE: (done.memo or {}).get(undone_calls.UNDOABLE)}
    undoes_itself = done.element_type not in WRAPPERS and done.state is ElementInstanceState.COMPLETED
    undoing = x.facts.compensation_sub_process(element) if undoes_itself else None
    if undoing is not None:
        again.memo = {_BY_ITSELF: True}
        x.create(x.model.elements[undoing.parent_id or ""], again).memo = {triggers.STARTS: [undoing.id]}


def _leave_transaction(x: Execution, transaction: ElementInstance, element: Element) -> None:
    host = x.boundary_host(transaction)
    for event in x.facts.boundary_events(element):
        if any(isinstance(definition, CancelDefinition) for definition in event.events):
            triggers.reach_boundary(x, host, event, {}, interrupts=True)
            return
    x.terminate(host)


def _last_inside(x: Execution, scope: ElementInstance) -> tuple[ElementInstance, ElementInstance] | None:
    """Return what completed last in a scope that is being undone and does not do that itself, behind the scope."""
    by_itself = _BY_ITSELF in (scope.memo or {})
    done = None if by_itself else x.rows.last_compensable(thrown_compensation.undone_key(x, scope), None)
    return None if done is None else (scope, done)


def _undoes(instance: ElementInstance) -> bool:
    return instance.conductor_key is not None or instance.compensates_key is not None
