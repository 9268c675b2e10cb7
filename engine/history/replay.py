"""Replaying a history: one function for each type of event that says something about a row, looked up in a table."""

from __future__ import annotations

import re
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from engine.history.case_facts import KEYS, OTHERS
from engine.history.event_facts import details_of, facts_of
from engine.history.rebuilt_case import UNTOLD, RebuiltCase, RebuiltElement, RebuiltTask
from engine.history.replay_operations import hold_lifted, hold_placed
from engine.history.replay_work import WORK
from engine.model.element_instance import ElementInstanceState
from engine.model.json_text import camel_case
from engine.model.process_instance import ProcessInstanceState
from engine.model.user_task import DEFAULT_PRIORITY, UserTaskState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from engine.model.history_event import HistoryEvent

_REFERENCE = re.compile(r'"contentHash":"([0-9a-f]{64})","documentId":"([^"\\]+)"')
"""A document reference in canonical text: its names are sorted."""


def replay(process_instance_key: int, events: Iterable[HistoryEvent]) -> RebuiltCase:
    """Return the state that follows from the events, which are in order of sequence."""
    case = RebuiltCase(process_instance_key)
    for event in events:
        try:
            for apply in _ALL.get(event.type, ()):
                apply(case, event)
        except (ValueError, LookupError, TypeError, AttributeError):
            # Whoever tampers need not write what makes sense; what this event tells is lost, that it does is a finding.
            case.unreadable.append(event.sequence)
        if event.details is not None and '"contentHash"' in event.details:
            case.documents.update((found[1], found[0]) for found in _REFERENCE.findall(event.details))
    return case


def _started(case: RebuiltCase, event: HistoryEvent) -> None:
    case.started_at = event.at
    facts, details = facts_of(event), details_of(event)
    if not facts:
        return
    for name in (*KEYS, *OTHERS):
        case.columns[name] = facts.get(camel_case(name))
    if details is None:
        case.columns["subject"] = UNTOLD
    else:
        case.columns["subject"] = details.get("subject")
    case.columns["root_process_instance_key"] = case.columns["root_process_instance_key"] or str(case.key)


def _completed(case: RebuiltCase, event: HistoryEvent) -> None:
    case.state, case.ended_at = ProcessInstanceState.COMPLETED.value, event.at


def _terminated(case: RebuiltCase, event: HistoryEvent) -> None:
    case.state, case.ended_at, case.suspended_at = ProcessInstanceState.TERMINATED.value, event.at, None


def _suspended(case: RebuiltCase, event: HistoryEvent) -> None:
    case.state, case.suspended_at = ProcessInstanceState.SUSPENDED.value, event.at


def _resumed(case: RebuiltCase, _event: HistoryEvent) -> None:
    case.state, case.suspended_at = ProcessInstanceState.ACTIVE.value, None


def _numbered(case: RebuiltCase, event: HistoryEvent) -> None:
    if case.columns:
        case.columns["business_id"] = facts_of(event)["businessId"]


def _migrated(case: RebuiltCase, event: HistoryEvent) -> None:
    facts = facts_of(event)
    source, target, mapping = facts.get("from"), facts.get("to"), facts.get("mapping")
    if not isinstance(source, dict) or not isinstance(target, dict) or not isinstance(mapping, dict):
        case.columns.clear()
        return
    # The scope of the case bears the id of its process.
    mapping = {source.get("processId"): target.get("processId"), **mapping}
    case.columns.update({name: target.get(camel_case(name)) for name in ("process_definition_key", "process_id", "version")})
    for element in case.elements.values():
        renamed = {mapping[each] for each in element.element_ids if each in mapping}
        # Of what has ended only what can still be undone is renamed, which the events do not tell.
        element.element_ids = renamed if renamed and element.ended_at is None else element.element_ids | renamed
    for task in case.user_tasks.values():
        element_id = task.columns.get("element_id")
        task.columns["element_id"] = mapping.get(element_id, element_id)
        if "ended_at" not in task.columns:
            task.columns |= {"name": UNTOLD, "form_key": UNTOLD, "duty": UNTOLD}


def _element(case: RebuiltCase, event: HistoryEvent, state: str) -> RebuiltElement:
    key = event.element_instance_key or 0
    element = case.elements.get(key)
    if element is None:
        element = case.elements[key] = RebuiltElement({event.element_id or ""}, state, event.at, place=facts_of(event))
    element.state = state
    return element


def _activated(case: RebuiltCase, event: HistoryEvent) -> None:
    _element(case, event, ElementInstanceState.ACTIVE.value)


def _held(case: RebuiltCase, event: HistoryEvent) -> None:
    _element(case, event, facts_of(event)["state"])


def _element_completed(case: RebuiltCase, event: HistoryEvent) -> None:
    _element(case, event, ElementInstanceState.COMPLETED.value).ended_at = event.at


def _element_terminated(case: RebuiltCase, event: HistoryEvent) -> None:
    _element(case, event, ElementInstanceState.TERMINATED.value).ended_at = event.at


def _variable(case: RebuiltCase, event: HistoryEvent) -> None:
    facts = facts_of(event)
    case.variables[int(facts["scopeKey"]), facts["name"]] = event.details


def _task_created(case: RebuiltCase, event: HistoryEvent) -> None:
    facts = facts_of(event)
    task = RebuiltTask(event.element_instance_key, {"element_id": event.element_id, "created_at": event.at})
    if "priority" in facts:
        task.columns |= {
            "name": facts.get("name", event.element_id),
            "assignee": facts.get("assignee"),
            "candidate_groups": facts.get("candidateGroups", []),
            "candidate_users": facts.get("candidateUsers", []),
            "due_at": _instant(facts.get("dueAt")),
            "follow_up_at": _instant(facts.get("followUpAt")),
            "priority": facts.get("priority", DEFAULT_PRIORITY),
            "form_key": facts.get("formKey"),
            "duty": facts.get("duty"),
        }
    task.columns["state"] = facts.get("state", UserTaskState.CREATED.value)
    case.user_tasks[int(facts["userTaskKey"])] = task
    case.tasks_by_element[event.element_instance_key or 0] = task


def _task_claimed(case: RebuiltCase, event: HistoryEvent) -> None:
    _set(case, event, assignee=event.actor)


def _task_assigned(case: RebuiltCase, event: HistoryEvent) -> None:
    details = details_of(event)
    _set(case, event, assignee=UNTOLD if details is None else details.get("after"))


def _task_updated(case: RebuiltCase, event: HistoryEvent) -> None:
    details = details_of(event)
    if details is None:
        names = ("candidate_groups", "candidate_users", "due_at", "follow_up_at", "priority")
        _set(case, event, **dict.fromkeys(names, UNTOLD))
    else:
        changes = dict(details.get("after") or {})
        _set(case, event, **{name: _instant(value) if name.endswith("_at") else value for name, value in changes.items()})


def _task_signed(case: RebuiltCase, event: HistoryEvent) -> None:
    task = case.tasks_by_element.get(event.element_instance_key or 0)
    if task is not None and task.columns.get("assignee") is None and "assignee" in task.columns:
        task.columns["assignee"] = event.actor
    _set(case, event, completed_by=event.actor, on_behalf_of=event.on_behalf_of, capacity=event.capacity)


def _task_offered(case: RebuiltCase, event: HistoryEvent) -> None:
    _set(case, event, state=UserTaskState.CREATED.value, completed_by=None)


def _task_held(case: RebuiltCase, event: HistoryEvent) -> None:
    _set(case, event, state=event.type.removeprefix("USER_TASK_"))


def _task_completed(case: RebuiltCase, event: HistoryEvent) -> None:
    _set(case, event, state=UserTaskState.COMPLETED.value, ended_at=event.at)


def _task_canceled(case: RebuiltCase, event: HistoryEvent) -> None:
    _set(case, event, state=UserTaskState.CANCELED.value, ended_at=event.at)


def _set(case: RebuiltCase, event: HistoryEvent, **columns: object) -> None:
    task = case.tasks_by_element.get(event.element_instance_key or 0)
    if task is not None:
        task.columns |= columns


def _commented(case: RebuiltCase, event: HistoryEvent) -> None:
    case.comments[int(facts_of(event)["commentKey"])] = event


def _erased(case: RebuiltCase, event: HistoryEvent) -> None:
    case.erased.update(facts_of(event).get("kinds", ()))


def _document_stored(case: RebuiltCase, event: HistoryEvent) -> None:
    details = details_of(event)
    if details is not None:
        case.documents[facts_of(event)["documentId"]] = details["sha256"]


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


_APPLIED: Mapping[str, Callable[[RebuiltCase, HistoryEvent], None]] = MappingProxyType(
    {
        "PROCESS_INSTANCE_STARTED": _started,
        "PROCESS_INSTANCE_COMPLETED": _completed,
        "PROCESS_INSTANCE_TERMINATED": _terminated,
        "PROCESS_INSTANCE_SUSPENDED": _suspended,
        "PROCESS_INSTANCE_RESUMED": _resumed,
        "BUSINESS_ID_ASSIGNED": _numbered,
        "PROCESS_INSTANCE_MIGRATED": _migrated,
        "PROCESS_INSTANCE_MIGRATION_REVERTED": _migrated,
        "ELEMENT_ACTIVATED": _activated,
        "ELEMENT_HELD": _held,
        "ELEMENT_COMPLETED": _element_completed,
        "ELEMENT_TERMINATED": _element_terminated,
        "VARIABLE_CREATED": _variable,
        "VARIABLE_UPDATED": _variable,
        "USER_TASK_CREATED": _task_created,
        "USER_TASK_CLAIMED": _task_claimed,
        "USER_TASK_ASSIGNED": _task_assigned,
        "USER_TASK_UNASSIGNED": _task_assigned,
        "USER_TASK_UPDATED": _task_updated,
        "USER_TASK_SIGNED": _task_signed,
        "USER_TASK_OFFERED": _task_offered,
        "USER_TASK_ASSIGNING": _task_held,
        "USER_TASK_UPDATING": _task_held,
        "USER_TASK_COMPLETING": _task_held,
        "USER_TASK_CANCELING": _task_held,
        "USER_TASK_CHANGE_DENIED": _task_offered,
        "USER_TASK_COMPLETION_DENIED": _task_offered,
        "USER_TASK_COMPLETED": _task_completed,
        "USER_TASK_CANCELED": _task_canceled,
        "COMMENT_ADDED": _commented,
        "DETAILS_ERASED": _erased,
        "DOCUMENT_STORED": _document_stored,
        "HOLD_PLACED": hold_placed,
        "HOLD_LIFTED": hold_lifted,
    }
)

_ALL: Mapping[str, tuple[Callable[[RebuiltCase, HistoryEvent], None], ...]] = MappingProxyType(
    {name: tuple(table[name] for table in (_APPLIED, WORK) if name in table) for name in {*_APPLIED, *WORK}}
)
