"""Notifications: leaving them for people, and having read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.commands.command import Command, Work
from engine.identity import Permission
from engine.store import notifications as store
from engine.store.notifications import Notice
from engine.store.users import group_members

if TYPE_CHECKING:
    from collections.abc import Sequence

GROUP = "group:"


@dataclass(frozen=True, slots=True)
class Notify(Command[None]):
    """Leave a text for user names or `group:<id>`; for one job the same text reaches a person once."""

    recipients: Sequence[str]
    text_th: str
    text_en: str
    process_instance_key: int | None = None
    job_key: int | None = None


@dataclass(frozen=True, slots=True)
class MarkNotificationsRead(Command[None]):
    """Note that the actor has read these."""

    keys: Sequence[int]


def notify(command: Notify, work: Work) -> None:
    """Notify; raise NotAllowed."""
    work.require(Permission.WORK_JOBS)
    connection = work.uow.connection
    people: dict[str, None] = {}
    for recipient in command.recipients:
        if recipient.startswith(GROUP):
            people |= dict.fromkeys(group_members(connection, recipient.removeprefix(GROUP)))
        elif recipient:
            people[recipient] = None
    notice = Notice(command.text_th, command.text_en, command.process_instance_key, command.job_key)
    store.insert_notifications(connection, [(work.new_key(), person) for person in people], notice, work.now)


def mark_notifications_read(command: MarkNotificationsRead, work: Work) -> None:
    """Mark; others' notifications stay unread."""
    store.mark_read(work.uow.connection, work.actor.user_name, command.keys, work.now)
