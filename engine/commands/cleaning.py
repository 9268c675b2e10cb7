"""Throwing away what nobody needs any more: expired messages, drafts of finished user tasks."""

from __future__ import annotations

from dataclasses import dataclass

from engine.commands.command import Command, Work
from engine.store.messages import delete_expired_messages
from engine.store.user_tasks import delete_stale_drafts


@dataclass(frozen=True, slots=True)
class Clean(Command[None]):
    """Clean up."""


def clean(_command: Clean, work: Work) -> None:
    """Delete expired messages and stale drafts."""
    delete_expired_messages(work.uow.connection, work.now)
    delete_stale_drafts(work.uow.connection)
