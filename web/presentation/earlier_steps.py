"""What others did in a case before: which step, who, when, and the answers they gave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.queries import case_timeline, task_detail
from web.deployed_forms import form as deployed_form
from web.presentation.audience import sees_inside
from web.presentation.elements import element_name
from web.presentation.facts import answers_of
from web.presentation.people import choices_of_people

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from engine.commands import Actor
    from engine.queries.case_detail import CaseRow
    from engine.queries.task_detail import DoneTaskRow


@dataclass(frozen=True, slots=True)
class EarlierStep:
    """One completed user task."""

    title: str
    person: str
    capacity: str | None
    at: datetime
    answers: Sequence[Mapping[str, object]]


def earlier_steps(connection: Any, case: CaseRow, actor: Actor, besides: int) -> list[EarlierStep]:
    """Return the completed user tasks of a case but one, oldest first; `connection` is an open read."""
    submitted = case_timeline.submitted_values(connection, case.key)
    is_inside = sees_inside(connection, case, actor)
    return [
        _step(connection, row, submitted if is_inside or row.completed_by == actor.user_name else {})
        for row in task_detail.done_tasks(connection, case.key)
        if row.key != besides
    ]


def _step(connection: Any, row: DoneTaskRow, submitted: Mapping[int, Mapping[str, object]]) -> EarlierStep:
    values, answers = submitted.get(row.element_instance_key), list[dict[str, object]]()
    if values is not None and row.form_key is not None:
        form = deployed_form(row.form_key)
        answers = answers_of(form, values, choices_of_people(connection, form, {}, values), row.ended_at)
    return EarlierStep(
        title=element_name(row.process_definition_key, row.element_id),
        person=row.completed_by_name or row.completed_by,
        capacity=row.capacity,
        at=row.ended_at,
        answers=answers,
    )
