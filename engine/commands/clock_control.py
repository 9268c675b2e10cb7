"""Pinning the clock for tests: timers follow, in every process that shares the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.commands.command import Command, Work
from engine.errors import RequestInvalid
from engine.identity import Permission
from engine.store.settings import write_setting

if TYPE_CHECKING:
    from datetime import datetime

PINNED_AT = "clock.pinned_at"


@dataclass(frozen=True, slots=True)
class PinClock(Command[None]):
    """Let the time stand still at `at`."""

    at: datetime


@dataclass(frozen=True, slots=True)
class ResetClock(Command[None]):
    """Let the time run again."""


def pin_clock(command: PinClock, work: Work) -> None:
    """Pin; raise NotAllowed, RequestInvalid. Whether the configuration allows it is asked before."""
    work.require(Permission.CONTROL_CLOCK)
    if command.at.tzinfo is None:
        raise RequestInvalid("The time needs a zone.", "timestamp")
    write_setting(work.uow.connection, PINNED_AT, command.at.isoformat())
    work.uow.wakes_drain = True


def reset_clock(_command: ResetClock, work: Work) -> None:
    """Reset; raise NotAllowed."""
    work.require(Permission.CONTROL_CLOCK)
    write_setting(work.uow.connection, PINNED_AT, None)
    work.uow.wakes_drain = True
