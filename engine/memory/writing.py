"""What each effect of the runtime means for rows in memory: a table from effect to function."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from engine.memory.rows import Rows, Work
from engine.runtime import effects as e

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

OPEN = frozenset({"CREATED", "CREATING", "ASSIGNING", "UPDATING", "COMPLETING", "CANCELING", "FAILED"})
Writer = Callable[[Rows, int, Any], None]


def write_all(rows: Rows, process_instance_key: int, effects: Iterable[e.Effect]) -> None:
    """Write what an execution of the process instance asks for; raise ValueError for a row that is inserted twice."""
    for effect in effects:
        WRITERS[type(effect)](rows, process_instance_key, effect)


def _process_instance(rows: Rows, _owner: int, effect: e.ProcessInstanceCreated | e.ProcessInstanceChanged) -> None:
    rows.process_instances[effect.process_instance.key] = copy.copy(effect.process_instance)


def _element_instance(rows: Rows, _owner: int, effect: e.ElementInstanceCreated | e.ElementInstanceChanged) -> None:
    row = effect.element_instance
    if isinstance(effect, e.ElementInstanceCreated) == (row.key in rows.element_instances):
        raise ValueError(f"{effect} does not fit what is there.")
    rows.element_instances[row.key] = copy.copy(row)


def _variable(rows: Rows, _owner: int, effect: e.VariableCreated | e.VariableChanged) -> None:
    row = effect.variable
    has_twin = rows.variable_keys.setdefault((row.scope_key, row.name), row.key) != row.key
    if has_twin or isinstance(effect, e.VariableCreated) == (row.key in rows.variables):
        raise ValueError(f"{effect} does not fit what is there.")
    rows.variables[row.key] = copy.copy(row)


def _waiting_token(rows: Rows, _owner: int, effect: e.WaitingTokenCreated | e.WaitingTokenChanged) -> None:
    token = effect.token
    place = (token.scope_key, token.element_id, token.flow_id)
    rows.tokens[place] = copy.copy(token)
    if not token.count:
        del rows.tokens[place]


def _user_task_created(rows: Rows, owner: int, effect: e.UserTaskCreated) -> None:
    rows.user_tasks[effect.key] = Work(effect, owner, "CREATING" if effect.is_creating else "CREATED")


def _user_task_changed(rows: Rows, _owner: int, effect: e.UserTaskChanged) -> None:
    for work in rows.user_tasks.values():
        if work.created.element_instance_key == effect.element_instance_key:
            work.created = replace(work.created, **effect.changes)


def _user_task_becomes(state: str) -> Writer:
    return lambda rows, _owner, effect: _change(rows.user_tasks, effect.element_instance_key, state)


def _job_created(rows: Rows, owner: int, effect: e.JobCreated) -> None:
    rows.jobs[effect.key] = Work(effect, owner)


def _jobs_canceled(rows: Rows, _owner: int, effect: e.JobsCanceled) -> None:
    _change(rows.jobs, effect.element_instance_key, "CANCELED")


def _job_offered(rows: Rows, _owner: int, effect: e.JobOffered) -> None:
    rows.jobs[effect.key].state = "CREATED"


def _timer_scheduled(rows: Rows, _owner: int, effect: e.TimerScheduled) -> None:
    rows.timers[effect.key] = effect


def _timer_fired(rows: Rows, _owner: int, effect: e.TimerFired) -> None:
    del rows.timers[effect.key]


def _timers_canceled(rows: Rows, _owner: int, effect: e.TimersCanceled) -> None:
    _delete(rows.timers, effect)


def _subscription_opened(rows: Rows, _owner: int, effect: e.SubscriptionOpened) -> None:
    rows.subscriptions[effect.key] = effect


def _condition_changed(rows: Rows, _owner: int, effect: e.ConditionChanged) -> None:
    key = effect.subscription_key
    rows.subscriptions[key] = replace(rows.subscriptions[key], is_true=effect.is_true)


def _subscription_closed(rows: Rows, _owner: int, effect: e.SubscriptionClosed) -> None:
    del rows.subscriptions[effect.key]


def _subscriptions_closed(rows: Rows, _owner: int, effect: e.SubscriptionsClosed) -> None:
    _delete(rows.subscriptions, effect)


def _incident_raised(rows: Rows, _owner: int, effect: e.IncidentRaised) -> None:
    rows.incidents[effect.key] = effect


def _incident_resolved(rows: Rows, _owner: int, effect: e.IncidentResolved) -> None:
    del rows.incidents[effect.key]


def _chunk_stored(rows: Rows, _owner: int, effect: e.InputChunkStored) -> None:
    rows.chunks[effect.body_key, effect.number] = list(effect.items)


def _chunks_deleted(rows: Rows, _owner: int, effect: e.InputChunksDeleted) -> None:
    for chunk in [chunk for chunk in rows.chunks if chunk[0] == effect.body_key]:
        del rows.chunks[chunk]


def _decision_evaluated(rows: Rows, _owner: int, effect: e.DecisionEvaluated) -> None:
    rows.decisions.append(effect)


def _history_recorded(rows: Rows, owner: int, effect: e.HistoryRecorded) -> None:
    rows.history.append((owner, effect))


def _continuation(rows: Rows, owner: int, effect: e.Effect) -> None:
    rows.continuations.append((owner, effect))


def _change(works: dict[int, Work], element_instance_key: int, state: str) -> None:
    for work in works.values():
        if work.created.element_instance_key == element_instance_key and work.state in OPEN:
            work.state = state


def _delete(table: dict[int, Any], closed: e.TimersCanceled | e.SubscriptionsClosed) -> None:
    ids = closed.element_ids
    for key, row in list(table.items()):
        if row.element_instance_key == closed.element_instance_key and (ids is None or row.element_id in ids):
            del table[key]


WRITERS: Mapping[type[Any], Writer] = MappingProxyType(
    {
        e.ProcessInstanceCreated: _process_instance,
        e.ProcessInstanceChanged: _process_instance,
        e.ElementInstanceCreated: _element_instance,
        e.ElementInstanceChanged: _element_instance,
        e.VariableCreated: _variable,
        e.VariableChanged: _variable,
        e.WaitingTokenCreated: _waiting_token,
        e.WaitingTokenChanged: _waiting_token,
        e.UserTaskCreated: _user_task_created,
        e.UserTaskOffered: _user_task_becomes("CREATED"),
        e.UserTaskHeld: lambda rows, _owner, effect: _change(rows.user_tasks, effect.element_instance_key, effect.state),
        e.UserTaskChanged: _user_task_changed,
        e.UserTaskCompleted: _user_task_becomes("COMPLETED"),
        e.UserTaskChangeDenied: _user_task_becomes("CREATED"),
        e.UserTaskCanceled: _user_task_becomes("CANCELED"),
        e.JobCreated: _job_created,
        e.JobsCanceled: _jobs_canceled,
        e.JobOffered: _job_offered,
        e.TimerScheduled: _timer_scheduled,
        e.TimerFired: _timer_fired,
        e.TimersCanceled: _timers_canceled,
        e.SubscriptionOpened: _subscription_opened,
        e.ConditionChanged: _condition_changed,
        e.SubscriptionClosed: _subscription_closed,
        e.SubscriptionsClosed: _subscriptions_closed,
        e.IncidentRaised: _incident_raised,
        e.IncidentResolved: _incident_resolved,
        e.InputChunkStored: _chunk_stored,
        e.InputChunksDeleted: _chunks_deleted,
        e.DecisionEvaluated: _decision_evaluated,
        e.HistoryRecorded: _history_recorded,
        e.MessageThrown: _continuation,
        e.SignalThrown: _continuation,
        e.CalledProcessRequested: _continuation,
        e.CalledProcessTerminated: _continuation,
        e.ParentNotified: _continuation,
        e.ContinuationRequested: _continuation,
    }
)
