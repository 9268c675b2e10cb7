"""A run in this engine: its runtime over rows in memory."""

# ruff: noqa: ARG002 (the signatures are those of engine.runtime.ports.Resources)

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from functools import partial
from itertools import count
from types import MappingProxyType
from typing import TYPE_CHECKING

from app.verification.run import Endless, Outcome
from engine.bpmn.process_model import ElementType
from engine.memory.rows import MemoryReader, Rows, Work
from engine.memory.writing import write_all
from engine.model.element_instance import ElementInstanceState
from engine.model.process_instance import ProcessInstance, ProcessInstanceState
from engine.runtime import effects as e
from engine.runtime import entry_points as do
from engine.runtime.execution import Execution

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from engine.bpmn.process_model import Binding, ProcessModel
    from engine.runtime.ports import CalledProcess, DeployedDecision

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
NO_DECISIONS: Mapping[str, DeployedDecision] = MappingProxyType({})
DEFINITION_KEY = 1
MOST_COMMANDS = 20
"""That may follow one act: what still goes on then may go on for ever."""


class OwnRun:
    """A process instance that nobody else sees; also the deployed resources that its runtime asks for."""

    def __init__(
        self, model: ProcessModel, variables: Mapping[str, object], decisions: Mapping[str, DeployedDecision] = NO_DECISIONS
    ) -> None:
        self._model = model
        self._decisions = decisions
        self._rows = Rows()
        self._new_key = count(DEFINITION_KEY + 1).__next__
        self._key = self._new_key()
        self._instance = ProcessInstance(self._key, DEFINITION_KEY, model.id, 1, NOW, self._key)
        self._execute(lambda x: do.start(x, variables))

    @property
    def outcome(self) -> Outcome:
        """How far it is."""
        if self._rows.incidents:
            return Outcome.STUCK
        is_active = self._rows.process_instances[self._key].state is ProcessInstanceState.ACTIVE
        return Outcome.WAITING if is_active else Outcome.ENDED

    def waiting(self) -> list[str]:
        """Return the open user tasks and jobs."""
        return sorted(work.created.element_id for work in self._open())

    def complete(self, element_id: str, variables: Mapping[str, object]) -> None:
        """Complete the oldest open user task or job of the element."""
        work = min((w for w in self._open() if w.created.element_id == element_id), key=lambda w: int(w.created.key))
        created = work.created
        if isinstance(created, e.JobCreated):
            work.state = "COMPLETED"
            job = do.JobReference(created.key, created.element_instance_key, created.kind)
            self._execute(lambda x: do.complete_job(x, job, variables))
        else:
            self._execute(lambda x: do.complete_user_task(x, created.element_instance_key, variables))

    def awaited(self) -> list[str]:
        """Return the events that have an open subscription."""
        return sorted(row.element_id for row in self._rows.subscriptions.values())

    def happen(self, element_id: str) -> None:
        """Let every open subscription of the event be met, as a signal does."""
        for row in [row for row in self._rows.subscriptions.values() if row.element_id == element_id]:
            if row.key in self._rows.subscriptions:
                self._execute(partial(_trigger, row=row))

    def completed(self) -> Counter[str]:
        """Return how often each element completed, the process itself left out."""
        rows = self._rows.element_instances.values()
        done = (row for row in rows if row.state is ElementInstanceState.COMPLETED)
        return Counter(row.element_id for row in done if row.element_type is not ElementType.PROCESS)

    def variables(self) -> dict[str, object]:
        """Return the variables of the process."""
        return {v.name: v.value for v in self._rows.variables.values() if v.scope_key == self._key}

    def model(self, process_definition_key: int) -> ProcessModel:
        """Return the one process model."""
        return self._model

    def called_process(self, process_id: str, binding: Binding, caller_key: int) -> CalledProcess | None:
        """Return nothing: calls are not compared."""
        return None

    def decision(self, decision_id: str, binding: Binding, caller_key: int) -> DeployedDecision | None:
        """Return a decision of the surroundings."""
        return self._decisions.get(decision_id)

    def form_key(self, form_id: str, binding: Binding, caller_key: int) -> int | None:
        """Return some form: forms do not change the way."""
        return 1

    def resource_key(self, resource_id: str, binding: Binding, caller_key: int) -> int | None:
        """Return some resource: what workers read does not change the way."""
        return 1

    def _open(self) -> list[Work]:
        return [work for work in (*self._rows.user_tasks.values(), *self._rows.jobs.values()) if work.state == "CREATED"]

    def _execute(self, act: Callable[[Execution], object]) -> None:
        self._step(act)
        commands = 0
        while self._rows.continuations:
            commands += 1
            if commands > MOST_COMMANDS:
                raise Endless
            self._rows.continuations.clear()
            self._step(do.continue_instance)

    def _step(self, act: Callable[[Execution], object]) -> None:
        instance = self._rows.process_instances.get(self._key, self._instance)
        execution = Execution(instance, self, MemoryReader(self._rows, self._key), now=NOW, new_key=self._new_key)
        act(execution)
        write_all(self._rows, self._key, execution.run())


def _trigger(x: Execution, row: e.SubscriptionOpened) -> None:
    do.trigger_subscription(x, row.key, row.element_instance_key, row.element_id, {}, event_index=row.event_index)
