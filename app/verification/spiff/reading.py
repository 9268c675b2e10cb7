"""Reading a diagram with SpiffWorkflow's parser.

What the dialect adds is done for it: FEEL in conditions and scripts, decisions, mappings, and tasks for workers as tasks that
somebody completes.
"""

# ruff: noqa: ARG002 (the signatures are those of SpiffWorkflow)

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, ClassVar

from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.parser.task_parsers import ScriptTaskParser, SubWorkflowParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.specs.defaults import ManualTask, NoneTask, ScriptTask, SubWorkflowTask, TransactionSubprocess

from app.verification.spiff import loops
from app.verification.spiff.rewriting import rewrite

if TYPE_CHECKING:
    from app.verification.dialect import Dialect
    from app.verification.scopes import Scope
    from app.verification.spiff.variables import Variables
    from engine.bpmn.process_model import Element


class SpiffRefused(Exception):  # noqa: N818 (an error is named by the fact it states)
    """SpiffWorkflow does not read this diagram."""


def specifications(dialect: Dialect, xml: bytes) -> tuple[Any, Any]:
    """Return what SpiffWorkflow makes of the process and of the scopes in it; raise SpiffRefused."""
    model, parser = dialect.model, _Parser()
    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    rewrite(root)
    try:
        parser.add_bpmn_xml(root)
        process, others = parser.get_spec(model.id), parser.get_subprocess_specs(model.id)
    except ValidationException as error:
        raise SpiffRefused(str(error)) from error
    for specification in (process, *others.values()):
        for task in specification.task_specs.values():
            if task.bpmn_id in model.elements:
                _speak(task, model.elements[task.bpmn_id])
    return process, others


def _speak(task: Any, element: Element) -> None:
    """Let a part of the specification do what the dialect says; what needs no work applies its output mappings when it completes."""
    task.completed_event.connect(_count)
    if loops.is_loop(task):
        loops.speak(task, element)
    elif not (task.manual or isinstance(task, ScriptTask | _BesideTheTree)):
        task.completed_event.connect(_pass_through)


def _count(_workflow: object, task: Any) -> None:
    task.workflow.script_engine.completed[task.task_spec.bpmn_id] += 1


def _pass_through(_workflow: object, task: Any) -> None:
    task.workflow.script_engine.variables.leave(task, {})


class FeelEngine(PythonScriptEngine):  # type: ignore[misc]  # it has no types
    """Evaluates what SpiffWorkflow asks for in one run, in FEEL."""

    def __init__(self, dialect: Dialect, variables: Variables) -> None:
        super().__init__()
        self._dialect = dialect
        self.variables = variables
        self.completed = Counter[str]()

    def evaluate(self, task: Any, expression: str, external_context: Any = None) -> object:
        """Evaluate a condition or the number of instances."""
        if getattr(task.task_spec, "cardinality", None) == expression:
            return self._dialect.cardinality(expression, self.around(task).visible())
        is_inside = loops.is_completion_condition(task, expression)
        scope = self.variables.of(task) if is_inside else self.around(task)
        return self._dialect.condition(expression, {**scope.visible(), **loops.counters(task, expression)})

    def execute(self, task: Any, script: str, external_context: Any = None) -> bool:
        """Do what the dialect knows of the element whose id the script is."""
        self._dialect.act(script, self.variables.of(task))
        return True

    def around(self, task: Any) -> Scope:
        """Return the scope that a task lies in."""
        return self.variables.around(task)

    def items(self, task: Any) -> list[object]:
        """Return what a multi-instance goes through."""
        return self._dialect.items(task.task_spec.bpmn_id, self.around(task).visible())

    def output(self, task: Any) -> object:
        """Return what an instance gives."""
        return self._dialect.output(task.task_spec.bpmn_id, self.variables.of(task).visible())


class _OwnScriptParser(ScriptTaskParser):  # type: ignore[misc]  # it has no types
    def get_script(self) -> str:
        """Return the id of the element: what it does is known to the dialect."""
        return str(self.node.get("id"))


class _Instant(NoneTask):  # type: ignore[misc]  # it has no types
    """A task without work: SpiffWorkflow waits for somebody there, BPMN does not (BPMN 2.0 §13.3.2)."""

    def __init__(self, wf_spec: Any, bpmn_id: str, **more: Any) -> None:
        super().__init__(wf_spec, bpmn_id, **more)
        self.manual = False


class _BesideTheTree:
    """A sub-process: its variables are beside the task tree."""

    def copy_data(self, my_task: Any, subworkflow: Any) -> None:
        pass

    def update_data(self, my_task: Any, subworkflow: Any) -> None:
        my_task.workflow.script_engine.variables.leave(my_task, {})


class _SubProcess(_BesideTheTree, SubWorkflowTask):  # type: ignore[misc]  # it has no types
    pass


class _Transaction(_BesideTheTree, TransactionSubprocess):  # type: ignore[misc]  # it has no types
    pass


class _Parser(BpmnParser):  # type: ignore[misc]  # it has no types
    OVERRIDE_PARSER_CLASSES: ClassVar = {
        full_tag("serviceTask"): (TaskParser, ManualTask),
        full_tag("sendTask"): (TaskParser, ManualTask),
        full_tag("task"): (TaskParser, _Instant),
        full_tag("manualTask"): (TaskParser, _Instant),
        full_tag("scriptTask"): (_OwnScriptParser, ScriptTask),
        full_tag("businessRuleTask"): (_OwnScriptParser, ScriptTask),
        full_tag("subProcess"): (SubWorkflowParser, _SubProcess),
        full_tag("transaction"): (SubWorkflowParser, _Transaction),
    }
