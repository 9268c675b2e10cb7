"""Task listeners: jobs done one after another while a user task is created, assigned, updated, completed or canceled.

What was asked for is kept aside until all of them are done; each may correct the user task, some may deny what was asked.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from engine.bpmn.process_model import Element, ListenerEvent
from engine.errors import RequestInvalid
from engine.runtime import listeners
from engine.runtime.effects import HistoryType, JobKind, JobsCanceled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.bpmn.process_model import Listener
    from engine.model.element_instance import ElementInstance
    from engine.runtime.execution import Execution
    from engine.runtime.ports import UserTaskFacts

_LISTENED = "taskListener"
"""In the memo of a user task's element instance: the change that its listeners are at work on."""
DENIABLE = frozenset({ListenerEvent.ASSIGNING, ListenerEvent.UPDATING, ListenerEvent.COMPLETING})
ATTRIBUTES = {
    "assignee": "assignee",
    "candidate_groups": "candidateGroups",
    "candidate_users": "candidateUsers",
    "due_at": "dueDate",
    "follow_up_at": "followUpDate",
    "priority": "priority",
}
"""What can be changed, and how the REST API calls it."""
HEADER = "io.camunda.zeebe:"


@dataclass(slots=True)
class Change:
    """What is to happen to a user task when its listeners are done; everything in it is JSON."""

    event: ListenerEvent
    action: str
    asked: dict[str, object] = field(default_factory=dict)
    """Attributes by their names in `ATTRIBUTES`."""
    payload: dict[str, object] = field(default_factory=dict)
    """Variables: the result of a completion, or what an update sets."""
    corrections: dict[str, object] = field(default_factory=dict)
    index: int = 0
    """Which listener of the event is at work."""
    is_asked: bool = False
    """Its job is open."""

    @property
    def attributes(self) -> dict[str, object]:
        """What the user task gets, corrections included."""
        return {**self.asked, **self.corrections}


def has(element: Element, event: ListenerEvent) -> bool:
    """Return whether the user task has listeners of the event."""
    return any(listener.event is event for listener in element.listeners)


def begin(x: Execution, instance: ElementInstance, change: Change, facts: UserTaskFacts | None = None) -> None:
    """Offer the job of the first listener; `facts` of a user task that is not stored yet. Raises CannotContinue."""
    _offer(x, instance, change, facts)


def remember(instance: ElementInstance, change: Change) -> None:
    """Keep a change whose listeners are still to be asked."""
    kept = {name: getattr(change, name) for name in Change.__slots__}
    instance.memo = {**(instance.memo or {}), _LISTENED: {**kept, "event": change.event.value}}


def pending(instance: ElementInstance) -> Change | None:
    """Return the change that listeners are at work on."""
    kept = (instance.memo or {}).get(_LISTENED)
    if not isinstance(kept, dict):
        return None
    return Change(**{**kept, "event": ListenerEvent(kept["event"])})


def answered(x: Execution, instance: ElementInstance, corrections: Mapping[str, object], *, denied: bool) -> Change | None:
    """Take a listener's answer in and offer the job of the next; return the change when all are done or one denied it.

    Raises RequestInvalid for what the event does not allow, CannotContinue when the next job cannot be offered.
    """
    change = pending(instance)
    if change is None:
        return None
    _require_allowed(change, corrections, denied=denied)
    change.corrections |= as_json(corrections)
    change.index, change.is_asked = change.index + 1, False
    remember(instance, change)
    return change if denied else go_on(x, instance)


def go_on(x: Execution, instance: ElementInstance) -> Change | None:
    """Offer the job of the listener whose turn it is; return the change when all are done; raise CannotContinue."""
    change = pending(instance)
    if change is None or change.is_asked:
        return None
    if change.index < len(_of(x.element(instance), change.event)):
        _offer(x, instance, change, None)
        return None
    return change


def forget(instance: ElementInstance) -> None:
    """Forget the change: it has been made, or denied."""
    instance.memo = {name: value for name, value in (instance.memo or {}).items() if name != _LISTENED} or None


def withdraw(x: Execution, instance: ElementInstance) -> None:
    """Withdraw the job of whatever else was going on: the user task is canceled."""
    if pending(instance) is not None:
        x.emit(JobsCanceled(instance.key))
        x.record(HistoryType.JOB_CANCELED, instance)
        forget(instance)


def as_values(attributes: Mapping[str, object]) -> dict[str, object]:
    """Return attributes as the user task holds them: times as datetimes."""
    return {
        name: datetime.fromisoformat(value) if name.endswith("_at") and isinstance(value, str) else value
        for name, value in attributes.items()
    }


def as_json(attributes: Mapping[str, object]) -> dict[str, object]:
    """Return attributes as they can be kept: times as ISO 8601 texts."""
    return {name: _as_json(value) for name, value in attributes.items()}


def known(facts: UserTaskFacts, names: Mapping[str, object]) -> dict[str, object]:
    """Return the attributes that the user task has, of these names, as JSON."""
    return {name: _as_json(getattr(facts, name)) for name in names}


def _offer(x: Execution, instance: ElementInstance, change: Change, facts: UserTaskFacts | None) -> None:
    listener = _of(x.element(instance), change.event)[change.index]
    found = facts or x.rows.reader.user_task(instance.key)
    listeners.create_job(x, instance, listener, JobKind.TASK_LISTENER, _headers(found, change) if found else {})
    change.is_asked = True
    remember(instance, change)


def _headers(facts: UserTaskFacts, change: Change) -> dict[str, str]:
    """Return what the listener is told of the user task as it would be after the change."""
    values = {**known(facts, ATTRIBUTES), **change.attributes}
    compared = change.corrections if change.event is ListenerEvent.CREATING else change.attributes
    changed = [ATTRIBUTES[name] for name, value in compared.items() if value != known(facts, {name: None})[name]]
    told: dict[str, object] = {ATTRIBUTES[name]: value for name, value in values.items()}
    told |= {"action": change.action, "userTaskKey": str(facts.key), "formKey": facts.form_key and str(facts.form_key)}
    told["changedAttributes"] = changed + (["variables"] if change.payload and change.event is ListenerEvent.UPDATING else [])
    written = {HEADER + name: _text(value) for name, value in told.items() if value is not None and value != ""}
    return {**facts.headers, **written}


def _require_allowed(change: Change, corrections: Mapping[str, object], *, denied: bool) -> None:
    if denied and change.event not in DENIABLE:
        raise RequestInvalid(f"A listener of {change.event} cannot deny it.", "denied")
    if denied and corrections:
        raise RequestInvalid("A listener that denies a change cannot correct it too.", "corrections")
    if change.event is ListenerEvent.CREATING and change.asked.get("assignee") and "assignee" in corrections:
        raise RequestInvalid("The diagram names an assignee; a listener of assigning may correct it.", "assignee")


def _of(element: Element, event: ListenerEvent) -> list[Listener]:
    return [listener for listener in element.listeners if listener.event is event]


def _as_json(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
