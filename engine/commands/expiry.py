"""Expiry: which data's time is over, and erasing it, case by case."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.commands.erase_details import EraseDetails
from engine.commands.retention_policies import latest_end, periods
from engine.errors import CaseHeld, InvalidTransition
from engine.identity import SYSTEM
from engine.model.retention import Basis, DataKind
from engine.runtime.timers import add_duration
from engine.store import retention as store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from engine.commands.engine import Engine
    from engine.identity import Actor
    from engine.store.erasing import Freed

AT_ONCE = 200
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ExpiredCase:
    """A case with the kinds of data whose time is over, by the period that says so."""

    process_instance_key: int
    process_id: str
    ended_at: datetime
    periods: dict[DataKind, str]

    def due_at(self, kind: DataKind) -> datetime:
        """Return when the time of a kind is over."""
        return add_duration(self.ended_at, self.periods[kind])


@dataclass(frozen=True, slots=True)
class Expired:
    """What one run erased."""

    cases: int = 0
    rows: int = 0
    bytes: int = 0


def expired_cases(engine: Engine, limit: int = AT_ONCE, *, at: datetime | None = None) -> list[ExpiredCase]:
    """Return at most about `limit` cases with data whose time is over, now or at another time; held ones are left out."""
    found: dict[int, ExpiredCase] = {}
    now = at or engine.now()
    with engine.reading() as connection:
        policies = store.policies(connection)
        for definition_key, process_id, properties in store.definitions_with_cases(connection):
            for kind, period in periods(policies, process_id, properties).items():
                last = latest_end(now, period)
                for key, ended_at in store.expired_cases(connection, definition_key, kind, last, limit):
                    case = found.setdefault(key, ExpiredCase(key, process_id, ended_at, {}))
                    case.periods[kind] = period
            if len(found) >= limit:
                break
    return sorted(found.values(), key=lambda case: (case.ended_at, case.process_instance_key))


def expire(
    engine: Engine,
    *,
    actor: Actor = SYSTEM,
    limit: int | None = None,
    on_progress: Callable[[int], None] = lambda _done: None,
) -> Expired:
    """Erase what is expired, one case after the other, at most `limit` cases; who stops half way begins again where it was."""
    done = Expired()
    while limit is None or done.cases < limit:
        batch = expired_cases(engine, AT_ONCE if limit is None else min(AT_ONCE, limit - done.cases))
        erased = [freed for case in batch for freed in _expired(engine, case, actor)]
        if not erased:
            return done
        rows, size = (sum(each[place] for each in erased) for place in (0, 1))
        done = Expired(done.cases + len(erased), done.rows + rows, done.bytes + size)
        on_progress(done.cases)
    return done


def erase_case(
    engine: Engine, process_instance_key: int, kinds: frozenset[DataKind], basis: Basis, reason: str, actor: Actor
) -> Freed:
    """Erase kinds of data of a case and of all that it called; raise what EraseDetails raises."""
    with engine.reading() as connection:
        called = store.called_instances(connection, process_instance_key)
    freed = [engine.execute(EraseDetails(key, kinds, basis, reason), actor) for key in (*called, process_instance_key)]
    return sum(each[0] for each in freed), sum(each[1] for each in freed)


def _expired(engine: Engine, case: ExpiredCase, actor: Actor) -> Iterator[Freed]:
    reason = ", ".join(f"{kind.value} {period}" for kind, period in sorted(case.periods.items()))
    try:
        yield erase_case(engine, case.process_instance_key, frozenset(case.periods), Basis.POLICY, reason, actor)
    except (CaseHeld, InvalidTransition) as refusal:  # somebody was faster: it is asked about again in the next run
        log.info("not erased: %s", refusal, extra={"process_instance_key": case.process_instance_key})
