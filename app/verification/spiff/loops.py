"""Loops and multi-instance in SpiffWorkflow's own classes; added are collections that are expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.specs.data_spec import BpmnDataSpecification
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask, MultiInstanceTask, StandardLoopTask
from SpiffWorkflow.util.task import TaskState

from app.verification.spiff.variables import instances_of, is_instance
from engine.bpmn.process_model import MultiInstance

if TYPE_CHECKING:
    from engine.bpmn.process_model import Element

_ITEMS, _OUTPUTS = "items", "outputs"
"""In the internal data of a multi-instance: what it goes through, and what its instances gave, by number."""


def is_loop(task: Any) -> bool:
    """Return whether it is what holds the instances or rounds of an activity."""
    return isinstance(task, LoopTask)


def speak(task: Any, element: Element) -> None:
    """Let a multi-instance count, go through and collect as the diagram says."""
    loop = element.loop
    if isinstance(loop, MultiInstance):
        task.cardinality = None if loop.cardinality is None else loop.cardinality.text
        task.data_input = None if loop.input_collection is None else _Items(element.id)
        task.data_output = None if loop.output_element is None else _Outputs(loop.output_collection)
        task.output_item = None if loop.output_element is None else _Output(element.id)
        task.input_item = None
        task.completed_event.connect(_collect)


def counters(task: Any, expression: str) -> dict[str, object]:
    """Return what a loop's condition may ask besides variables (BPMN 2.0 table 10.30)."""
    if isinstance(task.task_spec, StandardLoopTask):
        return {"loopCounter": len(task.internal_data.get("merged", ()))}
    if not is_completion_condition(task, expression):
        return {}
    body = task.parent
    others = [child for child in instances_of(body) if child is not task]
    return {
        "numberOfInstances": _number(body),
        "numberOfActiveInstances": sum(not child.has_state(TaskState.FINISHED_MASK) for child in others),
        "numberOfCompletedInstances": len(body.internal_data["merged"]),
        "numberOfTerminatedInstances": 0,
    }


def is_completion_condition(task: Any, expression: str) -> bool:
    """Return whether it is asked of an instance that has ended whether it was the last."""
    return (
        is_instance(task)
        and isinstance(task.parent.task_spec, MultiInstanceTask)
        and task.parent.task_spec.condition == expression
    )


class _Items(BpmnDataSpecification):  # type: ignore[misc]  # it has no types
    """The input collection."""

    def exists(self, _task: Any) -> bool:
        """An expression always has a value."""
        return True

    def get(self, my_task: Any) -> list[tuple[object]]:
        """Evaluate it once; each item comes in a tuple, for to SpiffWorkflow null is none."""
        if _ITEMS not in my_task.internal_data:
            my_task.internal_data[_ITEMS] = my_task.workflow.script_engine.items(my_task)
        return [(item,) for item in my_task.internal_data[_ITEMS]]


class _Output(BpmnDataSpecification):  # type: ignore[misc]  # it has no types
    """What an instance gives."""

    def exists(self, child: Any) -> bool:
        """There is one as soon as the instance has ended."""
        return bool(child.has_state(TaskState.COMPLETED))

    def get(self, child: Any) -> object:
        """Evaluate it with the variables of the instance."""
        return child.workflow.script_engine.output(child)


class _Outputs(BpmnDataSpecification):  # type: ignore[misc]  # it has no types
    """The output collection, which nobody sees until all instances have ended."""

    def exists(self, _task: Any) -> bool:
        """Say that there is none: an earlier round's is replaced."""
        return False

    def set(self, my_task: Any, _value: object) -> None:
        """Begin an empty one."""
        my_task.internal_data[_OUTPUTS] = _ByNumber()

    def get(self, my_task: Any) -> _ByNumber:
        """Return it."""
        found: _ByNumber = my_task.internal_data[_OUTPUTS]
        return found


class _ByNumber(dict[int, object]):
    def append(self, item: object) -> None:
        self[len(self)] = item


def _collect(_workflow: object, body: Any) -> None:
    if _OUTPUTS in body.internal_data:
        outputs = [body.internal_data[_OUTPUTS].get(n) for n in range(_number(body))]
        body.workflow.script_engine.around(body).write({body.task_spec.data_output.bpmn_id: outputs})


def _number(body: Any) -> int:
    """Return how many instances there are to be."""
    if _ITEMS in body.internal_data:
        return len(body.internal_data[_ITEMS])
    if "number" not in body.internal_data:
        body.internal_data["number"] = body.workflow.script_engine.evaluate(body, body.task_spec.cardinality)
    return int(body.internal_data["number"])
