"""Auditors read, and so does whoever has emergency access: their commands leave every case and the whole installation as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.commands.notices import MarkNotificationsRead
from engine.commands.record_access import RecordAccess
from engine.commands.record_refusal import RecordRefusal
from engine.commands.register_export import RegisterExport
from engine.commands.saved_searches import DeleteSearch, SaveSearch
from engine.errors import NotAllowed
from engine.identity import SYSTEM, Permission
from engine.store.user_tasks import find_user_task

if TYPE_CHECKING:
    from typing import Any

    from engine.commands.command import Command, Work

OF_READERS: frozenset[type[Command[Any]]] = frozenset(
    {DeleteSearch, MarkNotificationsRead, RecordAccess, RecordRefusal, RegisterExport, SaveSearch}
)
"""They write about the reader, not about what is read."""


def require_writer(command: Command[Any], work: Work) -> None:
    """Raise NotAllowed when an auditor gives a command that changes something, whatever other groups they are in.

    The same for whoever reads a case by emergency access. The case is noted as touched, so that the attempt is recorded.
    """
    actor = work.actor
    if not (actor.may(Permission.AUDIT) or actor.emergency_case) or actor.user_name == SYSTEM.user_name:
        return
    if type(command) in OF_READERS:
        return
    work.touched_instance = getattr(command, "process_instance_key", None)
    user_task_key = getattr(command, "user_task_key", None)
    if work.touched_instance is None and user_task_key is not None:
        task = find_user_task(work.uow.connection, user_task_key)
        work.touched_instance = None if task is None else task.process_instance_key
    if actor.emergency_case:
        raise NotAllowed("Emergency access is for reading only.", code="emergency")
    raise NotAllowed("An auditor reads and changes nothing.", code="audit")
