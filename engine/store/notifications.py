"""Notifications for people."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model.notification import notifications
from engine.store.rows import dialect_insert

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Notice:
    """The same text for several people."""

    text_th: str
    text_en: str
    process_instance_key: int | None
    job_key: int | None


def insert_notifications(
    connection: sa.Connection, recipients: Iterable[tuple[int, str]], notice: Notice, at: datetime
) -> None:
    """Leave the notice for (new key, user name) each; a job that repeats itself leaves nothing twice."""
    digest = hashlib.sha256(f"{notice.text_th}\0{notice.text_en}".encode()).hexdigest()
    rows = [
        {
            "key": key,
            "recipient": user_name,
            "text_th": notice.text_th,
            "text_en": notice.text_en,
            "process_instance_key": notice.process_instance_key,
            "job_key": notice.job_key,
            "digest": digest,
            "created_at": at,
        }
        for key, user_name in recipients
    ]
    if rows:
        connection.execute(dialect_insert(notifications, connection.dialect.name).on_conflict_do_nothing(), rows)


def mark_read(connection: sa.Connection, recipient: str, keys: Iterable[int], at: datetime) -> None:
    """Note that a person has read notifications of theirs."""
    table = notifications
    where = sa.and_(table.c.recipient == recipient, table.c.key.in_(list(keys)), table.c.read_at.is_(None))
    connection.execute(table.update().where(where).values(read_at=at))
