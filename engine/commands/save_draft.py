"""Saving what somebody has typed into a user task's form, without sending it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.commands.case import Case
from engine.commands.command import Command, Work
from engine.commands.user_task_rights import require_candidate
from engine.commands.variables_in import checked_variables
from engine.errors import InvalidTransition, NotFound
from engine.store import process_instances
from engine.store import user_tasks as store

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class SaveDraft(Command[None]):
    """Keep these values for the actor until the user task is completed."""

    user_task_key: int
    values: Mapping[str, object]


def save_draft(command: SaveDraft, work: Work) -> None:
    """Save; raise NotFound, NotAllowed, InvalidTransition. Locks nothing: a draft is the actor's own."""
    task = store.find_user_task(work.uow.connection, command.user_task_key)
    if task is None:
        raise NotFound("user task", command.user_task_key)
    instance = process_instances.find_process_instance(work.uow.connection, task.process_instance_key)
    if instance is None:
        raise NotFound("process instance", task.process_instance_key)
    require_candidate(Case(work, instance), task)
    if not task.is_active:
        raise InvalidTransition(
            "user task", task.key, task.state, "saved as a draft"
        )  # no attempt to decide: nothing to record
    values = checked_variables(command.values)
    store.save_draft(work.uow.connection, task.key, work.actor.user_name, values, work.now)
