"""What a person was told: the latest notifications, and how many are unread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model.notification import notifications
from engine.model.process_instance import process_instances
from engine.queries.rows import as_rows
from engine.queries.visibility import visible_case

if TYPE_CHECKING:
    from datetime import datetime

    from engine.identity.actor import Actor

COUNTED_AT_MOST = 99


@dataclass(frozen=True, slots=True)
class NotificationRow:
    """One notification; the case is None when there is none that the person sees."""

    key: int
    text_th: str
    text_en: str
    created_at: datetime
    read_at: datetime | None
    case_key: int | None
    case_number: str | None
    subject: str | None


_notification, _case = notifications.c, process_instances.alias("case_of_notification")


def latest_notifications(connection: sa.Connection, actor: Actor, *, limit: int = 100) -> list[NotificationRow]:
    """Return the actor's own notifications, the latest first."""
    sees = sa.and_(_notification.process_instance_key == _case.c.key, visible_case(actor, _case))
    statement = (
        sa.select(
            _notification.key,
            _notification.text_th,
            _notification.text_en,
            _notification.created_at,
            _notification.read_at,
            _case.c.key,
            _case.c.business_id,
            _case.c.subject,
        )
        .select_from(notifications.join(_case, sees, isouter=True))
        .where(_notification.recipient == actor.user_name)
        .order_by(_notification.created_at.desc(), _notification.key.desc())
        .limit(limit)
    )
    return as_rows(NotificationRow, connection.execute(statement))


def unread_count(connection: sa.Connection, actor: Actor) -> int:
    """Return how many of the actor's notifications are unread, counted to COUNTED_AT_MOST."""
    where = sa.and_(_notification.recipient == actor.user_name, _notification.read_at.is_(None))
    counted = sa.select(sa.literal(1)).select_from(notifications).where(where).limit(COUNTED_AT_MOST).subquery()
    return connection.execute(sa.select(sa.func.count()).select_from(counted)).scalar_one()
