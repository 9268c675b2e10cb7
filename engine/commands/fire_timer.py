"""Firing a timer that is due: of an element instance, or of a process definition's start event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from engine.bpmn.process_model import TimerDefinition
from engine.commands import meet
from engine.commands.case import open_case
from engine.commands.command import Command, Work
from engine.model.event_subscription import EventSubscription, SubscriptionKind
from engine.model.timer import Timer
from engine.runtime import entry_points
from engine.runtime.timers import next_schedule
from engine.store import timers as store


@dataclass(frozen=True, slots=True)
class FireTimer(Command[bool]):
    """Let the timer happen if it is still there and due; tells whether it was."""

    timer_key: int


def fire_timer(command: FireTimer, work: Work) -> bool:
    """Fire; False when somebody else did or nothing waits for it. Locks the process instance, then the timer."""
    connection = work.uow.connection
    found = store.find_timer(connection, command.timer_key)
    if found is None or found.due_at > work.now:
        return False
    if found.process_instance_key is None:
        return _fire_start_timer(work, command.timer_key)
    case = open_case(work, found.process_instance_key)
    timer = store.find_timer(connection, command.timer_key)
    if timer is None or timer.element_instance_key is None or case.process_instance.is_suspended:
        return False
    entry_points.fire_timer(case.execution, _due(timer, timer.element_instance_key))
    case.save()
    return True


@dataclass(frozen=True, slots=True)
class FireTimers(Command[int]):
    """Let timers of one process instance happen, one after the other; tells how many there were to fire."""

    process_instance_key: int
    timer_keys: tuple[int, ...]


def fire_timers(command: FireTimers, work: Work) -> int:
    """Fire those that are still there and due, earliest first, while the step budget lasts. Locks the process instance.

    What one timer sets going comes to rest before the next one fires, as if each had a command of its own.
    """
    case = open_case(work, command.process_instance_key)
    if case.process_instance.is_suspended:
        return 0
    fired = 0
    for timer in store.find_timers_of(work.uow.connection, case.process_instance.key, command.timer_keys, work.now):
        host_key = timer.element_instance_key
        if host_key is None or case.execution.waits.is_closed(host_key, timer.element_id):
            continue
        entry_points.fire_timer(case.execution, _due(timer, host_key))
        fired += 1
        if not case.execution.advance():
            break
    if fired:
        case.save()
    return fired


def _due(timer: Timer, host_key: int) -> entry_points.DueTimer:
    return entry_points.DueTimer(timer.key, host_key, timer.element_id, timer.due_at, timer.repetitions, timer.interval)


def _fire_start_timer(work: Work, key: int) -> bool:
    connection = work.uow.connection
    timer = store.lock_timer(connection, key)
    if timer is None:
        return False
    store.delete_timer(connection, key)
    following = next_schedule(timer.due_at, timer.repetitions, timer.interval, work.now, work.zone)
    if following is not None:
        again = Timer(
            key=work.new_key(),
            due_at=following.due_at,
            element_id=timer.element_id,
            process_definition_key=timer.process_definition_key,
            process_id=timer.process_id,
            repetitions=following.repetitions,
            interval=following.interval,
        )
        store.insert_timers(connection, [again])
        work.uow.wakes_drain = True
    meet.reach_or_start(work, _start_of(work, timer), {}, due_at=timer.due_at)
    return True


def _start_of(work: Work, timer: Timer) -> EventSubscription:
    """Return what the timer of a start event is among the events that start the process."""
    events = work.resources.model(timer.process_definition_key).elements[timer.element_id].events
    return EventSubscription(
        key=timer.key,
        kind=SubscriptionKind.TIMER,
        name="",
        element_id=timer.element_id,
        process_definition_key=timer.process_definition_key,
        created_at=work.now,
        process_id=timer.process_id,
        event_index=next(index for index, event in enumerate(events) if isinstance(event, TimerDefinition)),
    )


@dataclass(frozen=True, slots=True)
class PostponeTimer(Command[None]):
    """Try a timer that could not be fired again later."""

    timer_key: int


def postpone_timer(command: PostponeTimer, work: Work) -> None:
    """Postpone by a delay that doubles with each attempt, up to an hour."""
    timer = store.lock_timer(work.uow.connection, command.timer_key)
    if timer is not None:
        delay = timedelta(seconds=min(5 * 2**timer.attempts, 3_600))
        store.postpone_timer(work.uow.connection, timer.key, work.now + delay)
