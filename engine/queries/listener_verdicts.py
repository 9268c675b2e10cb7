"""What task listeners made of a change of a user task that they were asked about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from engine.model.history_act import history_acts
from engine.model.user_task import UserTaskState, user_tasks
from engine.queries.case_timeline import timeline_rows, timeline_select
from engine.queries.wanted_events import Wanted

if TYPE_CHECKING:
    from engine.queries.case_timeline import TimelineRow

DENIED: Final = "USER_TASK_CHANGE_DENIED"
MADE: Final = frozenset(
    {"USER_TASK_ASSIGNED", "USER_TASK_UPDATED", "USER_TASK_OFFERED", "USER_TASK_COMPLETED", "USER_TASK_CANCELED"}
)
"""That it is offered again is all there is to tell when its variables were set."""
LOOKED_AT: Final = 200
"""Events of the element, the latest: a multi-instance may have changed many others meanwhile."""
_HELD = (UserTaskState.ASSIGNING, UserTaskState.UPDATING, UserTaskState.COMPLETING)
_task = user_tasks.c


@dataclass(frozen=True, slots=True)
class Verdict:
    """The listeners agreed, or one of them did not and said why."""

    is_denied: bool
    reason: str = ""


def listener_verdict(connection: sa.Connection, user_task_key: int) -> Verdict | None:
    """Return what listeners made of the change asked for last; None while they are at work. No check of rights."""
    columns = (_task.state, _task.process_instance_key, _task.element_id, _task.element_instance_key)
    task = connection.execute(sa.select(*columns).where(_task.key == user_task_key)).first()
    if task is None:
        return Verdict(is_denied=False)
    if task.state in _HELD:
        return None
    query = timeline_select().where(history_acts.c.process_instance_key == task.process_instance_key)
    rows = timeline_rows(connection, query, Wanted(MADE | {DENIED}, task.element_id), limit=LOOKED_AT)
    last = next((row for row in rows if row.element_instance_key == task.element_instance_key), None)
    return _verdict(last)


def _verdict(last: TimelineRow | None) -> Verdict:
    if last is None or last.type != DENIED:
        return Verdict(is_denied=False)
    return Verdict(is_denied=True, reason=str(last.payload.get("reason") or ""))
