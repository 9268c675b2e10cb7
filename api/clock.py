"""The clock over REST, where the configuration allows it to be pinned: for tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from api.errors import BadRequest
from api.routing import Routes
from engine.commands import Permission, PinClock, ResetClock

if TYPE_CHECKING:
    from api.routing import Call

routes = Routes("Clock")

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@routes.serve(
    "PUT",
    "/clock",
    "pinClock",
    "Pin the clock",
    Permission.CONTROL_CLOCK,
    status=204,
    body={
        "type": "object",
        "properties": {"timestamp": {"type": "integer", "description": "milliseconds since 1970-01-01T00:00:00Z"}},
        "required": ["timestamp"],
    },
)
def pin_clock(call: Call) -> None:
    """Let time stand still at the timestamp."""
    timestamp = call.body.integer("timestamp", least=0, most=253_402_300_799_000)
    if timestamp is None:
        raise BadRequest("Request property [timestamp] is missing; give milliseconds since 1970-01-01T00:00:00Z.")
    call.engine.execute(PinClock(EPOCH + timedelta(milliseconds=timestamp)), call.actor)


@routes.serve("POST", "/clock/reset", "resetClock", "Let the clock run again", Permission.CONTROL_CLOCK, status=204)
def reset_clock(call: Call) -> None:
    """Go back to the real time."""
    call.engine.execute(ResetClock(), call.actor)
