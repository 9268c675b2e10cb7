"""Why a step cannot be taken: raised by a step before it has effects, caught by the loop, kept as an incident."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.runtime.effects import IncidentType


class CannotContinue(Exception):  # noqa: N818 (a state of the case, no error of the program)
    """The element instance needs an operator; the message states the fact and what to do."""

    def __init__(self, error_type: IncidentType, message: str) -> None:
        super().__init__(message)
        self.error_type = error_type
        self.message = message
