"""Everything that the page of one case shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.commands import Permission
from engine.queries import case_detail, case_papers, case_timeline, json_text
from engine.queries.retention import case_hold
from engine.queries.undoing import Undoing, undoing_of
from engine.queries.variables import effective_variables
from forms.identifiers import national_ids_in, without_national_ids
from web.presentation.audience import documents_for, sees_data, sees_inside
from web.presentation.cases import case_row
from web.presentation.elements import element_name, process_name
from web.presentation.facts import start_answers
from web.presentation.groups import names_of_groups
from web.presentation.progress import progress
from web.presentation.retention import shown_erasures
from web.presentation.timeline import PEOPLE_CARE_FOR, timeline_entries, without_answered_offers
from web.site import engine, language
from web.translations import gettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from engine.commands import Actor
    from engine.queries.case_detail import CaseRow
    from engine.queries.case_papers import CommentRow, DocumentRow
    from engine.queries.retention import ErasureRow, HoldRow
    from web.presentation.cases import ShownCase
    from web.presentation.progress import Step
    from web.presentation.timeline import TimelineEntry

EVENTS_SHOWN = 500


@dataclass(frozen=True, slots=True)
class CaseView:
    """A process instance (`row`) within its case (`root`, `case`)."""

    row: CaseRow
    root: CaseRow
    case: ShownCase
    process: str
    own_tasks: Sequence[tuple[int, str]]
    """Keys and names of the user tasks that wait for the reader."""
    steps: Sequence[Step]
    entries: Sequence[TimelineEntry]
    is_cut: bool
    """There are more events than the timeline shows."""
    shows_everything: bool
    sees_data: bool
    parts: Sequence[tuple[CaseRow, str]]
    """Process instances that the case called, with their names."""
    undoing: Mapping[int, str]
    """Which of them can be undone, or undo another one, in words."""
    documents: Sequence[DocumentRow]
    comments: Sequence[CommentRow]
    can_comment: bool
    can_export: bool
    is_emergency: bool
    """The reader sees it by emergency access only."""
    answers: Sequence[Mapping[str, object]]
    data: Sequence[tuple[str, str]]
    has_national_ids: bool
    erasures: Sequence[tuple[str, ErasureRow]]
    hold: HoldRow | None


def read_case(key: int, actor: Actor, *, wants_everything: bool) -> CaseView:
    """Read a case as `actor` sees it; raise NotFound. Everything recorded is for operators and auditors only."""
    with engine().reading() as connection:
        row = case_detail.case(connection, actor, key)
        root = row if row.root_key == row.key else case_detail.case(connection, actor, row.root_key)
        return _view(connection, row, root, actor, shows_everything=wants_everything and sees_data(actor))


def _view(connection: Any, row: CaseRow, root: CaseRow, actor: Actor, *, shows_everything: bool) -> CaseView:
    waiting = case_detail.open_tasks(connection, [root.key], first_of=actor.user_name)[root.key]
    names = names_of_groups(connection, {group for task in waiting for group in task.candidate_groups})
    kinds = None if shows_everything else PEOPLE_CARE_FOR
    events = case_timeline.case_timeline(connection, root.key, kinds, limit=EVENTS_SHOWN + 1)
    shown = events[:EVENTS_SHOWN] if shows_everything else without_answered_offers(events[:EVENTS_SHOWN])
    is_inside = sees_inside(connection, root, actor)
    shows_data, held = is_inside and sees_data(actor), effective_variables(connection, row.key)
    values = {name: json_text.loads(found.value) for name, found in held.items()}
    parts = _parts(connection, root, actor) if is_inside else []
    return CaseView(
        row=row,
        root=root,
        case=case_row(root, waiting, names, case_detail.waiting_elements(connection, [root.key]).get(root.key, ())),
        process=process_name(row.process_definition_key),
        own_tasks=[
            (task.key, element_name(task.process_definition_key, task.element_id))
            for task in waiting
            if task.assignee == actor.user_name
        ],
        steps=progress(row, case_detail.steps(connection, row.key)),
        entries=timeline_entries(shown, language(), with_notes=is_inside),
        is_cut=len(events) > EVENTS_SHOWN,
        shows_everything=shows_everything,
        sees_data=sees_data(actor),
        parts=parts,
        undoing=_undoing(connection, root, parts),
        documents=documents_for(connection, root, actor),
        comments=case_papers.case_comments(connection, root.key) if is_inside else (),
        can_export=actor.emergency_case is None and case_detail.may_export(connection, actor, root.key),
        can_comment=is_inside and not actor.may(Permission.AUDIT) and actor.emergency_case is None,
        is_emergency=actor.emergency_case is not None,
        answers=start_answers(row.process_definition_key, values) if is_inside or root.initiator == actor.user_name else (),
        data=sorted((name, without_national_ids(found.value)) for name, found in held.items()) if shows_data else (),
        has_national_ids=is_inside and any(national_ids_in(found.value) for found in held.values()),
        erasures=shown_erasures(connection, root.key),
        hold=case_hold(connection, root.key) if is_inside else None,
    )


def _parts(connection: Any, root: CaseRow, actor: Actor) -> list[tuple[CaseRow, str]]:
    related = case_detail.related_cases(connection, actor, root.key)
    return [(other, process_name(other.process_definition_key)) for other in related if other.key != root.key]


def _undoing(connection: Any, root: CaseRow, parts: Sequence[tuple[CaseRow, str]]) -> dict[int, str]:
    """Return words for the called processes that the running case may undo, or that undo another one."""
    found = undoing_of(connection, [other.key for other, _ in parts])
    words = {Undoing.CAN_BE_UNDONE: gettext("Finished, may still be undone"), Undoing.UNDOES: gettext("Undoes what was done")}
    return {key: words[what] for key, what in found.items() if what is Undoing.UNDOES or root.ended_at is None}
