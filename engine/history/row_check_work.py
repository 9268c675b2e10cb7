"""Holding the rows of a case's work against its events: jobs, incidents, timers, waiting tokens, evaluated decisions."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from engine.history.canonical_json import canonical
from engine.history.differences import Difference, Row, compared
from engine.model.element_instance import ElementInstanceState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from engine.history.rebuilt_case import RebuiltCase
    from engine.history.rebuilt_work import RebuiltIncident
    from engine.model.history_event import HistoryEvent


def check_jobs(told: RebuiltCase, rows: list[Row]) -> Iterator[Difference]:
    """Yield the jobs that are not what the events say."""
    missing = dict(told.work.jobs)
    for row in rows:
        name, job = f"job:{row.key}", missing.pop(row.key, None)
        if job is None:
            yield name, "no event tells of this job"
            continue
        yield from compared(name, {**job.columns, "element_instance_key": job.element_instance_key}, row)
        yield from _at_its_element(name, told, row)
        if row.state not in job.states:
            yield name, f"state is {row.state}, the events say {' or '.join(sorted(job.states))}"
    for key in missing:
        yield f"job:{key}", "the job that events tell of is gone"


def check_incidents(told: RebuiltCase, rows: list[Row]) -> Iterator[Difference]:
    """Yield the incidents that are not what the events say; an element instance has one after the other."""
    found: dict[int, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: int(row.key)):
        found[row.element_instance_key].append(row)
    for key, mine in found.items():
        incidents = told.work.incidents.get(key, [])
        for row, incident in zip(mine, incidents, strict=False):
            yield from _incident(f"incident:{row.key}", incident, row)
            yield from _at_its_element(f"incident:{row.key}", told, row)
        for row in mine[len(incidents) :]:
            yield f"incident:{row.key}", "no event tells of this incident"
    for key, incidents in told.work.incidents.items():
        if len(found.get(key, ())) < len(incidents):
            yield f"incident:element {key}", "the incident that events tell of is gone"


def check_timers(told: RebuiltCase, rows: list[Row]) -> Iterator[Difference]:
    """Yield the timers that are not due when the events say; one that could not be fired is tried again later."""
    found: dict[tuple[int, str], list[Row]] = defaultdict(list)
    for row in rows:
        found[row.element_instance_key, row.element_id].append(row)
    for place in found.keys() | told.work.timers.keys():
        if place[0] in told.work.untold_timers:
            continue
        due = list(told.work.timers.get(place, ())) if _is_alive(told, place[0]) else []
        for row in sorted(found.get(place, ()), key=lambda row: bool(row.attempts)):
            yield from _timer(due, row)
        if due and _is_undisturbed(told, place[0]):
            yield f"timer:element {place[0]}", f"the timer of {place[1]} that events tell of is gone"


def check_tokens(told: RebuiltCase, rows: list[Row]) -> Iterator[Difference]:
    """Yield the tokens that wait at joins though no event tells of them, and those that are gone."""
    found = {(row.scope_key, row.element_id, row.flow_id): row.count for row in rows}
    expected = {(*place, flow): count for place, flows in told.work.tokens.items() for flow, count in flows.items()}
    for place in found.keys() | expected.keys():
        scope, element, flow = place
        there, said = found.get(place, 0), expected.get(place, 0) if _is_alive(told, scope) else 0
        is_gone = there < said and _is_undisturbed(told, scope)
        if scope not in told.work.untold_tokens and (there > said or is_gone):
            yield f"waiting_token:{scope}/{element}/{flow}", f"{there} tokens wait, the events say {said}"


def check_decisions(told: RebuiltCase, rows: list[Row]) -> Iterator[Difference]:
    """Yield the evaluated decisions whose grounds are not those that were recorded."""
    found: dict[int, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: int(row.index)):
        found[row.evaluation_key].append(row)
    for key in found.keys() | told.work.decisions.keys():
        name, event = f"decision_instance:{key}", told.work.decisions.get(key)
        if event is None:
            yield name, "no event tells of this decision"
        elif key not in found:
            if "payloads" not in told.erased:
                yield name, "the decision that events tell of is gone"
        elif event.details is not None:
            yield from _grounds(name, event, found[key])


def _at_its_element(name: str, told: RebuiltCase, row: Row) -> Iterator[Difference]:
    element = told.elements.get(row.element_instance_key)
    if element is not None and row.element_id not in element.element_ids:
        yield name, f"element_id is {row.element_id}, the events say {' or '.join(sorted(element.element_ids))}"


def _incident(name: str, told: RebuiltIncident, row: Row) -> Iterator[Difference]:
    columns: dict[str, object] = {"created_at": told.raised.at, "error_type": told.facts.get("errorType")}
    if told.raised.details is not None:
        columns["error_message"] = json.loads(told.raised.details).get("message")
    resolved = told.resolved
    columns["state"] = "ACTIVE" if resolved is None else "RESOLVED"
    columns["resolved_at"] = None if resolved is None else resolved.at
    columns["resolved_by"] = None if resolved is None else resolved.actor
    yield from compared(name, columns, row)


def _timer(due: list[datetime], row: Row) -> Iterator[Difference]:
    """Take what the row stands for out of `due`; yield what is wrong with the row."""
    postponed = [at for at in due if at <= row.due_at] if row.attempts else []
    match = row.due_at if row.due_at in due else postponed[0] if postponed else None
    if match is not None:
        due.remove(match)
    elif due:
        yield f"timer:{row.key}", f"due_at is {row.due_at}, the events say {due.pop(0)}"
    else:
        yield f"timer:{row.key}", "no event tells of this timer"


def _is_alive(told: RebuiltCase, element_instance_key: int) -> bool:
    element = told.elements.get(element_instance_key)
    return element is not None and element.ended_at is None


def _is_undisturbed(told: RebuiltCase, element_instance_key: int) -> bool:
    """Tell whether nothing could have taken away what waits there, but for the events that say so."""
    element = told.elements.get(element_instance_key)
    is_active = element is not None and element.state == ElementInstanceState.ACTIVE.value
    return is_active and element_instance_key not in told.work.disturbed


def _grounds(name: str, event: HistoryEvent, rows: list[Row]) -> Iterator[Difference]:
    told: list[dict[str, Any]] = json.loads(event.details or "{}").get("evaluatedDecisions", [])
    if len(told) != len(rows):
        yield name, f"there are {len(rows)} decisions, the events say {len(told)}"
        return
    for row, grounds in zip(rows, told, strict=True):
        columns = {
            "decision_id": (row.decision_id, grounds.get("decisionId")),
            "decision_name": (row.decision_name, grounds.get("decisionName")),
            "output": (row.output, grounds.get("output")),
            "inputs": (row.inputs, grounds.get("evaluatedInputs")),
            "matched_rules": (row.matched_rules, grounds.get("matchedRules")),
            "element_instance_key": (row.element_instance_key, event.element_instance_key),
            "evaluated_at": (str(row.evaluated_at), str(event.at)),
        }
        for column, (found, said) in columns.items():
            if canonical(found) != canonical(said):
                yield name, f"{column} of {row.decision_id} is not what was recorded"
