"""Holding the rows of a case against the state that follows from its events."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engine.history import row_check_work as work
from engine.history.canonical_json import canonical
from engine.history.differences import Difference, Row, compared
from engine.history.findings import Finding, FindingKind
from engine.model import json_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.history.rebuilt_case import RebuiltCase, RebuiltElement


@dataclass(slots=True)
class CaseRows:
    """The rows of one case that its events speak of."""

    process_instance: Row
    element_instances: list[Row] = field(default_factory=list)
    variables: list[Row] = field(default_factory=list)
    user_tasks: list[Row] = field(default_factory=list)
    comments: list[Row] = field(default_factory=list)
    documents: list[Row] = field(default_factory=list)
    legal_holds: list[Row] = field(default_factory=list)
    jobs: list[Row] = field(default_factory=list)
    incidents: list[Row] = field(default_factory=list)
    timers: list[Row] = field(default_factory=list)
    waiting_tokens: list[Row] = field(default_factory=list)
    decision_instances: list[Row] = field(default_factory=list)


def check_rows(chain: str, told: RebuiltCase, rows: CaseRows) -> list[Finding]:
    """Return a finding for each row that differs from what the last event about it says, is missing, or comes from nowhere."""
    unreadable = [
        Finding(FindingKind.ALTERED, f"event {sequence} does not say what its type says", chain, sequence)
        for sequence in told.unreadable
    ]
    return unreadable + [
        Finding(FindingKind.ROW_DIFFERS, message, chain, row=row)
        for differences in (
            _process_instance(told, rows.process_instance),
            _elements(told, rows.element_instances),
            _variables(told, rows.variables),
            _user_tasks(told, rows.user_tasks),
            _comments(told, rows.comments),
            _documents(told, rows.documents),
            _holds(told, rows.legal_holds),
            work.check_jobs(told, rows.jobs),
            work.check_incidents(told, rows.incidents),
            work.check_timers(told, rows.timers),
            work.check_tokens(told, rows.waiting_tokens),
            work.check_decisions(told, rows.decision_instances),
        )
        for row, message in differences
    ]


def _process_instance(told: RebuiltCase, row: Row) -> Iterator[Difference]:
    columns = {
        **told.columns,
        "state": told.state,
        "started_at": told.started_at,
        "ended_at": told.ended_at,
        "suspended_at": told.suspended_at,
    }
    yield from compared(f"process_instance:{told.key}", columns, row)


def _elements(told: RebuiltCase, rows: list[Row]) -> Iterator[Difference]:
    missing = dict(told.elements)
    for row in rows:
        name, element = f"element_instance:{row.key}", missing.pop(row.key, None)
        if element is None:
            yield name, "no event tells of this element instance"
        else:
            yield from _element(name, told.key, element, row)
    for key in missing:
        yield f"element_instance:{key}", "the element instance that events tell of is gone"


def _element(name: str, case_key: int, told: RebuiltElement, row: Row) -> Iterator[Difference]:
    if row.element_id not in told.element_ids:
        yield name, f"element_id is {row.element_id}, the events say {' or '.join(sorted(told.element_ids))}"
    columns: dict[str, object] = {"state": told.state, "started_at": told.started_at, "ended_at": told.ended_at}
    if told.place.get("elementType"):
        columns["element_type"] = told.place["elementType"]
        columns["loop_counter"] = told.place.get("loopCounter", 0)
        scope = told.place.get("scopeKey") or (None if row.key == case_key else str(case_key))
        if scope != (None if row.scope_key is None else str(row.scope_key)):
            yield name, f"scope_key is {row.scope_key}, the events say {scope}"
    yield from compared(name, columns, row)


def _variables(told: RebuiltCase, rows: list[Row]) -> Iterator[Difference]:
    missing = dict(told.variables)
    for row in rows:
        name, place = f"variable:{row.key}", (row.scope_key, row.name)
        if place not in missing:
            yield name, f"no event tells of the variable {row.name} in the scope {row.scope_key}"
            continue
        details = missing.pop(place)
        if details is not None and not _is_value(details, row.value):
            yield name, f"the value of {row.name} is not the one that was set last"
    for scope_key, name in missing if "details" not in told.erased else ():
        yield f"variable:{scope_key}/{name}", "the variable that events tell of is gone"


def _is_value(details: str, text: str) -> bool:
    if details == f'{{"after":{text}}}':
        return True
    try:
        told = json.loads(details)
        if "afterText" in told:
            return bool(told["afterText"] == text)
        return canonical(told["after"]) == canonical(json_text.loads(text))
    except (ValueError, LookupError, TypeError):
        return False


def _user_tasks(told: RebuiltCase, rows: list[Row]) -> Iterator[Difference]:
    missing = dict(told.user_tasks)
    for row in rows:
        name, task = f"user_task:{row.key}", missing.pop(row.key, None)
        if task is None:
            yield name, "no event tells of this user task"
            continue
        fixed = {"ended_at": None, "completed_by": None, "on_behalf_of": None, "capacity": None}
        yield from compared(name, {**fixed, "element_instance_key": task.element_instance_key, **task.columns}, row)
    for key in missing:
        yield f"user_task:{key}", "the user task that events tell of is gone"


def _comments(told: RebuiltCase, rows: list[Row]) -> Iterator[Difference]:
    missing = dict(told.comments)
    for row in rows:
        name = f"comment:{row.key}"
        if row.key not in missing:
            yield name, "no event tells of this comment"
            continue
        event = missing.pop(row.key)
        yield from compared(name, {"author": event.actor, "created_at": event.at}, row)
        is_same = row.text is not None and event.details is not None and f'"text":{canonical(row.text)}' in event.details
        if not is_same and (event.details is not None or row.text is not None):
            yield name, "the text is not the one that was written"
    for key in missing if "comments" not in told.erased else ():
        yield f"comment:{key}", "the comment that events tell of is gone"


def _documents(told: RebuiltCase, rows: list[Row]) -> Iterator[Difference]:
    for row in rows:
        sha256 = told.documents.get(row.document_id)
        if sha256 is not None and sha256 != row.sha256:
            yield f"document:{row.document_id}", "the content is not the one that was stored"


def _holds(told: RebuiltCase, rows: list[Row]) -> Iterator[Difference]:
    name, event = f"legal_hold:{told.key}", told.hold
    if event is None:
        yield from ((name, "no event tells of this legal hold") for _ in rows)
        return
    if not rows:
        yield name, "the legal hold that events tell of is gone"
    for row in rows:
        yield from compared(name, {"placed_by": event.actor, "placed_at": event.at}, row)
        if event.details is not None and json.loads(event.details).get("reason") != row.reason:
            yield name, "the reason is not the one that was given"
