"""The variables of a run in SpiffWorkflow: scopes beside its task tree, for its own tasks have each a copy of all data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask

from app.verification.scopes import Scope

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.verification.dialect import Dialect


class Variables:
    """One run's scopes, by the task that has them."""

    def __init__(self, dialect: Dialect, beginning: Mapping[str, object]) -> None:
        self.root = Scope(own=dict(beginning))
        self._dialect = dialect
        self._scopes: dict[object, Scope] = {}

    def around(self, task: Any) -> Scope:
        """Return the scope that a task lies in."""
        if is_instance(task):
            return self.around(task.parent)
        workflow = task.workflow
        return (
            self.root
            if workflow.parent_task_id is None
            else self.of(workflow.top_workflow.get_task_from_id(workflow.parent_task_id))
        )

    def of(self, task: Any) -> Scope:
        """Return a task's own scope, which begins when it is first asked for."""
        if task.id not in self._scopes:
            around, element_id = self.around(task), task.task_spec.bpmn_id
            self._scopes[task.id] = (
                self._dialect.begin_instance(element_id, around, number_of(task), task.parent.internal_data.get("items"))
                if is_instance(task)
                else self._dialect.begin(element_id, around)
            )
        return self._scopes[task.id]

    def leave(self, task: Any, result: Mapping[str, object]) -> None:
        """Complete a task with a result."""
        if task.task_spec.bpmn_id in self._dialect.model.elements:
            self._dialect.leave(task.task_spec.bpmn_id, self.of(task), result)


def is_instance(task: Any) -> bool:
    """Return whether it is an instance or round of an activity."""
    return task.parent is not None and isinstance(task.parent.task_spec, LoopTask) and task.triggered


def number_of(task: Any) -> int:
    """Return which of the instances it is, from 1."""
    return [child.id for child in instances_of(task.parent)].index(task.id) + 1


def instances_of(body: Any) -> list[Any]:
    """Return the instances or rounds of an activity, in order."""
    return [child for child in body.children if child.task_spec.name == body.task_spec.task_spec]
