"""An engine in memory: every command reads copies, runs the pure core, writes its effects, checks the invariants, runs continuations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING, Any

from engine.memory.rows import MemoryReader, Rows
from engine.memory.writing import write_all
from engine.model.element_instance import ElementInstanceState
from engine.model.process_instance import ProcessInstance, ProcessInstanceState
from engine.runtime import effects as e
from engine.runtime import entry_points as do
from engine.runtime.execution import STEP_BUDGET, Execution
from engine.runtime.ports import CalledProcess
from engine.runtime.timers import add_duration
from tests.bpmn import invariants
from tests.bpmn.beginnings import beginnings

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.bpmn.process_model import Binding, ProcessModel

START = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Case:
    """A process instance of an engine."""

    engine: MemoryEngine
    key: int


class MemoryEngine:
    """Commands in the words of the tests; small `step_budget` and `batch` make continuations happen, `is_lazy` leaves them for later."""

    def __init__(
        self,
        *models: ProcessModel,
        step_budget: int = STEP_BUDGET,
        batch: int | None = None,
        large: int = 8192,
        is_lazy: bool = False,
    ) -> None:
        self.rows = Rows()
        self.models: dict[int, ProcessModel] = {}
        self.decisions: dict[str, Any] = {}
        self.forms: dict[str, int] = {}
        self.resources: dict[str, int] = {}
        self.now = START
        self.step_budget, self.batch, self.large, self.is_lazy = step_budget, batch, large, is_lazy
        self.last_reader: MemoryReader | None = None
        self._keys = count(1)
        self.waiting_calls: list[tuple[int, e.CalledProcessRequested]] = []
        """They undo what has not ended yet."""
        for model in models:
            self.models[self.new_key()] = model

    def new_key(self) -> int:
        return next(self._keys)

    def start(self, process_id: str, /, *, at_event: str | None = None, **variables: object) -> Case:
        key = self._start(self.definition(process_id), self.new_key(), variables, at_event)
        self._run_continuations_unless_lazy()
        return Case(self, key)

    def start_at(self, process_id: str, /, *element_ids: str, **variables: object) -> Case:
        instance = self._new_instance(self.definition(process_id), self.new_key())
        self._run(instance, lambda x: do.start_at(x, variables, element_ids))
        return Case(self, instance.key)

    def command(self, case: Case, act: Callable[[Execution], object]) -> None:
        """Run one command on a case, then what it left to do."""
        self._run(self.rows.process_instances[case.key], act)
        self._run_continuations_unless_lazy()

    def complete_user_task(self, case: Case, element_id: str, /, **variables: object) -> None:
        key = self.open_work(self.rows.user_tasks, case, element_id).created.element_instance_key
        self.command(case, lambda x: do.complete_user_task(x, key, variables))

    def complete_job(self, case: Case, element_id: str, /, *, denied: str | None = None, **variables: object) -> None:
        work = self.open_work(self.rows.jobs, case, element_id)
        work.state = "COMPLETED"
        self.command(case, lambda x: do.complete_job(x, _reference(work.created), variables, denied_reason=denied))

    def throw_error(self, case: Case, element_id: str, code: str, /, **variables: object) -> None:
        work = self.open_work(self.rows.jobs, case, element_id)
        work.state = "ERROR_THROWN"
        self.command(case, lambda x: do.throw_job_error(x, _reference(work.created), code, "it failed", variables))

    def fail_job(self, case: Case, element_id: str) -> None:
        work = self.open_work(self.rows.jobs, case, element_id)
        work.state = "FAILED"
        self.command(case, lambda x: do.raise_job_incident(x, _reference(work.created), "no retries left"))

    def resolve_incident(self, case: Case, element_id: str) -> None:
        incident = next(row for row in self.incidents(case) if row.element_id == element_id)
        self.command(case, lambda x: do.resolve_incident(x, incident.key, incident.element_instance_key, incident.job_key))

    def set_variables(self, case: Case, /, **variables: object) -> None:
        self.command(case, lambda x: do.set_variables(x, case.key, variables, local=True))

    def cancel(self, case: Case) -> None:
        self.command(case, do.terminate)

    def advance(self, duration: str) -> None:
        """Let time pass; every timer fires when it is due, in that order."""
        until = add_duration(self.now, duration)
        while due := [timer for timer in self.rows.timers.values() if timer.due_at <= until]:
            timer = min(due, key=lambda row: (row.due_at, row.key))
            self.now = max(self.now, timer.due_at)
            self.fire(timer)
        self.now = until

    def fire(self, timer: e.TimerScheduled) -> None:
        case = Case(self, self.rows.element_instances[timer.element_instance_key].process_instance_key)
        fields = (timer.key, timer.element_instance_key, timer.element_id, timer.due_at, timer.repetitions, timer.interval)
        self.command(case, lambda x: do.fire_timer(x, do.DueTimer(*fields)))

    def publish(self, name: str, key: str = "", /, **variables: object) -> int:
        """Correlate a message with the subscriptions that are open; return how many it met."""
        return self._meet(e.SubscriptionKind.MESSAGE, name, key, variables)

    def broadcast(self, name: str, /, **variables: object) -> int:
        return self._meet(e.SubscriptionKind.SIGNAL, name, None, variables)

    def incidents(self, case: Case) -> list[e.IncidentRaised]:
        owner = self.rows.element_instances
        return [row for row in self.rows.incidents.values() if owner[row.element_instance_key].process_instance_key == case.key]

    def called_by(self, case: Case) -> list[Case]:
        instances = self.rows.process_instances.values()
        return [Case(self, row.key) for row in instances if row.parent_process_instance_key == case.key]

    def called_by_nobody(self, process_id: str) -> Case:
        """The case that a message or signal has started."""
        return Case(self, next(row.key for row in self.rows.process_instances.values() if row.process_id == process_id))

    def open_work(self, table: dict[int, Any], case: Case, element_id: str) -> Any:
        found = [
            w
            for w in table.values()
            if w.process_instance_key == case.key and w.created.element_id == element_id and w.state == "CREATED"
        ]
        assert found, f"nothing is open at {element_id}"
        hosts = self.rows.element_instances
        # That of an element which is about to be terminated is the last that somebody would take.
        return min(found, key=lambda w: hosts[w.created.element_instance_key].state is ElementInstanceState.TERMINATING)

    def definition(self, process_id: str) -> int:
        return max(key for key, model in self.models.items() if model.id == process_id)

    def run_one_continuation(self, choice: int = 0) -> None:
        """Run one of the continuations that wait; they may be run in any order."""
        if self.rows.continuations:
            self._continue(*self.rows.continuations.pop(choice % len(self.rows.continuations)))

    def _run_continuations_unless_lazy(self) -> None:
        if not self.is_lazy:
            self.run_continuations()

    def run_continuations(self) -> None:
        while self.rows.continuations:
            self._continue(*self.rows.continuations.pop(0))
            self.take_up_waiting_calls()

    def take_up_waiting_calls(self) -> None:
        """Owe anew what was to undo a process that had not ended, and that has now."""
        ready = [call for call in self.waiting_calls if self.rows.process_instances[call[1].undone_key or 0].ended_at]
        self.waiting_calls = [call for call in self.waiting_calls if call not in ready]
        self.rows.continuations += ready

    # what the runtime asks for (Resources)

    def model(self, process_definition_key: int) -> ProcessModel:
        return self.models[process_definition_key]

    def called_process(self, process_id: str, binding: Binding, caller_key: int) -> CalledProcess | None:
        if all(model.id != process_id for model in self.models.values()):
            return None
        return CalledProcess(self.definition(process_id), process_id, 1)

    def decision(self, decision_id: str, binding: Binding, caller_key: int) -> Any:
        return self.decisions.get(decision_id)

    def form_key(self, form_id: str, binding: Binding, caller_key: int) -> int | None:
        return self.forms.get(form_id)

    def resource_key(self, resource_id: str, binding: Binding, caller_key: int) -> int | None:
        return self.resources.get(resource_id)

    def _new_instance(
        self, definition_key: int, key: int, parent: e.CalledProcessRequested | None = None, owner: int | None = None
    ) -> ProcessInstance:
        return ProcessInstance(
            key=key,
            process_definition_key=definition_key,
            process_id=self.models[definition_key].id,
            version=1,
            started_at=self.now,
            root_process_instance_key=key if owner is None else owner,
            parent_process_instance_key=owner,
            parent_element_instance_key=parent.element_instance_key if parent else None,
        )

    def _start(self, definition_key: int, key: int, variables: Any, at_event: str | None, index: int = 0) -> int:
        instance = self._new_instance(definition_key, key)
        self._run(instance, lambda x: do.start(x, variables, start_event_id=at_event, event_index=index))
        return key

    def _run(self, instance: ProcessInstance, act: Callable[[Execution], object]) -> None:
        reader = self.last_reader = MemoryReader(self.rows, instance.key, self.large)
        execution = Execution(instance, self, reader, now=self.now, new_key=self.new_key, step_budget=self.step_budget)
        execution.batch = self.batch or execution.batch
        act(execution)
        write_all(self.rows, instance.key, execution.run())
        invariants.check(self.rows, self.model)

    def _meet(
        self, kind: e.SubscriptionKind, name: str, key: str | None, variables: dict[str, object], before: tuple[int, ...] = ()
    ) -> int:
        met = 0
        awaited = {row.element_id for row in self.rows.subscriptions.values() if (row.kind, row.name) == (kind, name)}
        for row in list(self.rows.subscriptions.values()):
            if (
                row.key not in before
                and row.key in self.rows.subscriptions
                and (row.kind, row.name, row.correlation_key) == (kind, name, key)
            ):
                case = Case(self, self.rows.element_instances[row.element_instance_key].process_instance_key)
                fields = (row.key, row.element_instance_key, row.element_id, variables)
                self.command(case, lambda x, f=fields, i=row.event_index: do.trigger_subscription(x, *f, event_index=i))
                met += 1
        for definition_key, *start in [start for start in beginnings(self.models, kind, name) if start[1] not in awaited]:
            self._start(definition_key, self.new_key(), variables, *start)
            met += 1
        return met

    def _continue(self, owner: int, effect: e.Effect) -> None:
        match effect:
            case e.ContinuationRequested(key):
                self._run(self.rows.process_instances[key], do.continue_instance)
            case e.MessageThrown():
                self.publish(effect.name, effect.correlation_key, **effect.variables)
            case e.SignalThrown():
                self._broadcast(owner, effect)
            case e.CalledProcessRequested():
                self._call(owner, effect)
            case e.CalledProcessTerminated():
                called = self.rows.process_instances.get(effect.process_instance_key)
                if called is not None and called.state is ProcessInstanceState.ACTIVE:
                    self._run(called, lambda x: do.terminate(x, is_undone=effect.is_undone))
            case e.ParentNotified(process_instance_key=key):
                fields = (effect.element_instance_key, effect.outcome, effect.variables)
                self._run(
                    self.rows.process_instances[key],
                    lambda x: do.called_process_ended(
                        x, *fields, code=effect.code, message=effect.message, can_be_undone=effect.can_be_undone
                    ),
                )

    def _broadcast(self, owner: int, effect: e.SignalThrown) -> None:
        thrower = self.rows.process_instances[owner]
        before = [r for r in self.rows.element_instances.values() if r.process_instance_key == owner and r.key < effect.key]
        if thrower.state is ProcessInstanceState.ACTIVE and any(
            row.is_owed and row.state is ElementInstanceState.ACTIVATING for row in before
        ):
            self._run(thrower, do.continue_instance)
            self.rows.continuations.insert(0, (owner, effect))
            return
        late = [
            row.key
            for row in self.rows.subscriptions.values()
            if self.rows.element_instances[row.element_instance_key].process_instance_key == owner
            and min(row.key, row.element_instance_key) > effect.key
        ]
        met = (*effect.met, *late)
        self._meet(e.SubscriptionKind.SIGNAL, effect.name, None, dict(effect.variables), met)

    def _call(self, owner: int, effect: e.CalledProcessRequested) -> None:
        if self.rows.element_instances[effect.element_instance_key].is_final:
            return
        undone = self.rows.process_instances.get(effect.undone_key or 0)
        if undone is not None and undone.ended_at is None:
            self.waiting_calls.append((owner, effect))
            return
        called = self._new_instance(effect.process_definition_key, effect.process_instance_key, effect, owner)
        if undone is not None:
            self._run(called, lambda x: do.undo_process(x, undone.key))
        else:
            self._run(called, lambda x: do.start(x, effect.variables))


def _reference(created: e.JobCreated) -> do.JobReference:
    return do.JobReference(created.key, created.element_instance_key, created.kind)
