"""A locked process instance inside a command: its entity, its execution, and the changes that are written together."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from engine.commands import effect_writing, meetings
from engine.commands.writing import Writing
from engine.errors import CaseSuspended, NotFound
from engine.history.chain import HistoryRecorder
from engine.runtime.execution import Execution
from engine.runtime.ports import ConditionSubscription, SignalSubscription, UserTaskFacts
from engine.store import process_instances as store
from engine.store.change_set import ChangeSet, write
from engine.store.instance_state import InstanceState
from engine.store.user_tasks import find_user_task_of_element

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.commands.command import Work
    from engine.model.case_key import CaseCipher
    from engine.model.process_instance import ProcessInstance
    from engine.model.user_task import UserTask


class StoredState(InstanceState):
    """InstanceState in the runtime's words; see engine.runtime.ports.StateReader."""

    touched: Mapping[int, UserTask] = MappingProxyType({})
    """The user tasks that the command itself changes, by element instance."""

    def user_task(self, element_instance_key: int) -> UserTaskFacts | None:
        """Return the user task of an element instance, as the command has it when it touches it."""
        task = self.touched.get(element_instance_key) or find_user_task_of_element(self._connection, element_instance_key)
        if task is None:
            return None
        return UserTaskFacts(
            task.key,
            task.assignee,
            tuple(task.candidate_groups),
            tuple(task.candidate_users),
            task.due_at,
            task.follow_up_at,
            task.priority,
            task.form_key,
            task.headers,
        )

    def condition_subscriptions(self) -> Sequence[ConditionSubscription]:
        """Return the open condition subscriptions of the process instance, by key."""
        return [
            ConditionSubscription(
                row.key, row.element_instance_key or 0, row.element_id, row.event_index, row.is_interrupting, row.is_true
            )
            for row in self.open_conditions()
        ]

    def signal_subscriptions(self, host_keys: Sequence[int], name: str) -> Sequence[SignalSubscription]:
        """Return the subscriptions of these element instances to a signal, by key."""
        rows = self.open_signals(host_keys, name)
        return [SignalSubscription(row.key, row.element_instance_key or 0, row.element_id, row.event_index) for row in rows]


class Case:
    """One process instance that this command holds the lock of."""

    def __init__(self, work: Work, process_instance: ProcessInstance) -> None:
        self.work = work
        self.process_instance = process_instance
        self.state = StoredState(work.uow.connection, process_instance.key)
        self.changes = ChangeSet(at=work.now)
        self.state.touched = self.changes.user_tasks
        self._recorder = HistoryRecorder(process_instance, work.actor, work.now, work.case_keys)
        self._execution: Execution | None = None
        self.start_form_key: int | None = None
        """The version of the form with which it was asked for, while it starts."""
        self.start_reason: str | None = None
        """Likewise: why."""
        work.touched_instance = process_instance.key

    @property
    def execution(self) -> Execution:
        """The runtime's view of the process instance; entry points put steps on its queue."""
        if self._execution is None:
            work = self.work
            self._execution = Execution(
                self.process_instance,
                work.resources,
                self.state,
                now=work.now,
                new_key=work.new_key,
                evaluation=work.evaluation(),
            )
        return self._execution

    def record(
        self,
        event_type: str,
        payload: Mapping[str, object] | None = None,
        *,
        element_id: str | None = None,
        element_instance_key: int | None = None,
    ) -> None:
        """Append an event to the history of the process instance."""
        self._recorder.record(event_type, payload, element_id=element_id, element_instance_key=element_instance_key)

    @property
    def cipher(self) -> CaseCipher:
        """Return what seals under the key of the process instance."""
        return self._recorder.cipher

    def require_running(self) -> None:
        """Raise CaseSuspended while an operator holds the process instance."""
        if self.process_instance.is_suspended:
            raise CaseSuspended(self.process_instance.key)

    def save(self) -> None:
        """Run what the entry points asked for, and write everything; call it last and once."""
        writing = Writing(
            self.work, self.process_instance, self.changes, self._recorder, self.start_form_key, self.start_reason
        )
        if self._execution is not None:
            effect_writing.apply(writing, self._execution.run())
        self.changes.process_instances = [self.process_instance]
        self.changes.history = self._recorder.acts()
        write(self.work.uow.connection, self.changes)
        meetings.find_messages_for(self.work, writing.message_subscriptions)
        if self.process_instance.ended_at is not None:
            self.work.uow.ended_instances.append(self.process_instance.key)
            meetings.release_correlation_key(self.work, self.process_instance)


def open_case(work: Work, key: int) -> Case:
    """Lock a process instance; raise NotFound when there is none."""
    return _case(work, store.lock_process_instance(work.uow.connection, key), "process instance", key)


def open_case_of_user_task(work: Work, user_task_key: int) -> Case:
    """Lock the process instance of a user task; raise NotFound when there is none."""
    found = store.lock_process_instance_of_user_task(work.uow.connection, user_task_key)
    return _case(work, found, "user task", user_task_key)


def open_case_of_job(work: Work, job_key: int) -> Case:
    """Lock the process instance of a job; raise NotFound when there is none."""
    return _case(work, store.lock_process_instance_of_job(work.uow.connection, job_key), "job", job_key)


def _case(work: Work, found: ProcessInstance | None, kind: str, key: int) -> Case:
    if found is None:
        raise NotFound(kind, key)
    return Case(work, found)
