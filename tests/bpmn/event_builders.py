"""Event definitions in one word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import feel
from engine.bpmn.process_model import (
    CancelDefinition,
    CompensationDefinition,
    ConditionalDefinition,
    ErrorDefinition,
    EscalationDefinition,
    LinkDefinition,
    MessageDefinition,
    SignalDefinition,
    TerminateDefinition,
    TimerDefinition,
    TimerKind,
)
from tests.bpmn.builders import value

if TYPE_CHECKING:
    from collections.abc import Iterable


def after(duration: str) -> TimerDefinition:
    return TimerDefinition(TimerKind.DURATION, value(duration))


def at(date: str) -> TimerDefinition:
    return TimerDefinition(TimerKind.DATE, value(date))


def every(cycle: str) -> TimerDefinition:
    return TimerDefinition(TimerKind.CYCLE, value(cycle))


def message(name: str, key: str | None = None, **fields: str) -> MessageDefinition:
    return MessageDefinition(value(name), value(key), **{name: value(text) for name, text in fields.items()})


def signal(name: str) -> SignalDefinition:
    return SignalDefinition(value(name))


def error(code: str | None = None, **fields: str) -> ErrorDefinition:
    return ErrorDefinition(value(code), **fields)


def escalation(code: str | None = None) -> EscalationDefinition:
    return EscalationDefinition(value(code))


def when(condition: str, names: Iterable[str] | None = None) -> ConditionalDefinition:
    expression = feel.compile(condition)
    return ConditionalDefinition(expression, frozenset(names) if names is not None else expression.names)


def link(name: str) -> LinkDefinition:
    return LinkDefinition(name)


def compensate(activity_id: str | None = None, *, wait: bool = True) -> CompensationDefinition:
    return CompensationDefinition(activity_id, wait)


CANCEL = CancelDefinition()
TERMINATE = TerminateDefinition()
