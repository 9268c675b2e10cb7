"""Facts about timers and subscriptions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class TimerScheduled:
    """Insert a timer; `repetitions` counts this time too, -1: for ever, None: once; `interval` is what the next time is computed from."""

    key: int
    element_instance_key: int
    element_id: str
    due_at: datetime
    repetitions: int | None = None
    interval: str | None = None


@dataclass(frozen=True, slots=True)
class TimerFired:
    """Delete the timer: it has fired."""

    key: int


@dataclass(frozen=True, slots=True)
class TimersCanceled:
    """Delete the element instance's timers, or those of `element_ids` only."""

    element_instance_key: int
    element_ids: frozenset[str] | None = None


class SubscriptionKind(StrEnum):
    """What is waited for."""

    MESSAGE = "MESSAGE"
    SIGNAL = "SIGNAL"
    CONDITION = "CONDITION"
    TIMER = "TIMER"
    """The timer with which the process starts, beside other events that are all to occur."""


@dataclass(frozen=True, slots=True)
class SubscriptionOpened:
    """Insert a subscription; for a condition `name` is empty and `is_true` says whether it holds already."""

    key: int
    kind: SubscriptionKind
    name: str
    element_instance_key: int
    element_id: str
    correlation_key: str | None = None
    is_interrupting: bool = True
    event_index: int = 0
    """Which of the element's event definitions it is."""
    is_true: bool = False


@dataclass(frozen=True, slots=True)
class ConditionChanged:
    """Update whether a condition subscription's condition holds."""

    subscription_key: int
    is_true: bool


@dataclass(frozen=True, slots=True)
class SubscriptionClosed:
    """Delete one subscription."""

    key: int


@dataclass(frozen=True, slots=True)
class SubscriptionsClosed:
    """Delete the element instance's subscriptions, or those of `element_ids` only."""

    element_instance_key: int
    element_ids: frozenset[str] | None = None
