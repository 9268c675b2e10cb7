"""Who waits for a message, a signal, a condition or a starting time: an element instance, or a process definition's start event."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model.columns import UtcDateTime, Word, key_column, metadata

if TYPE_CHECKING:
    from datetime import datetime


class SubscriptionKind(StrEnum):
    """What is waited for."""

    MESSAGE = "MESSAGE"
    SIGNAL = "SIGNAL"
    CONDITION = "CONDITION"
    TIMER = "TIMER"
    """What starts the process at a time, beside other events that are all to occur: the timer itself is the definition's."""


@dataclass(slots=True)
class EventSubscription:
    """An open subscription; the row is deleted when it closes."""

    key: int
    kind: SubscriptionKind
    name: str
    element_id: str
    process_definition_key: int
    created_at: datetime
    correlation_key: str | None = None
    process_id: str = ""
    process_instance_key: int | None = None
    element_instance_key: int | None = None
    is_interrupting: bool = True
    event_index: int = 0
    """Which of the element's event definitions waits."""
    is_true: bool | None = None
    """Of a condition: whether it held when it was last evaluated, None: not yet."""


event_subscriptions = sa.Table(
    "event_subscription",
    metadata,
    key_column(),
    sa.Column("kind", Word(SubscriptionKind), nullable=False),
    sa.Column("name", sa.String(255), nullable=False),
    sa.Column("element_id", sa.String(255), nullable=False),
    sa.Column("process_definition_key", sa.BigInteger, nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("correlation_key", sa.String(500)),
    sa.Column("process_id", sa.String(255), nullable=False),
    sa.Column("process_instance_key", sa.BigInteger, index=True),
    sa.Column("element_instance_key", sa.BigInteger, index=True),
    sa.Column("is_interrupting", sa.Boolean, nullable=False),
    sa.Column("event_index", sa.Integer, nullable=False),
    sa.Column("is_true", sa.Boolean),
    sa.Index("ix_event_subscription_name", "name", "correlation_key", "kind"),
)
