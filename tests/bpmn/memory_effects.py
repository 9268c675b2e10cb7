"""One function that writes each effect to the rows."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from engine.runtime import effects as e
from tests.bpmn.memory_rows import Rows, Work

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def write_all(rows: Rows, process_instance_key: int, effects: Iterable[e.Effect]) -> None:
    for effect in effects:
        _write(rows, process_instance_key, effect)


def _write(rows: Rows, owner: int, effect: e.Effect) -> None:  # noqa: C901, PLR0912 (one case for each effect)
    match effect:
        case e.ProcessInstanceCreated(row) | e.ProcessInstanceChanged(row):
            rows.process_instances[row.key] = copy.copy(row)
        case e.ElementInstanceCreated(row):
            assert row.key not in rows.element_instances
            rows.element_instances[row.key] = copy.copy(row)
        case e.ElementInstanceChanged(row):
            assert row.key in rows.element_instances
            rows.element_instances[row.key] = copy.copy(row)
        case e.VariableCreated(row):
            assert all((v.scope_key, v.name) != (row.scope_key, row.name) for v in rows.variables.values())
            rows.variables[row.key] = copy.copy(row)
        case e.VariableChanged(row):
            rows.variables[row.key] = copy.copy(row)
        case e.WaitingTokenCreated(token) | e.WaitingTokenChanged(token):
            rows.tokens[token.scope_key, token.element_id, token.flow_id] = copy.copy(token)
            if not token.count:
                del rows.tokens[token.scope_key, token.element_id, token.flow_id]
        case e.UserTaskCreated():
            rows.user_tasks[effect.key] = Work(effect, owner, "CREATING" if effect.is_creating else "CREATED")
        case e.UserTaskOffered(key) | e.UserTaskCompletionDenied(key, _):
            _change(rows.user_tasks, key, "CREATED")
        case e.UserTaskCompleting(key):
            _change(rows.user_tasks, key, "COMPLETING")
        case e.UserTaskCompleted(key):
            _change(rows.user_tasks, key, "COMPLETED")
        case e.UserTaskCanceled(key):
            _change(rows.user_tasks, key, "CANCELED")
        case e.JobCreated():
            rows.jobs[effect.key] = Work(effect, owner)
        case e.JobsCanceled(key):
            _change(rows.jobs, key, "CANCELED")
        case e.JobOffered(key):
            rows.jobs[key].state = "CREATED"
        case e.TimerScheduled():
            rows.timers[effect.key] = effect
        case e.TimerFired(key):
            del rows.timers[key]
        case e.TimersCanceled(key, ids):
            _delete(rows.timers, lambda t: t.element_instance_key == key and (ids is None or t.element_id in ids))
        case e.SubscriptionOpened():
            rows.subscriptions[effect.key] = effect
        case e.ConditionChanged(key, is_true):
            rows.subscriptions[key] = replace(rows.subscriptions[key], is_true=is_true)
        case e.SubscriptionClosed(key):
            del rows.subscriptions[key]
        case e.SubscriptionsClosed(key, ids):
            _delete(rows.subscriptions, lambda s: s.element_instance_key == key and (ids is None or s.element_id in ids))
        case e.IncidentRaised():
            rows.incidents[effect.key] = effect
        case e.IncidentResolved(key):
            del rows.incidents[key]
        case e.InputChunkStored(key, number, items):
            rows.chunks[key, number] = list(items)
        case e.InputChunksDeleted(key):
            for chunk in [chunk for chunk in rows.chunks if chunk[0] == key]:
                del rows.chunks[chunk]
        case e.DecisionEvaluated():
            rows.decisions.append(effect)
        case e.HistoryRecorded():
            rows.history.append((owner, effect))
        case (
            e.MessageThrown()
            | e.SignalThrown()
            | e.CalledProcessRequested()
            | e.CalledProcessTerminated()
            | e.ParentNotified()
            | e.ContinuationRequested()
        ):
            rows.continuations.append((owner, effect))
        case _:
            assert_never(effect)


def _change(works: dict[int, Work], element_instance_key: int, state: str) -> None:
    for work in works.values():
        if work.created.element_instance_key == element_instance_key and work.state in {
            "CREATED",
            "CREATING",
            "COMPLETING",
            "FAILED",
        }:
            work.state = state


def _delete(table: dict[int, object], matches: Callable[..., bool]) -> None:
    for key in [key for key, row in table.items() if matches(row)]:
        del table[key]
