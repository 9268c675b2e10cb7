"""Replaying what the events of a case tell of its work: one function for each type of event, looked up in a table."""

from __future__ import annotations

from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from engine.bpmn.process_model import ElementType
from engine.history.event_facts import facts_of
from engine.history.rebuilt_case import UNTOLD
from engine.history.rebuilt_work import RebuiltIncident, RebuiltJob
from engine.history.replay_operations import migrated, modified
from engine.model.history_event import NO_FACTS
from engine.model.job import JobState

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from engine.history.rebuilt_case import RebuiltCase
    from engine.model.history_event import HistoryEvent

EVENT_SUB_PROCESS = ElementType.EVENT_SUB_PROCESS.value
THROWN = frozenset({JobState.ERROR_THROWN.value})
WITHDRAWN = frozenset({JobState.CANCELED.value, JobState.ERROR_THROWN.value})
"""A job whose element was terminated by the very error that it threw keeps that state."""


def _key(event: HistoryEvent) -> int:
    return event.element_instance_key or 0


def _job_created(case: RebuiltCase, event: HistoryEvent) -> None:
    facts = facts_of(event)
    columns = {
        "type": facts["type"],
        "retries": facts.get("retries", UNTOLD),
        "created_at": event.at,
        "ended_at": None,
    }
    case.work.jobs[int(facts["jobKey"])] = RebuiltJob(event.element_instance_key, columns)


def _job_completed(case: RebuiltCase, event: HistoryEvent) -> None:
    job = case.work.jobs[int(facts_of(event)["jobKey"])]
    job.states = frozenset({JobState.COMPLETED.value})
    job.columns["ended_at"] = event.at


def _job_failed(case: RebuiltCase, event: HistoryEvent) -> None:
    facts = facts_of(event)
    job = case.work.jobs[int(facts["jobKey"])]
    job.columns["retries"] = facts["retries"]
    if facts["retries"] == 0:
        job.states = frozenset({JobState.FAILED.value})


def _job_updated(case: RebuiltCase, event: HistoryEvent) -> None:
    facts = facts_of(event)
    case.work.jobs[int(facts["jobKey"])].columns["retries"] = facts["retries"]


def _jobs_canceled(case: RebuiltCase, event: HistoryEvent) -> None:
    for job in _open_jobs(case, _key(event)):
        job.states, job.columns["ended_at"] = WITHDRAWN, event.at
        if job.retries_before is not None and job.retries_before[0] == event.sequence - 1:
            job.columns["retries"] = job.retries_before[1]


def _error_thrown(case: RebuiltCase, event: HistoryEvent) -> None:
    for job in _open_jobs(case, _key(event)):
        job.states, job.columns["ended_at"] = THROWN, event.at


def _open_jobs(case: RebuiltCase, element_instance_key: int) -> list[RebuiltJob]:
    jobs = case.work.jobs
    return [job for job in jobs.values() if job.element_instance_key == element_instance_key and job.is_open] if jobs else []


def _incident_raised(case: RebuiltCase, event: HistoryEvent) -> None:
    facts = facts_of(event)
    case.work.incidents[_key(event)].append(RebuiltIncident(event, facts))
    if facts.get("errorType") == "UNHANDLED_ERROR_EVENT":
        _error_thrown(case, event)


def _incident_resolved(case: RebuiltCase, event: HistoryEvent) -> None:
    case.work.incidents[_key(event)][-1].resolved = event
    for job in _open_jobs(case, _key(event)):
        if job.states != {JobState.CREATED.value}:
            job.states, job.columns["ended_at"] = frozenset({JobState.CREATED.value}), None
            retries = job.columns["retries"]
            job.retries_before = event.sequence, retries
            job.columns["retries"] = max(retries, 1) if isinstance(retries, int) else UNTOLD


def _timer_scheduled(case: RebuiltCase, event: HistoryEvent) -> None:
    facts = facts_of(event)
    case.work.timers[_key(event), facts["eventId"]].append(datetime.fromisoformat(facts["dueAt"]))


def _timer_fired(case: RebuiltCase, event: HistoryEvent) -> None:
    facts = facts_of(event)
    due = case.work.timers[_key(event), facts["eventId"]]
    fired = datetime.fromisoformat(facts["dueAt"])
    if due:
        due.remove(fired if fired in due else due[0])
    if "nextDueAt" in facts:
        due.append(datetime.fromisoformat(facts["nextDueAt"]))


def _flow_taken(case: RebuiltCase, event: HistoryEvent) -> None:
    if event.facts != NO_FACTS:
        facts = facts_of(event)
        waiting = case.work.tokens[_key(event), facts["waitsAt"]]
        flow = event.element_id or ""
        waiting[flow] = waiting.get(flow, 0) + 1
        if "quantity" in facts:
            case.work.quantities[facts["waitsAt"]] = facts["quantity"]


def _activated(case: RebuiltCase, event: HistoryEvent) -> None:
    work = case.work
    if not work.tokens and EVENT_SUB_PROCESS not in event.facts:
        return
    facts = facts_of(event)
    scope = int(facts.get("scopeKey") or case.key)
    if facts.get("elementType") == EVENT_SUB_PROCESS:
        work.disturbed.add(scope)
    place = (scope, event.element_id or "")
    waiting = work.tokens.get(place)
    if not waiting or _key(event) in work.joined or _key(event) in work.put_there:
        return
    if facts.get("flowId"):
        _let_through(case, event, place, facts["flowId"])
        return
    is_complex = facts.get("elementType") == ElementType.COMPLEX_GATEWAY
    work.joined[_key(event)] = place, frozenset(waiting) if is_complex else None
    missing = work.quantities.get(place[1])
    for flow in list(waiting):
        taken = 1 if missing is None else min(waiting[flow], missing)
        missing = None if missing is None else missing - taken
        _take(waiting, flow, taken)


def _let_through(case: RebuiltCase, event: HistoryEvent, place: tuple[int, str], flow: str) -> None:
    """Take the token that waited for others until a migration let it go on."""
    if flow in case.work.tokens[place]:
        case.work.joined[_key(event)] = place, None
        _take(case.work.tokens[place], flow, 1)


def _held(case: RebuiltCase, event: HistoryEvent) -> None:
    if '"ACTIVATING"' in event.facts:
        _activated(case, event)
    elif '"COMPLETING"' in event.facts:
        _take_the_rest(case, event)


def _take(waiting: dict[str, int], flow: str, count: int) -> None:
    waiting[flow] -= count
    if not waiting[flow]:
        del waiting[flow]


def _take_the_rest(case: RebuiltCase, event: HistoryEvent) -> None:
    """Take what came to a complex gateway while it waited for the rest: it does so when it is to end."""
    place, flows = case.work.joined.pop(_key(event), ((0, ""), None)) if case.work.joined else ((0, ""), None)
    if flows is not None:
        waiting = case.work.tokens[place]
        for flow in set(waiting) - flows:
            _take(waiting, flow, 1)


def _terminated(case: RebuiltCase, event: HistoryEvent) -> None:
    for job in _open_jobs(case, _key(event)):
        job.states, job.columns["ended_at"] = WITHDRAWN, UNTOLD
    scope = facts_of(event).get("scopeKey") if event.facts != NO_FACTS else None
    case.work.disturbed |= {_key(event), int(scope or case.key)}


def _transaction_canceled(case: RebuiltCase, event: HistoryEvent) -> None:
    """Expect no longer that tokens wait at the transaction's joins: they end with all else in it."""
    case.work.disturbed.add(_key(event))


def _decision_evaluated(case: RebuiltCase, event: HistoryEvent) -> None:
    case.work.decisions[int(facts_of(event)["decisionInstanceKey"])] = event


WORK: Mapping[str, Callable[[RebuiltCase, HistoryEvent], None]] = MappingProxyType(
    {
        "JOB_CREATED": _job_created,
        "JOB_COMPLETED": _job_completed,
        "JOB_FAILED": _job_failed,
        "JOB_UPDATED": _job_updated,
        "JOB_CANCELED": _jobs_canceled,
        "ERROR_THROWN": _error_thrown,
        "INCIDENT_RAISED": _incident_raised,
        "INCIDENT_RESOLVED": _incident_resolved,
        "TIMER_SCHEDULED": _timer_scheduled,
        "TIMER_FIRED": _timer_fired,
        "SEQUENCE_FLOW_TAKEN": _flow_taken,
        "ELEMENT_ACTIVATED": _activated,
        "ELEMENT_HELD": _held,
        "ELEMENT_COMPLETED": _take_the_rest,
        "ELEMENT_TERMINATED": _terminated,
        "TRANSACTION_CANCELED": _transaction_canceled,
        "DECISION_EVALUATED": _decision_evaluated,
        "PROCESS_INSTANCE_MODIFIED": modified,
        "PROCESS_INSTANCE_MIGRATED": migrated,
        "PROCESS_INSTANCE_MIGRATION_REVERTED": migrated,
    }
)
