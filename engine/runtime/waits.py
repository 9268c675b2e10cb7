"""Timers and subscriptions that this command opens and closes; what it opens and closes again never reaches the database."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from engine.runtime.effects import (
    ConditionChanged,
    Effect,
    SubscriptionClosed,
    SubscriptionKind,
    SubscriptionOpened,
    SubscriptionsClosed,
    TimersCanceled,
    TimerScheduled,
)
from engine.runtime.ports import ConditionSubscription, SignalSubscription

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from engine.runtime.working_set import WorkingSet

Wait = TimerScheduled | SubscriptionOpened


class Waits:
    """What element instances wait for outside the process instance."""

    def __init__(self, rows: WorkingSet, emit: Callable[[Effect], None]) -> None:
        self._rows = rows
        self._emit = emit
        self._opened: dict[int, Wait] = {}
        self._closed: set[tuple[int, str | None]] = set()
        self._closed_keys: set[int] = set()
        self._conditions: dict[int, ConditionSubscription] | None = None
        self.has_new_conditions = False

    def open(self, wait: Wait) -> None:
        """Insert a timer or subscription."""
        self._opened[wait.key] = wait
        if isinstance(wait, SubscriptionOpened) and wait.kind is SubscriptionKind.CONDITION:
            self.has_new_conditions = True

    def opened(self) -> Iterator[Effect]:
        """Yield what was opened and is still open."""
        yield from self._opened.values()

    def signals(self, host_keys: Sequence[int], name: str) -> list[SignalSubscription]:
        """Return what is open for a signal at these element instances."""
        stored_hosts = [key for key in host_keys if not self._rows.is_new(key)]
        stored = self._rows.reader.signal_subscriptions(stored_hosts, name) if stored_hosts else ()
        opened = [wait for wait in self._signals_opened(name) if wait.element_instance_key in host_keys]
        return [row for row in stored if self.is_open(row)] + [
            SignalSubscription(wait.key, wait.element_instance_key, wait.element_id, wait.event_index) for wait in opened
        ]

    def close_one(self, key: int) -> None:
        """Delete one subscription."""
        self._closed_keys.add(key)
        if self._opened.pop(key, None) is None:
            self._emit(SubscriptionClosed(key))

    def close(self, host_key: int, element_ids: frozenset[str], *, timers: bool, subscriptions: bool) -> None:
        """Delete the timers and subscriptions of an element instance that belong to these elements."""
        for key, wait in list(self._opened.items()):
            if wait.element_instance_key == host_key and wait.element_id in element_ids:
                del self._opened[key]
        if self._rows.is_new(host_key):
            return
        self._closed.update((host_key, element_id) for element_id in element_ids)
        if timers:
            self._emit(TimersCanceled(host_key, element_ids))
        if subscriptions:
            self._emit(SubscriptionsClosed(host_key, element_ids))

    def is_closed(self, host_key: int, element_id: str) -> bool:
        """Return whether this command deleted what was stored of an element instance and an event."""
        return (host_key, element_id) in self._closed

    def conditions(self) -> list[ConditionSubscription]:
        """Return the condition subscriptions that are open now."""
        if self._conditions is None:
            self._conditions = {row.key: row for row in self._stored_conditions()}
        for wait in self._opened.values():
            if isinstance(wait, SubscriptionOpened) and wait.kind is SubscriptionKind.CONDITION:
                self._conditions.setdefault(wait.key, _condition(wait))
        return [row for row in self._conditions.values() if self.is_open(row)]

    def condition_changed(self, row: ConditionSubscription, *, is_true: bool) -> None:
        """Remember whether a condition holds."""
        (self._conditions or {})[row.key] = replace(row, is_true=is_true)
        opened = self._opened.get(row.key)
        if isinstance(opened, SubscriptionOpened):
            self._opened[row.key] = replace(opened, is_true=is_true)
        else:
            self._emit(ConditionChanged(row.key, is_true))

    def _stored_conditions(self) -> list[ConditionSubscription]:
        return list(self._rows.reader.condition_subscriptions())

    def _signals_opened(self, name: str) -> Iterator[SubscriptionOpened]:
        for wait in self._opened.values():
            if isinstance(wait, SubscriptionOpened) and wait.kind is SubscriptionKind.SIGNAL and wait.name == name:
                yield wait

    def is_open(self, row: ConditionSubscription | SignalSubscription) -> bool:
        """Return whether the subscription has not been closed by this command."""
        if row.key in self._closed_keys or (row.element_instance_key, row.element_id) in self._closed:
            return False
        return row.key in self._opened or not self._rows.is_new(row.element_instance_key)


def _condition(wait: SubscriptionOpened) -> ConditionSubscription:
    return ConditionSubscription(
        wait.key, wait.element_instance_key, wait.element_id, wait.event_index, wait.is_interrupting, is_true=None
    )
