"""Completing a user task: checked, signed, and the process goes on, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import forms
from engine.commands.attachments import adopt_attachments, check_attachments
from engine.commands.command import Command, Work
from engine.commands.user_task_rights import open_user_task, require_right, require_separate_duties, require_signature
from engine.commands.variables_in import checked_variables
from engine.errors import SubmissionRefused, UserTaskNotActive
from engine.runtime import entry_points

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.commands.case import Case
    from engine.model.user_task import UserTask


@dataclass(frozen=True, slots=True)
class CompleteUserTask(Command[bool]):
    """Complete the user task with variables, which must fit its form when it has one; tells whether listeners have to agree."""

    user_task_key: int
    variables: Mapping[str, object] = field(default_factory=dict)
    action: str | None = None
    language: forms.Language = "th"
    """Of the messages about the form."""


def complete_user_task(command: CompleteUserTask, work: Work) -> bool:
    """Complete; raise NotFound, NotAllowed, SeparationOfDuties, UserTaskNotActive, SubmissionRefused.

    Locks the process instance; the process moves on until everything waits.
    """
    case, task = open_user_task(work, command.user_task_key)
    require_right(case, task)
    if not task.is_active:
        raise UserTaskNotActive(task.key, task.state, "COMPLETED")
    case.require_running()
    actor = work.actor
    require_separate_duties(case, task, actor.user_name, actor.on_behalf_of)
    require_signature(case, task)
    variables = _submitted(case, task, command)
    if task.assignee is None:
        task.claim(actor.user_name, work.now)
    task.sign(actor.user_name, on_behalf_of=actor.on_behalf_of, capacity=actor.capacity, action=command.action)
    case.changes.user_tasks[task.element_instance_key] = task
    case.record(
        "USER_TASK_SIGNED",
        _grounds(task, variables),
        element_id=task.element_id,
        element_instance_key=task.element_instance_key,
    )
    result = {**variables, **_signature_asked_for(case, task)}
    action = command.action or "complete"
    entry_points.complete_user_task(case.execution, task.element_instance_key, result, action=action)
    case.save()
    return task.is_held


def _submitted(case: Case, task: UserTask, command: CompleteUserTask) -> Mapping[str, object]:
    variables = checked_variables(command.variables)
    if task.form_key is None:
        return variables
    form = case.work.resources.form(task.form_key)
    element_instance = case.execution.rows.get(task.element_instance_key)
    seen = case.execution.context(element_instance)
    submission = forms.validate(form, variables, seen, now=case.work.now, language=command.language)
    if not submission.is_valid:
        raise SubmissionRefused(submission.errors)
    if not any(isinstance(form_field, forms.FileField) for form_field in form.fields()):
        return submission.values
    instance = case.process_instance
    values = check_attachments(case.work, submission.values, instance.root_process_instance_key, command.language)
    adopt_attachments(case.work, values, instance)
    return values


def _signature_asked_for(case: Case, task: UserTask) -> dict[str, object]:
    """Return who completes, where output mappings name it: beside these the result stays local, and no form can set it."""
    element, actor = case.execution.element(case.execution.rows.get(task.element_instance_key)), case.work.actor
    asked = set[str]().union(*(part.source.expression.names for part in element.outputs if part.source.expression is not None))
    known: dict[str, object] = {
        "completedBy": actor.user_name,
        "completedOnBehalfOf": actor.on_behalf_of,
        "completedInCapacity": actor.capacity,
        "completedAt": case.work.now.isoformat(timespec="seconds"),
    }
    return {name: value for name, value in known.items() if name in asked}


def _grounds(task: UserTask, variables: Mapping[str, object]) -> dict[str, object]:
    """Return what the signature is given for: the values as submitted, and the version of the form that asked for them."""
    return {
        "userTaskKey": str(task.key),
        "name": task.name,
        "variables": sorted(variables),
        "submitted": dict(variables),
        "formKey": None if task.form_key is None else str(task.form_key),
    }
