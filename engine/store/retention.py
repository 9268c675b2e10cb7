"""Policies of retention, legal holds, erasures, and the cases whose time is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model.process_definition import process_definitions
from engine.model.process_instance import process_instances
from engine.model.retention import DataKind, Erasure, LegalHold, RetentionPolicy, erasures, legal_holds, retention_policies
from engine.store.rows import insert, to_entity, upsert

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

_instance = process_instances.c


def policies(connection: sa.Connection) -> list[RetentionPolicy]:
    """Return the policies that were set, by process and kind."""
    table = retention_policies
    rows = connection.execute(sa.select(table).order_by(table.c.process_id, table.c.kind))
    return [to_entity(RetentionPolicy, row) for row in rows]


def write_policy(connection: sa.Connection, policy: RetentionPolicy) -> None:
    """Set a policy."""
    upsert(connection, retention_policies, [policy])


def definitions_with_cases(connection: sa.Connection) -> list[tuple[int, str, Mapping[str, str]]]:
    """Return key, process id and properties of the definitions that ended cases ran."""
    definition = process_definitions.c
    ran = sa.select(_instance.process_definition_key).where(_instance.ended_at.is_not(None)).distinct()
    query = sa.select(definition.key, definition.process_id, definition.properties).where(definition.key.in_(ran))
    return [(row[0], row[1], row[2]) for row in connection.execute(query.order_by(definition.key))]


def latest_definitions(connection: sa.Connection) -> list[tuple[int, str, Mapping[str, str]]]:
    """Return key, process id and properties of each process as it was deployed last, by process id."""
    definition = process_definitions.c
    query = sa.select(definition.key, definition.process_id, definition.properties).where(definition.is_latest)
    return [(row[0], row[1], row[2]) for row in connection.execute(query.order_by(definition.process_id))]


def expired_cases(
    connection: sa.Connection, definition_key: int, kind: DataKind, ended_before: datetime, limit: int
) -> list[tuple[int, datetime]]:
    """Return key and end of root process instances that ended before, are not held, and still have this kind; the oldest first."""
    is_erased = sa.exists().where(erasures.c.process_instance_key == _instance.key, erasures.c.kind == kind)
    is_held = sa.exists().where(legal_holds.c.process_instance_key == _instance.key)
    query = sa.select(_instance.key, _instance.ended_at).where(
        _instance.process_definition_key == definition_key,
        _instance.parent_process_instance_key.is_(None),
        _instance.ended_at <= ended_before,
        ~is_erased,
        ~is_held,
    )
    return [(row[0], row[1]) for row in connection.execute(query.order_by(_instance.ended_at, _instance.key).limit(limit))]


def called_instances(connection: sa.Connection, root_key: int) -> list[int]:
    """Return the keys of the process instances that a case called, the root left out."""
    query = sa.select(_instance.key).where(_instance.root_process_instance_key == root_key, _instance.key != root_key)
    return list(connection.execute(query.order_by(_instance.key)).scalars())


def has_ended(connection: sa.Connection, root_key: int) -> bool:
    """Tell whether the case and everything that it called has ended."""
    alive = sa.select(_instance.key).where(_instance.root_process_instance_key == root_key, _instance.ended_at.is_(None))
    return connection.execute(alive.limit(1)).first() is None


def insert_erasures(connection: sa.Connection, made: Sequence[Erasure]) -> None:
    """Note what was erased of a case; what was erased before is noted anew."""
    upsert(connection, erasures, made)


def erased_kinds(connection: sa.Connection, root_key: int) -> set[DataKind]:
    """Return what was erased of a case."""
    return set(connection.execute(sa.select(erasures.c.kind).where(erasures.c.process_instance_key == root_key)).scalars())


def find_hold(connection: sa.Connection, root_key: int) -> LegalHold | None:
    """Return the hold on a case."""
    row = connection.execute(sa.select(legal_holds).where(legal_holds.c.process_instance_key == root_key)).first()
    return None if row is None else to_entity(LegalHold, row)


def insert_hold(connection: sa.Connection, hold: LegalHold) -> None:
    """Place a hold."""
    insert(connection, legal_holds, [hold])


def delete_hold(connection: sa.Connection, root_key: int) -> None:
    """Lift a hold."""
    connection.execute(sa.delete(legal_holds).where(legal_holds.c.process_instance_key == root_key))
