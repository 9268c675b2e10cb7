"""A run in SpiffWorkflow: the only module that imports it; a development dependency, absent from installations.

SpiffWorkflow parses the diagram itself and moves the tokens. What the dialect adds is done for it: FEEL in conditions and scripts,
decisions, mappings, and tasks for workers as tasks that somebody completes.
"""

# ruff: noqa: ARG002 (the signatures are those of SpiffWorkflow)

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, ClassVar

from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnParser, ValidationException
from SpiffWorkflow.bpmn.parser.task_parsers import ScriptTaskParser, SubWorkflowParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.specs.defaults import ManualTask, NoneTask, ScriptTask, SubWorkflowTask
from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import SignalEventDefinition
from SpiffWorkflow.bpmn.util import BpmnEvent
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.exceptions import SpiffWorkflowException
from SpiffWorkflow.util.task import TaskState

from app.verification.dialect import CannotEvaluate, Dialect
from app.verification.happenings import PREFIX
from app.verification.run import Outcome

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
        self._model, self._xml = model, xml
        self._specifications = self._read()

    def start(self, variables: Mapping[str, object]) -> Run:
        """Start a run."""
        if self._specifications[0].start.trigger_specs:
            # An event sub-process that starts becomes part of the specification.
            self._specifications = self._read()
        return _SpiffRun(self.dialect, self._specifications, variables)

    def _read(self) -> tuple[Any, Any]:
        """Read the diagram; let what needs no work apply its output mappings when it completes."""
        model = self._model
        process, others = _specifications(model, self._xml)
        for specification in (process, *others.values()):
            for task in specification.task_specs.values():
                if isinstance(task, _SubProcess):
                    task.dialect = self.dialect
                elif task.bpmn_id in model.elements and not (task.manual or isinstance(task, ScriptTask)):
                    task.completed_event.connect(self._map)
        return process, others

    def _map(self, _workflow: object, task: Any) -> None:
        self.dialect.pass_through(task.task_spec.bpmn_id, task.data)


class SpiffRefused(Exception):  # noqa: N818 (an error is named by the fact it states)
    """SpiffWorkflow does not read this diagram."""


class _SpiffRun:
    def __init__(self, dialect: Dialect, specifications: tuple[Any, Any], variables: Mapping[str, object]) -> None:
        self._dialect = dialect
        self._is_stuck = False
        self._workflow: Any = BpmnWorkflow(*specifications, script_engine=_FeelEngine(dialect))
        for task in self._tasks("READY"):
            task.data.update(variables)
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
        self._dialect.work_done(element_id, task.data, variables)
        task.run()
        self._go_on()

    def awaited(self) -> list[str]:
        waiting = [task.task_spec for task in self._workflow.event_manager.tasks.values() if task.state == TaskState.WAITING]
        for name in self._workflow.spec.start.trigger_specs:
            waiting += self._workflow.subprocess_specs[name].bpmn_start_events
        return sorted(spec.bpmn_id for spec in waiting if isinstance(spec.event_definition, SignalEventDefinition))

    def happen(self, element_id: str) -> None:
        self._workflow.catch(BpmnEvent(SignalEventDefinition(PREFIX + element_id), payload={}))
        self._go_on()

    def completed(self) -> Counter[str]:
        names = (task.task_spec.bpmn_id for task in self._tasks("COMPLETED"))
        return Counter(name for name in names if name in self._dialect.model.elements)

    def variables(self) -> dict[str, object]:
        return dict(self._workflow.data)

    def _go_on(self) -> None:
        try:
            self._workflow.do_engine_steps()
        except (SpiffWorkflowException, CannotEvaluate):
            self._is_stuck = True

    def _tasks(self, state: str, **more: object) -> list[Any]:
        return list(self._workflow.get_tasks(state=getattr(TaskState, state), **more))


def _specifications(model: ProcessModel, xml: bytes) -> tuple[Any, Any]:
    parser = _Parser()
    try:
        parser.add_bpmn_xml(etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True)))
        return parser.get_spec(model.id), parser.get_subprocess_specs(model.id)
    except ValidationException as error:
        raise SpiffRefused(str(error)) from error


class _OwnScriptParser(ScriptTaskParser):  # type: ignore[misc]
    def get_script(self) -> str:
        """Return the id of the element: what it does is known to the dialect."""
        return str(self.node.get("id"))


class _Instant(NoneTask):  # type: ignore[misc]
    """A task without work: SpiffWorkflow waits for somebody there, BPMN does not (BPMN 2.0 §13.3.2)."""

    def __init__(self, wf_spec: Any, bpmn_id: str, **more: Any) -> None:
        super().__init__(wf_spec, bpmn_id, **more)
        self.manual = False


class _SubProcess(SubWorkflowTask):  # type: ignore[misc]
    """A sub-process with variables of its own."""

    dialect: Dialect

    def copy_data(self, my_task: Any, subworkflow: Any) -> None:
        start = subworkflow.get_next_task(spec_name="Start")
        start.set_data(**my_task.data)
        start.data.update(self.dialect.inputs(self.bpmn_id, my_task.data))

    def update_data(self, my_task: Any, subworkflow: Any) -> None:
        my_task.data = self.dialect.leave_scope(self.bpmn_id, my_task.data, subworkflow.last_task.data)


class _Parser(BpmnParser):  # type: ignore[misc]
    OVERRIDE_PARSER_CLASSES: ClassVar = {
        full_tag("serviceTask"): (TaskParser, ManualTask),
        full_tag("sendTask"): (TaskParser, ManualTask),
        full_tag("task"): (TaskParser, _Instant),
        full_tag("manualTask"): (TaskParser, _Instant),
        full_tag("scriptTask"): (_OwnScriptParser, ScriptTask),
        full_tag("businessRuleTask"): (_OwnScriptParser, ScriptTask),
        full_tag("subProcess"): (SubWorkflowParser, _SubProcess),
    }


class _FeelEngine(PythonScriptEngine):  # type: ignore[misc]
    def __init__(self, dialect: Dialect) -> None:
        super().__init__()
        self._dialect = dialect

    def evaluate(self, task: Any, expression: str, external_context: Any = None) -> object:
        counts = getattr(task.task_spec, "cardinality", None) == expression
        return (self._dialect.cardinality if counts else self._dialect.condition)(expression, task.data)

    def execute(self, task: Any, script: str, external_context: Any = None) -> bool:
        self._dialect.act(script, task.data)
        return True
