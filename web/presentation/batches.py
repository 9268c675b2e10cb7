"""Batch operations in the words of the pages: what is done to how many cases, how far it is, what came of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from engine import errors
from engine.queries import organisation, person_history
from web.presentation.batch_reasons import reason_text
from web.presentation.elements import process_name
from web.presentation.refusals import refusal_text
from web.presentation.shell import NavigationItem
from web.translations import gettext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from engine.queries.batch_operations import BatchItemRow, BatchOperationRow

Status = tuple[str, str]
"""A word and the kind of its tag."""


@dataclass(frozen=True, slots=True)
class ShownBatch:
    """A batch operation as the pages show it."""

    row: BatchOperationRow
    name: str
    by: str
    status: Status
    share: int
    """Of its items that are done or have failed, 0 to 100."""
    url: str

    @property
    def is_over(self) -> bool:
        """Whether nothing of it will change any more."""
        return self.row.end_date is not None

    @property
    def is_held(self) -> bool:
        """Whether it waits for an operator to go on with it."""
        return self.row.state == "SUSPENDED"


@dataclass(frozen=True, slots=True)
class ShownItem:
    """One case of a batch operation."""

    row: BatchItemRow
    case: str
    process: str
    status: Status
    why: str | None
    """Why it failed in the reader's language; None when only the engine has words for it."""
    url: str


def operations_tabs(current: str) -> tuple[NavigationItem, ...]:
    """Return the parts of the operator's pages; `current` is an endpoint."""
    named = (("operations", gettext("Incidents")), ("operations_batches", gettext("Batch operations")))
    return tuple(NavigationItem(label, url_for(f"pages.{name}"), name == current) for name, label in named)


def operation_names() -> dict[str, str]:
    """Return what can be done to many cases, by its type, in the reader's language."""
    return {
        "SUSPEND_PROCESS_INSTANCE": gettext("Suspend cases"),
        "RESUME_PROCESS_INSTANCE": gettext("Resume cases"),
        "MIGRATE_PROCESS_INSTANCE": gettext("Migrate cases to another version"),
        "RESOLVE_INCIDENT": gettext("Try failed steps again"),
        "CANCEL_PROCESS_INSTANCE": gettext("Cancel cases"),
        "UPDATE_JOB": gettext("Change automatic steps"),
        "MODIFY_PROCESS_INSTANCE": gettext("Move cases to another step"),
    }


def shown_batches(connection: Any, rows: Sequence[BatchOperationRow]) -> list[ShownBatch]:
    """Return batch operations with the names of those who started them; `connection` is an open read."""
    people = organisation.people(connection, {row.actor_id for row in rows})
    names = operation_names()
    return [
        ShownBatch(
            row=row,
            name=names[row.operation_type],
            by=people[row.actor_id].name if row.actor_id in people else row.actor_id,
            status=_batch_status(row),
            share=_share(row),
            url=url_for("pages.operations_batch", key=row.batch_operation_key),
        )
        for row in rows
    ]


def shown_items(connection: Any, rows: Sequence[BatchItemRow]) -> list[ShownItem]:
    """Return items with their cases; one whose case is gone keeps its key. `connection` is an open read."""
    cases = person_history.cases_of(connection, {row.process_instance_key for row in rows})
    shown = []
    for row in rows:
        case = cases.get(row.process_instance_key)
        shown.append(
            ShownItem(
                row=row,
                case=(case and case.number) or str(row.process_instance_key),
                process=process_name(case.process_definition_key) if case else "",
                status=_item_status(row.state),
                why=reason_text(row.error_message or ""),
                url=url_for("pages.case", key=row.process_instance_key),
            )
        )
    return shown


def batch_refusal(error: errors.EngineError) -> str:
    """Return why a batch operation was not held, gone on with or stopped."""
    if isinstance(error, errors.InvalidTransition):
        return gettext("It has changed meanwhile: look at its state, then decide again.")
    return refusal_text(error)


def _batch_status(row: BatchOperationRow) -> Status:
    return {
        "CREATED": (gettext("Waits to begin"), "neutral"),
        "ACTIVE": (gettext("Running"), "current"),
        "SUSPENDED": (gettext("Suspended"), "attention"),
        "COMPLETED": (gettext("All done"), "done"),
        "PARTIALLY_COMPLETED": (gettext("Over, some failed"), "danger"),
        "CANCELED": (gettext("Stopped"), "neutral"),
    }[row.state]


def _item_status(state: str) -> Status:
    return {
        "ACTIVE": (gettext("To be done"), "neutral"),
        "COMPLETED": (gettext("Done"), "done"),
        "FAILED": (gettext("Failed"), "danger"),
        "CANCELED": (gettext("Left undone"), "neutral"),
    }[state]


def _share(row: BatchOperationRow) -> int:
    ended = row.operations_completed_count + row.operations_failed_count
    return 100 if not row.operations_total_count else ended * 100 // row.operations_total_count
