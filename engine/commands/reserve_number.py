"""Reserving a running number for a job."""

from __future__ import annotations

from dataclasses import dataclass

from engine.commands.command import Command, Work
from engine.identity import Permission
from engine.store import numbers


@dataclass(frozen=True, slots=True)
class ReserveNumber(Command[int]):
    """The next number of the series for this job; the same number again when it asks again."""

    series: str
    job_key: int


def reserve_number(command: ReserveNumber, work: Work) -> int:
    """Reserve; raise NotAllowed. Whoever asks next for the series waits for this transaction."""
    work.require(Permission.WORK_JOBS)
    return numbers.reserve_number(work.uow.connection, command.series, command.job_key, work.now)
