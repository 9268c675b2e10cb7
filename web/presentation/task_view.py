"""Everything that the page of one user task shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.commands import Permission
from engine.queries import case_detail, case_papers, organisation, task_detail
from engine.queries.variables import effective_values
from web.deployed_forms import form as deployed_form
from web.presentation.audience import documents_for, sees_inside
from web.presentation.cases import case_row
from web.presentation.consequences import Consequences, consequences_of
from web.presentation.earlier_steps import EarlierStep, earlier_steps
from web.presentation.elements import element, element_name, what_is_asked
from web.presentation.facts import facts_of
from web.presentation.groups import names_of_groups
from web.presentation.people import choices_of_people, names_in
from web.presentation.task_rows import due_state
from web.site import engine

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from engine.commands import Actor
    from engine.queries.case_papers import CommentRow, DocumentRow
    from engine.queries.organisation import PersonRow
    from engine.queries.task_detail import TaskRow
    from forms import Form
    from web.presentation.cases import ShownCase


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
    consequences: Consequences
    variables: Mapping[str, object]
    draft: Mapping[str, object]
    draft_saved_at: datetime | None
    group_names: Sequence[str]
    is_mine: bool
    is_open: bool
    is_offered: bool
    is_inside: bool
    """The reader sees what others wrote in the case."""
    due_state: str
    needs_password: bool
    may_assign: bool
    people: Sequence[PersonRow]
    """To whom whoever assigns tasks may give it."""

    @property
    def is_editable(self) -> bool:
        """Whether the reader may fill in the form now: it is theirs."""
        return self.is_mine and self.is_open

    @property
    def can_claim(self) -> bool:
        """Whether the reader is offered the task and nobody has it."""
        return self.is_open and self.is_offered and self.row.assignee is None


def read_task(key: int, actor: Actor) -> TaskView:
    """Read a user task as `actor` sees it; raise NotFound."""
    with engine().reading() as connection:
        row = task_detail.task_detail(connection, actor, key)
        return _view(connection, row, actor)


def _view(connection: Any, row: TaskRow, actor: Actor) -> TaskView:
    case = case_detail.case(connection, actor, row.root_process_instance_key)
    waiting = case_detail.open_tasks(connection, [case.key])[case.key]
    groups = {group for task in waiting for group in task.candidate_groups} | set(row.candidate_groups)
    names = names_of_groups(connection, groups)
    variables = effective_values(connection, row.element_instance_key)
    draft = task_detail.draft(connection, actor, row.key)
    only_reads = actor.may(Permission.AUDIT)
    may_assign = actor.may(Permission.ASSIGN_USER_TASKS) and row.state == "CREATED" and not only_reads
    form = None if row.form_key is None else deployed_form(row.form_key)
    properties = getattr(element(row.process_definition_key, row.element_id), "properties", {})
    return TaskView(
        row=row,
        case=case_row(case, waiting, names),
        title=element_name(row.process_definition_key, row.element_id),
        asked=what_is_asked(row.process_definition_key, row.element_id),
        facts=facts_of(row.process_definition_key, row.element_id, variables, names_in(connection, variables)),
        earlier=earlier_steps(connection, case, actor, row.key),
        documents=documents_for(connection, case, actor),
        comments=case_papers.case_comments(connection, case.key),
        form=form,
        consequences=consequences_of(connection, row.process_definition_key, row.element_id, form, variables),
        variables={**variables, **(choices_of_people(connection, form, variables, {}) if form else {})},
        draft=draft.values if draft else {},
        draft_saved_at=draft.saved_at if draft else None,
        group_names=[names[group] for group in row.candidate_groups],
        is_mine=row.assignee == actor.user_name and not only_reads,
        is_open=row.state == "CREATED",
        is_offered=_is_offered(row, actor) and not only_reads,
        is_inside=sees_inside(connection, case, actor),
        due_state=due_state(row.due_at, engine().now()),
        needs_password=properties.get("anumat:reauthenticate", "").strip().lower() == "true",
        may_assign=may_assign,
        people=_people(connection, row) if may_assign else (),
    )


def _is_offered(row: TaskRow, actor: Actor) -> bool:
    named = actor.user_name in row.candidate_users or not actor.groups.isdisjoint(row.candidate_groups)
    return named or actor.may(Permission.COMPLETE_ANY_USER_TASK)


def _people(connection: Any, row: TaskRow) -> list[PersonRow]:
    members = organisation.people_of_groups(connection, row.candidate_groups)
    named = organisation.people(connection, row.candidate_users)
    return members + [person for name, person in named.items() if name not in {member.user_name for member in members}]
