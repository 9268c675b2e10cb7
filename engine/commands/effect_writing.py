"""What each effect of the runtime means for rows: a table from effect to function, collected into the command's change set."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from engine.commands import continuation_writing, wait_writing, work_writing
from engine.commands.decision_rows import decision_rows
from engine.history.case_facts import case_facts
from engine.runtime import effects as e

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from engine.commands.writing import Writing


def apply(writing: Writing, happened: Iterable[e.Effect]) -> None:
    """Collect what the effects, in order, mean for rows."""
    for effect in happened:
        WRITERS[type(effect)](writing, effect)


def _process_instance_is_written_anyway(
    _writing: Writing, _effect: e.ProcessInstanceCreated | e.ProcessInstanceChanged
) -> None:
    """Do nothing: every command writes its process instance, whose history has grown."""


def _element_instance(writing: Writing, effect: e.ElementInstanceCreated | e.ElementInstanceChanged) -> None:
    writing.changes.element_instances.append(effect.element_instance)


def _variable(writing: Writing, effect: e.VariableCreated | e.VariableChanged) -> None:
    writing.changes.variables.append(effect.variable)


def _waiting_token(writing: Writing, effect: e.WaitingTokenCreated | e.WaitingTokenChanged) -> None:
    writing.changes.waiting_tokens.append(effect.token)


def _decision_evaluated(writing: Writing, effect: e.DecisionEvaluated) -> None:
    instance = writing.process_instance
    rows = decision_rows(writing.work, effect.key, effect.decision, effect.result)
    for row in rows:
        row.process_instance_key = instance.key
        row.process_definition_key = instance.process_definition_key
        row.element_id = effect.element_id
        row.element_instance_key = effect.element_instance_key
    writing.changes.decision_instances.extend(rows)


def _input_chunk_stored(writing: Writing, effect: e.InputChunkStored) -> None:
    row = {"body_key": effect.body_key, "number": effect.number, "items": list(effect.items)}
    writing.changes.input_chunks.append(row)


def _input_chunks_deleted(writing: Writing, effect: e.InputChunksDeleted) -> None:
    writing.changes.deleted_input_chunks.add(effect.body_key)


def _history_recorded(writing: Writing, effect: e.HistoryRecorded) -> None:
    is_start = effect.type is e.HistoryType.PROCESS_INSTANCE_STARTED
    writing.recorder.record(
        effect.type.value,
        {**_facts_of_start(writing), **effect.data} if is_start else effect.data,
        element_id=effect.element_id,
        element_instance_key=effect.element_instance_key,
    )


def _facts_of_start(writing: Writing) -> dict[str, object]:
    form = {} if writing.start_form_key is None else {"formKey": str(writing.start_form_key)}
    reason = {} if writing.start_reason is None else {"reason": writing.start_reason}
    return {**case_facts(writing.process_instance), **form, **reason}


WRITERS: Mapping[type[Any], Callable[[Writing, Any], None]] = MappingProxyType(
    {
        e.ProcessInstanceCreated: _process_instance_is_written_anyway,
        e.ProcessInstanceChanged: _process_instance_is_written_anyway,
        e.ElementInstanceCreated: _element_instance,
        e.ElementInstanceChanged: _element_instance,
        e.VariableCreated: _variable,
        e.VariableChanged: _variable,
        e.WaitingTokenCreated: _waiting_token,
        e.WaitingTokenChanged: _waiting_token,
        e.UserTaskCreated: work_writing.user_task_created,
        e.UserTaskOffered: work_writing.user_task_offered,
        e.UserTaskHeld: work_writing.user_task_held,
        e.UserTaskChanged: work_writing.user_task_changed,
        e.UserTaskCompleted: work_writing.user_task_completed,
        e.UserTaskChangeDenied: work_writing.user_task_change_denied,
        e.UserTaskCanceled: work_writing.user_task_canceled,
        e.JobCreated: work_writing.job_created,
        e.JobsCanceled: work_writing.jobs_canceled,
        e.JobOffered: work_writing.job_offered,
        e.IncidentRaised: work_writing.incident_raised,
        e.IncidentResolved: work_writing.incident_resolved,
        e.TimerScheduled: wait_writing.timer_scheduled,
        e.TimerFired: wait_writing.timer_fired,
        e.TimersCanceled: wait_writing.timers_canceled,
        e.SubscriptionOpened: wait_writing.subscription_opened,
        e.ConditionChanged: wait_writing.condition_changed,
        e.SubscriptionClosed: wait_writing.subscription_closed,
        e.SubscriptionsClosed: wait_writing.subscriptions_closed,
        e.MessageThrown: continuation_writing.message_thrown,
        e.SignalThrown: continuation_writing.signal_thrown,
        e.CalledProcessRequested: continuation_writing.called_process_requested,
        e.CalledProcessTerminated: continuation_writing.called_process_terminated,
        e.ParentNotified: continuation_writing.parent_notified,
        e.ContinuationRequested: continuation_writing.continuation_requested,
        e.DecisionEvaluated: _decision_evaluated,
        e.InputChunkStored: _input_chunk_stored,
        e.InputChunksDeleted: _input_chunks_deleted,
        e.HistoryRecorded: _history_recorded,
    },
)
