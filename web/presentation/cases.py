"""A case in words: its state, where it is now and who has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from engine.queries import case_detail
from forms.identifiers import without_national_ids
from web.presentation.elements import element_name, process_name
from web.presentation.formats import duration_text
from web.presentation.groups import names_of_groups
from web.site import engine, language
from web.translations import gettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from engine.queries.case_detail import CaseRow, OpenTaskRow


@dataclass(frozen=True, slots=True)
class ShownCase:
    """A case as `components/case_card.html` shows it."""

    url: str
    number: str
    subject: str
    status: tuple[str, str]
    where: str | None
    changed_at: datetime
    requester: str | None = None


def case_rows(connection: Any, cases: Sequence[CaseRow]) -> list[ShownCase]:
    """Return cases as rows of a list, with where each of them is; `connection` is an open read."""
    waiting = case_detail.open_tasks(connection, [case.key for case in cases])
    groups = {group for tasks in waiting.values() for task in tasks for group in task.candidate_groups}
    names = names_of_groups(connection, groups)
    moving = case_detail.waiting_elements(connection, [case.key for case in cases if not waiting[case.key]])
    return [case_row(case, waiting[case.key], names, moving.get(case.key, ())) for case in cases]


@dataclass(frozen=True, slots=True)
class WhereNow:
    """Where a case is right after something was sent."""

    case: ShownCase
    tasks: Sequence[OpenTaskRow]
    names: Sequence[str]
    is_finished: bool

    def shown(self) -> dict[str, object]:
        """Return what `pages/_where.html` needs; a case that moves on by itself is looked at once more."""
        is_moving = not self.is_finished and not self.tasks
        return {"case": self.case, "waiting": self.names, "is_finished": self.is_finished, "is_moving": is_moving}


def where_now(connection: Any, case: CaseRow) -> WhereNow:
    """Return where a case is; `connection` is an open read."""
    tasks = case_detail.open_tasks(connection, [case.key])[case.key]
    groups = names_of_groups(connection, {group for task in tasks for group in task.candidate_groups})
    names = dict.fromkeys(element_name(task.process_definition_key, task.element_id) for task in tasks)
    moving = () if tasks else case_detail.waiting_elements(connection, [case.key]).get(case.key, ())
    return WhereNow(case_row(case, tasks, groups, moving), tasks, list(names), case.ended_at is not None)


def case_row(
    case: CaseRow, waiting: Sequence[OpenTaskRow], group_names: Mapping[str, str], moving: Sequence[tuple[int, str]] = ()
) -> ShownCase:
    """Return a case as a row of a list, or as the head of its page; `moving` is where it is without anybody (see below)."""
    return ShownCase(
        url=url_for("pages.case", key=case.key),
        number=case.case_number or str(case.key),
        subject=without_national_ids(case.subject or "") or process_name(case.process_definition_key),
        status=status_of(case.state),
        where=where_is_it(waiting, group_names, moving) if case.ended_at is None else None,
        changed_at=case.ended_at or max((task.created_at for task in waiting), default=case.started_at),
        requester=case.initiator_name or case.initiator,
    )


def status_of(state: str) -> tuple[str, str]:
    """Return a process instance's state as a word and the kind of its tag."""
    return {
        "ACTIVE": (gettext("In progress"), "current"),
        "COMPLETED": (gettext("Finished"), "done"),
        "TERMINATED": (gettext("Terminated"), "neutral"),
        "SUSPENDED": (gettext("Suspended"), "attention"),
    }[state]


def where_is_it(waiting: Sequence[OpenTaskRow], group_names: Mapping[str, str], moving: Sequence[tuple[int, str]] = ()) -> str:
    """Say who has the case and since when: `อยู่ที่ ผอ.กต.จว.เชียงใหม่ 3 วัน`.

    With nobody, say what the system does or waits for: `moving` are (process definition key, element id).
    """
    if not waiting:
        names = dict.fromkeys(element_name(definition_key, element_id) for definition_key, element_id in moving)
        if not names:
            return gettext("The system is working on it.")
        return gettext("The system is working or waiting: %(steps)s", steps=", ".join(names))
    now = engine().now()
    first = waiting[0]
    text = gettext(
        "With %(who)s for %(time)s", who=holder(first, group_names), time=duration_text(now - first.created_at, language())
    )
    others = len(waiting) - 1
    number = f"{others}+" if len(waiting) >= case_detail.OPEN_AT_MOST else str(others)
    return text if not others else gettext("%(first)s, and %(number)s more", first=text, number=number)


def holder(task: OpenTaskRow, group_names: Mapping[str, str]) -> str:
    """Return who has a user task: a person, or the groups that may take it."""
    if task.assignee:
        return task.assignee_name or task.assignee
    names = [group_names.get(group, group) for group in task.candidate_groups] + list(task.candidate_users)
    return ", ".join(names) or gettext("nobody yet")
