"""What is known of a case's retention: what was erased, what is held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model.identity import app_users
from engine.model.process_instance import process_instances
from engine.model.retention import erasures, legal_holds
from engine.queries.rows import as_row, as_rows
from engine.store.history_reading import find_case_key

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class ErasureRow:
    """One kind of a case's data that was erased: when, by whom, and why."""

    process_instance_key: int
    business_id: str | None
    kind: str
    at: datetime
    actor: str
    actor_name: str | None
    basis: str
    reason: str
    row_count: int
    byte_count: int


@dataclass(frozen=True, slots=True)
class HoldRow:
    """A case that nothing is erased of."""

    process_instance_key: int
    business_id: str | None
    placed_at: datetime
    placed_by: str
    placed_by_name: str | None
    reason: str


_erasure, _hold, _instance = erasures.c, legal_holds.c, process_instances.c


def case_erasures(connection: sa.Connection, root_key: int) -> list[ErasureRow]:
    """Return what was erased of a case, the first first; no check of rights."""
    query = _erasures().where(_erasure.process_instance_key == root_key).order_by(_erasure.at, _erasure.kind)
    return as_rows(ErasureRow, connection.execute(query))


def latest_erasures(connection: sa.Connection, *, limit: int = 100) -> list[ErasureRow]:
    """Return what was erased last, over all cases; no check of rights."""
    query = _erasures().order_by(_erasure.at.desc(), _erasure.process_instance_key, _erasure.kind).limit(limit)
    return as_rows(ErasureRow, connection.execute(query))


def case_called(connection: sa.Connection, text: str) -> int | None:
    """Return the case with this key or number; no check of rights."""
    return find_case_key(connection, text)


def case_hold(connection: sa.Connection, root_key: int) -> HoldRow | None:
    """Return the legal hold on a case; no check of rights."""
    query = _holds().where(_hold.process_instance_key == root_key)
    return as_row(HoldRow, connection.execute(query).first())


def holds(connection: sa.Connection, *, limit: int = 500) -> list[HoldRow]:
    """Return the cases that are held, the longest held first; no check of rights."""
    return as_rows(HoldRow, connection.execute(_holds().order_by(_hold.placed_at).limit(limit)))


def _erasures() -> sa.Select[tuple[object, ...]]:
    joined = erasures.join(process_instances, _instance.key == _erasure.process_instance_key, isouter=True).join(
        app_users, app_users.c.user_name == _erasure.actor, isouter=True
    )
    return sa.select(
        _erasure.process_instance_key,
        _instance.business_id,
        _erasure.kind,
        _erasure.at,
        _erasure.actor,
        app_users.c.name,
        _erasure.basis,
        _erasure.reason,
        _erasure.row_count,
        _erasure.byte_count,
    ).select_from(joined)


def _holds() -> sa.Select[tuple[object, ...]]:
    joined = legal_holds.join(process_instances, _instance.key == _hold.process_instance_key).join(
        app_users, app_users.c.user_name == _hold.placed_by, isouter=True
    )
    return sa.select(
        _hold.process_instance_key,
        _instance.business_id,
        _hold.placed_at,
        _hold.placed_by,
        app_users.c.name,
        _hold.reason,
    ).select_from(joined)
