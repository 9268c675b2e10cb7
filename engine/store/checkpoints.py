"""Checkpoints and their log of leaves: finding what has grown, appending, reading in a stream."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model.checkpoint import (
    ChainHead,
    ChainKind,
    Checkpoint,
    checkpoint_leaves,
    checkpoint_nodes,
    checkpoints,
    sealed_chains,
)
from engine.model.history_event import access_events
from engine.model.process_instance import process_instances
from engine.store.question import Question
from engine.store.rows import dialect_insert, insert, insert_rows, to_entity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.store.database import Database

AT_ONCE = 5_000
SEALING_LOCK = 0x616E756D6174
"""Names the advisory lock among those of the database: the letters `anumat`."""
_leaf, _sealed = checkpoint_leaves.c, sealed_chains.c
_LEAVES = Question(
    sa.select(_leaf.kind, _leaf.chain_key, _leaf.length, _leaf.head)
    .where(_leaf.leaf_index >= sa.bindparam("start"), _leaf.leaf_index < sa.bindparam("end"))
    .order_by(_leaf.leaf_index)
)


@contextmanager
def sealing_alone(database: Database) -> Iterator[bool]:
    """Hold the right to append to the log; gives False when a process on this or another machine holds it.

    SQLite is one machine's, where the lock on the directory is enough. The lock of PostgreSQL goes with its connection.
    """
    if database.is_sqlite:
        yield True
        return
    with database.reading() as connection:
        is_mine = bool(connection.execute(sa.select(sa.func.pg_try_advisory_lock(SEALING_LOCK))).scalar_one())
        try:
            yield is_mine
        finally:
            if is_mine:
                connection.execute(sa.select(sa.func.pg_advisory_unlock(SEALING_LOCK)))


def last_checkpoint(connection: sa.Connection) -> Checkpoint | None:
    """Return the latest checkpoint."""
    row = connection.execute(sa.select(checkpoints).order_by(checkpoints.c.number.desc()).limit(1)).first()
    return None if row is None else to_entity(Checkpoint, row)


def all_checkpoints(connection: sa.Connection, *, after: int = 0) -> list[Checkpoint]:
    """Return the checkpoints with a greater number, by number."""
    query = sa.select(checkpoints).where(checkpoints.c.number > after).order_by(checkpoints.c.number)
    return [to_entity(Checkpoint, row) for row in connection.execute(query)]


def checkpoint_of_leaf(connection: sa.Connection, leaf_index: int) -> Checkpoint | None:
    """Return the first checkpoint that covers a leaf."""
    query = sa.select(checkpoints).where(checkpoints.c.tree_size > leaf_index).order_by(checkpoints.c.number).limit(1)
    row = connection.execute(query).first()
    return None if row is None else to_entity(Checkpoint, row)


def grown_cases(connection: sa.Connection) -> Iterator[ChainHead]:
    """Yield the heads of all cases that have events which no leaf covers, by key, in a stream."""
    case = process_instances.c
    joined = process_instances.outerjoin(sealed_chains, sa.and_(_sealed.chain_key == case.key, _sealed.kind == ChainKind.CASE))
    query = (
        sa.select(case.key, case.history_length, case.history_head)
        .select_from(joined)
        .where(case.history_length > 0, sa.or_(_sealed.length.is_(None), _sealed.length != case.history_length))
        .order_by(case.key)
    )
    for key, length, head in connection.execution_options(yield_per=AT_ONCE).execute(query):
        yield ChainHead(ChainKind.CASE, key, length, head)


def grown_access_chains(connection: sa.Connection) -> Iterator[ChainHead]:
    """Yield the heads of all chains of access events that have grown, by key, in a stream."""
    event = access_events.c
    last = (
        sa.select(event.process_instance_key.label("key"), sa.func.max(event.sequence).label("length"))
        .group_by(event.process_instance_key)
        .subquery()
    )
    joined = last.join(
        access_events, sa.and_(event.process_instance_key == last.c.key, event.sequence == last.c.length)
    ).outerjoin(sealed_chains, sa.and_(_sealed.chain_key == last.c.key, _sealed.kind == ChainKind.ACCESS))
    query = (
        sa.select(last.c.key, last.c.length, event.hash)
        .select_from(joined)
        .where(sa.or_(_sealed.length.is_(None), _sealed.length != last.c.length))
        .order_by(last.c.key)
    )
    for key, length, head in connection.execution_options(yield_per=AT_ONCE).execute(query):
        yield ChainHead(ChainKind.ACCESS, key, length, head)


def discard_leaves(connection: sa.Connection, *, from_index: int) -> None:
    """Delete leaves and nodes that no checkpoint covers: a checkpoint was interrupted."""
    connection.execute(sa.delete(checkpoint_leaves).where(_leaf.leaf_index >= from_index))
    for level in (8, 16, 24, 32):
        where = (checkpoint_nodes.c.level == level, checkpoint_nodes.c.position >= from_index >> level)
        connection.execute(sa.delete(checkpoint_nodes).where(*where))


def insert_leaves(
    connection: sa.Connection, first_index: int, heads: Sequence[ChainHead], nodes: Sequence[tuple[int, int, bytes]]
) -> None:
    """Insert leaves from `first_index` on, and the inner nodes (level, position, hash) that they complete."""
    rows = [
        {"leaf_index": index, "kind": head.kind, "chain_key": head.chain_key, "length": head.length, "head": head.head}
        for index, head in enumerate(heads, first_index)
    ]
    insert_rows(connection, checkpoint_leaves, rows)
    if nodes:
        named = [{"level": level, "position": position, "hash": node.hex()} for level, position, node in nodes]
        insert_rows(connection, checkpoint_nodes, named)


def insert_checkpoint(connection: sa.Connection, checkpoint: Checkpoint) -> None:
    """Insert a checkpoint."""
    insert(connection, checkpoints, [checkpoint])


def note_sealed(connection: sa.Connection, start: int, end: int) -> None:
    """Note how much of each chain the leaves with start <= index < end cover now; a chain has at most one of them."""
    here = sa.select(_leaf.chain_key, _leaf.kind, _leaf.length).where(_leaf.leaf_index >= start, _leaf.leaf_index < end)
    statement = dialect_insert(sealed_chains, connection.dialect.name).from_select(["chain_key", "kind", "length"], here)
    changes = {"length": statement.excluded.length}
    connection.execute(statement.on_conflict_do_update(index_elements=["chain_key", "kind"], set_=changes))


def leaves(connection: sa.Connection, start: int, end: int) -> Iterator[ChainHead]:
    """Yield the leaves with start <= index < end in their order, so many at once."""
    for first in range(start, end, AT_ONCE):
        for row in _LEAVES.rows(connection, start=first, end=min(first + AT_ONCE, end)):
            yield ChainHead(*row)


def leaves_of(connection: sa.Connection, kind: ChainKind, keys: Sequence[int]) -> dict[int, list[tuple[int, ChainHead]]]:
    """Return index and leaf of all leaves about these chains, the oldest first, by chain key."""
    query = (
        sa.select(_leaf.leaf_index, _leaf.kind, _leaf.chain_key, _leaf.length, _leaf.head)
        .where(_leaf.chain_key.in_(keys), _leaf.kind == kind)
        .order_by(_leaf.leaf_index)
    )
    found: dict[int, list[tuple[int, ChainHead]]] = {}
    for index, *head in connection.execute(query):
        found.setdefault(head[1], []).append((index, ChainHead(*head)))
    return found


def stored_nodes(connection: sa.Connection, level: int, first: int, count: int) -> list[bytes]:
    """Return the inner nodes of a stored level from position `first` on, as far as they are complete."""
    node = checkpoint_nodes.c
    where = (node.level == level, node.position >= first, node.position < first + count)
    query = sa.select(node.hash).where(*where).order_by(node.position)
    return [bytes.fromhex(text) for text in connection.execute(query).scalars()]
