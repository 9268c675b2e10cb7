"""Why somebody acted on a running case: asked of everybody, kept in its history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.errors import RequestInvalid
from engine.identity import Permission

if TYPE_CHECKING:
    from engine.commands.command import Work

SHORTEST_REASON, LONGEST_REASON = 10, 2_000
"""Characters; the shortest is asked of persons where a word would say nothing."""
NOT_GIVEN = "not given"


def reason_of(work: Work, given: str | None) -> str:
    """Return the reason as recorded; raise RequestInvalid when it is missing or too long.

    Programs whose client library has no field for it hold OPERATE_UNEXPLAINED: their history says that none was given.
    """
    reason = (given or "").strip()
    if len(reason) > LONGEST_REASON:
        raise RequestInvalid(f"A reason has at most {LONGEST_REASON} characters.", "reason")
    if not reason and not work.actor.may(Permission.OPERATE_UNEXPLAINED):
        raise RequestInvalid("Say why: give a reason, which the history of the case keeps.", "reason")
    return reason or NOT_GIVEN


def required_reason(given: str) -> str:
    """Return the reason as recorded; raise RequestInvalid when it is missing or too long, whoever asks."""
    reason = given.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise RequestInvalid(f"Say why, in 1 to {LONGEST_REASON} characters: the record keeps it.", "reason")
    return reason
