"""A run in SpiffWorkflow: the only module that imports it; a development dependency, absent from installations.

SpiffWorkflow parses the diagram itself and moves the tokens. What the dialect adds is done for it: FEEL in conditions and scripts,
output mappings, and tasks for workers as tasks that somebody completes.
"""

# ruff: noqa: ARG002 (the signatures are those of SpiffWorkflow)

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, ClassVar

from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnParser, ValidationException
from SpiffWorkflow.bpmn.parser.task_parsers import ScriptTaskParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.specs.defaults import ManualTask, NoneTask, ScriptTask
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.exceptions import SpiffWorkflowException
from SpiffWorkflow.util.task import TaskState

import feel
from app.verification.run import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.verification.run import Run
    from engine.bpmn.process_model import ProcessModel

ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"


def start(model: ProcessModel, xml: bytes, variables: Mapping[str, object]) -> Run:
    """Start a run of the process; raise SpiffRefused when SpiffWorkflow cannot read the diagram."""
    return _SpiffRun(model, xml, variables)


class SpiffRefused(Exception):  # noqa: N818 (an error is named by the fact it states)
    """SpiffWorkflow does not read this diagram."""


class _SpiffRun:
    def __init__(self, model: ProcessModel, xml: bytes, variables: Mapping[str, object]) -> None:
        self._model = model
        self._is_stuck = False
        self._workflow: Any = BpmnWorkflow(*_specifications(model, xml), script_engine=_FeelEngine())
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
        outputs = self._model.elements[element_id].outputs
        if outputs:
            seen = {**task.data, **variables}
            for mapping in outputs:
                source = mapping.source
                value = source.text if source.expression is None else source.expression.evaluate(seen)
                task.data[mapping.target[0]] = feel.to_json(value)
        else:
            task.data.update(variables)
        task.run()
        self._go_on()

    def completed(self) -> Counter[str]:
        names = (task.task_spec.bpmn_id for task in self._tasks("COMPLETED"))
        return Counter(name for name in names if name in self._model.elements)

    def variables(self) -> dict[str, object]:
        return dict(self._workflow.data)

    def _go_on(self) -> None:
        try:
            self._workflow.do_engine_steps()
        except SpiffWorkflowException:
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


class _FeelScriptParser(ScriptTaskParser):  # type: ignore[misc]
    def get_script(self) -> str:
        script = self.node.find(f".//{ZEEBE}script")
        return f"{script.get('resultVariable')}={script.get('expression')}"


class _Instant(NoneTask):  # type: ignore[misc]
    """A task without work: SpiffWorkflow waits for somebody there, BPMN does not (BPMN 2.0 §13.3.2)."""

    def __init__(self, wf_spec: Any, bpmn_id: str, **more: Any) -> None:
        super().__init__(wf_spec, bpmn_id, **more)
        self.manual = False


class _Parser(BpmnParser):  # type: ignore[misc]
    OVERRIDE_PARSER_CLASSES: ClassVar = {
        full_tag("serviceTask"): (TaskParser, ManualTask),
        full_tag("sendTask"): (TaskParser, ManualTask),
        full_tag("task"): (TaskParser, _Instant),
        full_tag("manualTask"): (TaskParser, _Instant),
        full_tag("scriptTask"): (_FeelScriptParser, ScriptTask),
    }


class _FeelEngine(PythonScriptEngine):  # type: ignore[misc]
    def evaluate(self, task: Any, expression: str, external_context: Any = None) -> bool:
        value = _compiled(expression).evaluate(task.data)
        if not isinstance(value, bool):
            raise SpiffWorkflowException(f"{expression} is neither true nor false.")
        return value

    def execute(self, task: Any, script: str, external_context: Any = None) -> bool:
        name, _, expression = script.partition("=")
        task.data[name] = feel.to_json(_compiled(expression).evaluate(task.data))
        return True


def _compiled(expression: str) -> feel.Expression:
    return feel.compile(expression.strip().removeprefix("=").strip())
