"""Who had the user tasks of a case and for how long, from as many of its latest events as a page may look through."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.history.holding import HANDED, TELLING, Holding, holdings
from engine.model.deflated import inflated
from engine.model.history_act import HistoryAct, history_acts, lines_of, unpacked
from engine.model.process_instance import process_instances
from engine.store.sealed import opened_act

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from engine.model.history_event import HistoryEvent

__all__ = ["Holding", "case_holdings"]

ACTS_AT_MOST, EVENTS_AT_MOST = 20_000, 100_000
"""What is looked through, the latest of the case and those it called: its page must not cost what it has become."""
_MARK = b"USER_TASK_"
_act, _instance = history_acts.c, process_instances.c
ACT = len(_act)


def case_holdings(connection: sa.Connection, root_key: int) -> tuple[list[Holding], bool]:
    """Return the spans of a case's user tasks in the order of time, and whether earlier events were left out; no check of rights.

    Of a task that was offered before the events that are looked through nothing is told.
    """
    query = (
        sa.select(history_acts, _instance.wrapped_key)
        .select_from(history_acts.join(process_instances, _act.process_instance_key == _instance.key))
        .where(_instance.root_process_instance_key == root_key)
        .order_by(_act.at.desc(), _act.process_instance_key.desc(), _act.sequence.desc())
        .limit(ACTS_AT_MOST + 1)
    )
    rows = connection.execute(query).all()
    kept = sorted(_latest(rows[:ACTS_AT_MOST]), key=lambda row: (row.process_instance_key, row.sequence))
    found: list[Holding] = []
    for _, acts in groupby(kept, key=lambda row: row.process_instance_key):
        found += holdings(_telling(connection, list(acts)))
    return sorted(found, key=lambda holding: (holding.start, holding.element_instance_key)), len(kept) < len(rows)


def _latest(rows: Sequence[sa.Row[Any]]) -> Sequence[sa.Row[Any]]:
    """Return the first of these acts, which have so many events together."""
    events = 0
    for number, row in enumerate(rows):
        events += inflated(row.events).count(b"\n") + 1
        if events > EVENTS_AT_MOST:
            return rows[: max(number, 1)]
    return rows


def _telling(connection: sa.Connection, rows: Sequence[sa.Row[Any]]) -> Iterator[HistoryEvent]:
    """Yield the events that tell of holders; details are opened only where they name one."""
    for row in rows:
        act, wrapped_key = HistoryAct(*row[:ACT]), row.wrapped_key
        if _MARK not in inflated(act.events):
            continue
        lines = lines_of(act.events)
        if any(line.type in HANDED for line in lines):
            yield from opened_act(connection, act, wrapped_key, lines)
        elif any(line.type in TELLING for line in lines):
            yield from unpacked(act, lines, None, "")
