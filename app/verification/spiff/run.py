"""A run in SpiffWorkflow, which moves the tokens itself."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import SignalEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.multiple import MultipleEventDefinition
from SpiffWorkflow.bpmn.util import BpmnEvent
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.exceptions import SpiffWorkflowException
from SpiffWorkflow.util.task import TaskState

from app.verification.dialect import CannotEvaluate, Dialect
from app.verification.happenings import PREFIX
from app.verification.run import Outcome
from app.verification.spiff.reading import FeelEngine, specifications
from app.verification.spiff.variables import Variables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.verification.run import Run
    from engine.bpmn.process_model import ProcessModel
    from engine.runtime.ports import DeployedDecision


class Spiff:
    """A process read by SpiffWorkflow, of which runs can be started."""

    def __init__(self, model: ProcessModel, xml: bytes, decisions: Mapping[str, DeployedDecision]) -> None:
        """Raise SpiffRefused when SpiffWorkflow cannot read the diagram."""
        self.dialect = Dialect(model, decisions)
        self._specifications = specifications(self.dialect, xml)

    def start(self, variables: Mapping[str, object]) -> Run:
        """Start a run."""
        return _SpiffRun(self.dialect, self._specifications, variables)


class _SpiffRun:
    def __init__(self, dialect: Dialect, specifications: tuple[Any, Any], beginning: Mapping[str, object]) -> None:
        self._is_stuck = False
        self._variables = Variables(dialect, beginning)
        self._engine = FeelEngine(dialect, self._variables)
        self._workflow: Any = BpmnWorkflow(*specifications, script_engine=self._engine)
        self._go_on()

    @property
    def outcome(self) -> Outcome:
        if self._is_stuck:
            return Outcome.STUCK
        return Outcome.ENDED if self._workflow.is_completed() else Outcome.WAITING

    def waiting(self) -> list[str]:
        return sorted(task.task_spec.bpmn_id for task in self._tasks("READY", manual=True))

    def complete(self, element_id: str, variables: Mapping[str, object]) -> None:
        task = next(task for task in self._tasks("READY", manual=True) if task.task_spec.bpmn_id == element_id)
        self._variables.leave(task, variables)
        self._go_on(task)

    def awaited(self) -> list[str]:
        return sorted(name for _, name in self._awaiting())

    def happen(self, element_id: str) -> None:
        # One scope after the other: what the event does in the first may end the others.
        for scope in dict.fromkeys(scope for scope, name in self._awaiting() if name == element_id):
            if (scope, element_id) in self._awaiting():
                self._workflow.catch(BpmnEvent(SignalEventDefinition(PREFIX + element_id), payload={}, target=scope))
                self._go_on()

    def completed(self) -> Counter[str]:
        return Counter(self._engine.completed)

    def variables(self) -> dict[str, object]:
        return dict(self._variables.root.own)

    def _go_on(self, done: Any = None) -> None:
        try:
            if done is not None:
                done.run()
            self._workflow.do_engine_steps()
            for task in self._tasks("READY", manual=True):
                self._variables.of(task)
        except (SpiffWorkflowException, CannotEvaluate):
            self._is_stuck = True

    def _awaiting(self) -> list[tuple[Any, str]]:
        """Return each event that may happen, with the scope it may happen in."""
        found = []
        for task in self._workflow.event_manager.tasks.values():
            definition = task.task_spec.event_definition
            each = definition.event_definitions if isinstance(definition, MultipleEventDefinition) else [definition]
            signals = (
                [one.name for one in each if isinstance(one, SignalEventDefinition)] if task.state == TaskState.WAITING else []
            )
            found += [(task.workflow, name.removeprefix(PREFIX)) for name in signals]
        return found

    def _tasks(self, state: str, **more: object) -> list[Any]:
        return list(self._workflow.get_tasks(state=getattr(TaskState, state), **more))
