"""What a thrown compensation undoes: what it sees, that had completed by then, and that no earlier one is undoing (BPMN 2.0 §13.5.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.bpmn.process_model import CompensationDefinition, ElementType

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from engine.model.element_instance import ElementInstance
    from engine.runtime.execution import Execution

Undoable = tuple["ElementInstance", "ElementInstance"]
"""What completed, behind the scope that it completed in."""
ACTIVITY, _BELOW, _SCOPES = "activityId", "below", "scopes"
_BEFORE = "undoesBefore"
"""In the memo of a throwing event: what it undoes completed before this key."""
_THROWN = "undoing"
"""In the memo of a scope: the keys of the throwing events that undo what completed in it."""


def claim(x: Execution, thrower: ElementInstance) -> None:
    """Note what is thrown now: what completes later is not undone by it, and what it will undo by no later one."""
    thrower.memo = {**(thrower.memo or {}), _BEFORE: x.new_key()}
    for scope in _visible_scopes(x, thrower):
        scope.memo = {**(scope.memo or {}), _THROWN: [*(other.key for other in _others(x, scope, None)), thrower.key]}


def last_completed(x: Execution, thrower: ElementInstance) -> Undoable | None:
    """Return what a throwing event has to undo next, behind the scope that it completed in."""
    wanted = _activity_id(x, thrower), _limit(thrower)
    return _last_of(x, _visible_scopes(x, thrower), *wanted, but_for=thrower.key)


def rest(x: Execution, thrower: ElementInstance) -> dict[str, Any]:
    """Return what an event throws that does not wait for it: the scopes, the activity if one is named, and until when it completed."""
    scopes = [scope.key for scope in _visible_scopes(x, thrower)]
    return {_SCOPES: scopes, ACTIVITY: _activity_id(x, thrower), _BELOW: x.new_key()}


def last_of_rest(x: Execution, rest: Mapping[str, Any]) -> Undoable | None:
    """Return what of a `rest` has to be undone next, behind the scope that it completed in; of a scope that has ended nothing."""
    scopes = [scope for scope in map(x.rows.get, rest[_SCOPES]) if not scope.is_final]
    return _last_of(x, scopes, rest[ACTIVITY], rest[_BELOW])


def undone_key(x: Execution, scope: ElementInstance) -> int:
    """Return the scope in which the activities completed: that of a sub-process being undone is the original one."""
    return (scope.compensates_key if x.facts.is_reopened(scope) else None) or scope.key


def _last_of(
    x: Execution, scopes: list[ElementInstance], activity_id: str | None, below: int | None, but_for: int | None = None
) -> Undoable | None:
    found = [(scope, _last(x, scope, activity_id, below, but_for)) for scope in scopes]
    undoable = [(scope, done) for scope, done in found if done is not None]
    return max(undoable, key=lambda pair: pair[1].compensation_order or 0, default=None)


def _last(
    x: Execution, scope: ElementInstance, activity_id: str | None, below: int | None, but_for: int | None
) -> ElementInstance | None:
    others = list(_others(x, scope, below, but_for))
    while (done := x.rows.last_compensable(undone_key(x, scope), activity_id, below=below)) is not None:
        order = done.compensation_order or 0
        if not any(order < (_limit(other) or 0) and _activity_id(x, other) in {None, done.element_id} for other in others):
            return done
        below = order
    return None


def _others(x: Execution, scope: ElementInstance, below: int | None, but_for: int | None = None) -> Iterator[ElementInstance]:
    """Yield the events that threw before, and are not done."""
    keys = (scope.memo or {}).get(_THROWN)
    for other in (x.rows.get(key) for key in (keys if isinstance(keys, list) else ()) if key != but_for):
        if not other.is_final and (below is None or (_limit(other) or 0) < below):
            yield other


def _limit(thrower: ElementInstance) -> int | None:
    before = (thrower.memo or {}).get(_BEFORE)
    return before if isinstance(before, int) else None


def _activity_id(x: Execution, thrower: ElementInstance) -> str | None:
    events = x.element(thrower).events
    return next(definition.activity_id for definition in events if isinstance(definition, CompensationDefinition))


def _visible_scopes(x: Execution, thrower: ElementInstance) -> list[ElementInstance]:
    """Return the scopes of which a throwing event sees the activities: its own, and from an event sub-process the one around.

    When one activity is named, that in which it lies (BPMN 2.0 §10.5.5).
    """
    activity_id = _activity_id(x, thrower)
    home = None if activity_id is None else x.model.elements[activity_id].parent_id
    scopes = [x.rows.get(thrower.scope_key or 0)]
    while scopes[-1].element_type is ElementType.EVENT_SUB_PROCESS:
        scopes.append(x.rows.get(scopes[-1].scope_key or 0))
    return scopes if home is None else [next((scope for scope in scopes if scope.element_id == home), scopes[-1])]
