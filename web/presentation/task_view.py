"""Everything that the page of one user task shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.queries import case_detail, case_timeline, json_text, organisation, task_detail
from engine.queries.variables import effective_variables
from web.deployed_forms import form as deployed_form
from web.form_rendering import render_answers
from web.presentation.cases import case_row
from web.presentation.elements import element, element_name, what_is_asked
from web.presentation.facts import facts_of
from web.site import engine

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from engine.commands import Actor
    from engine.queries.case_timeline import CommentRow, DocumentRow
    from engine.queries.task_detail import DoneTaskRow, TaskRow
    from forms import Form
    from web.presentation.cases import ShownCase
    from web.presentation.formats import Language


@dataclass(frozen=True, slots=True)
class EarlierStep:
    """What somebody did before: which task, who, when, and the answers given."""

    title: str
    person: str
    capacity: str | None
    at: datetime
    answers: Sequence[Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class TaskView:
    """A user task with its case, facts and form."""

    row: TaskRow
    case: ShownCase
    title: str
    asked: str | None
    facts: Sequence[Mapping[str, object]]
    earlier: Sequence[EarlierStep]
    documents: Sequence[DocumentRow]
    comments: Sequence[CommentRow]
    form: Form | None
    variables: Mapping[str, object]
    draft: Mapping[str, object]
    draft_saved_at: datetime | None
    group_names: Sequence[str]
    is_mine: bool
    is_open: bool
    needs_password: bool

    @property
    def is_editable(self) -> bool:
        """Whether the reader may fill in the form now: it is theirs."""
        return self.is_mine and self.is_open

    @property
    def can_claim(self) -> bool:
        """Whether the reader is offered the task and nobody has it."""
        return self.is_open and self.row.assignee is None


def read_task(key: int, actor: Actor, language: Language) -> TaskView:
    """Read a user task as `actor` sees it; raise NotFound."""
    with engine().reading() as connection:
        row = task_detail.task_detail(connection, actor, key)
        held = effective_variables(connection, row.element_instance_key)
        case = case_detail.case(connection, actor, row.root_process_instance_key)
        waiting = case_detail.open_tasks(connection, [case.key])[case.key]
        groups = {group for task in waiting for group in task.candidate_groups} | set(row.candidate_groups)
        names = organisation.group_names(connection, groups)
        earlier = task_detail.done_tasks(connection, case.key)
        comments = case_timeline.case_comments(connection, case.key)
        documents = case_timeline.case_documents(connection, case.key)
        draft = task_detail.draft(connection, actor, key)
    variables = {name: json_text.loads(found.value) for name, found in held.items()}
    properties = getattr(element(row.process_definition_key, row.element_id), "properties", {})
    form = None if row.form_key is None else deployed_form(row.form_key)
    return TaskView(
        row=row,
        case=case_row(case, waiting, names),
        title=element_name(row.process_definition_key, row.element_id),
        asked=what_is_asked(row.process_definition_key, row.element_id),
        facts=facts_of(row.process_definition_key, row.element_id, variables, language),
        earlier=[_earlier(step, language) for step in earlier if step.key != key],
        documents=documents,
        comments=comments,
        form=form,
        variables=variables,
        draft=draft.values if draft else {},
        draft_saved_at=draft.saved_at if draft else None,
        group_names=[names[group] for group in row.candidate_groups],
        is_mine=row.assignee == actor.user_name,
        is_open=row.state == "CREATED",
        needs_password=properties.get("anumat:reauthenticate", "").strip().lower() == "true",
    )


def _earlier(step: DoneTaskRow, language: Language) -> EarlierStep:
    answers: Sequence[Mapping[str, object]] = ()
    if step.form_key is not None:
        with engine().reading() as connection:
            submitted = case_timeline.submitted_values(connection, step.process_instance_key, step.element_instance_key)
        if submitted is not None:
            answers = render_answers(deployed_form(step.form_key), submitted, language=language, now=step.ended_at)
    return EarlierStep(
        title=element_name(step.process_definition_key, step.element_id),
        person=step.completed_by_name or step.completed_by,
        capacity=step.capacity,
        at=step.ended_at,
        answers=answers,
    )
