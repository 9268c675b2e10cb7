"""Changes of user tasks over REST that task listeners have a say in: the answer waits for them, as the API says it does."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from api.errors import problem
from engine.queries.listener_verdicts import listener_verdict

if TYPE_CHECKING:
    from flask import Response

    from api.routing import Call
    from engine.commands import Command

LONGEST_WAIT_S: Final = 10.0


def execute_and_wait(call: Call, command: Command[bool], user_task_key: int) -> Response | None:
    """Execute; return None when the change is made, 409 when a listener denies it, 504 when none has answered in time."""
    return wait_for_listeners(call, user_task_key) if call.engine.execute(command, call.actor) else None


def wait_for_listeners(call: Call, user_task_key: int) -> Response | None:
    """Wait for what listeners make of the change that they were asked about; return as `execute_and_wait`."""
    look = partial(listener_verdict, user_task_key=user_task_key)
    verdict = call.engine.wait_for_change(look, LONGEST_WAIT_S)
    if verdict is None:
        return problem(504, f"Task listeners have not agreed within {LONGEST_WAIT_S:.0f} seconds; they may still. Look again.")
    if not verdict.is_denied:
        return None
    why = f" Reason: {verdict.reason}" if verdict.reason else ""
    return problem(409, f"A task listener denied what was asked of the user task {user_task_key}.{why}", code="denied")
