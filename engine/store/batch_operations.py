"""Batch operations and their items; a batch operation's row is locked before the rows of its items and after everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model.batch_operation import BatchItem, BatchItemState, BatchOperation, batch_items, batch_operations
from engine.store.rows import insert, insert_or_ignore, to_entity, to_row, upsert

if TYPE_CHECKING:
    from collections.abc import Sequence

_item = batch_items.c


def insert_batch(connection: sa.Connection, batch: BatchOperation, items: Sequence[BatchItem]) -> bool:
    """Insert a batch operation with all its items; False, and nothing is done, when there is one with its key already."""
    is_new = insert_or_ignore(connection, batch_operations, to_row(batch_operations, batch))
    if is_new:
        insert(connection, batch_items, items)
    return is_new


def lock_batch(connection: sa.Connection, key: int) -> BatchOperation | None:
    """Lock and return a batch operation."""
    row = connection.execute(sa.select(batch_operations).where(batch_operations.c.key == key).with_for_update()).first()
    return None if row is None else to_entity(BatchOperation, row)


def find_batch(connection: sa.Connection, key: int) -> BatchOperation | None:
    """Return a batch operation without locking it."""
    row = connection.execute(sa.select(batch_operations).where(batch_operations.c.key == key)).first()
    return None if row is None else to_entity(BatchOperation, row)


def save_batch(connection: sa.Connection, batch: BatchOperation) -> None:
    """Update a batch operation."""
    upsert(connection, batch_operations, [batch])


def find_item(connection: sa.Connection, batch_key: int, item_key: int) -> BatchItem | None:
    """Return one item; read it after the batch operation was locked to be sure of its state."""
    query = sa.select(batch_items).where(_item.batch_operation_key == batch_key, _item.item_key == item_key)
    row = connection.execute(query).first()
    return None if row is None else to_entity(BatchItem, row)


def save_item(connection: sa.Connection, item: BatchItem) -> None:
    """Update an item."""
    upsert(connection, batch_items, [item])


def next_items(connection: sa.Connection, batch: BatchOperation, limit: int) -> list[int]:
    """Return the keys of the next items to be handed out, in order of key."""
    where = (_item.batch_operation_key == batch.key, _item.item_key > batch.handed_out, _item.state == BatchItemState.ACTIVE)
    return list(connection.execute(sa.select(_item.item_key).where(*where).order_by(_item.item_key).limit(limit)).scalars())


def cancel_items(connection: sa.Connection, batch_key: int) -> None:
    """Give up every item that is still to be done."""
    where = (_item.batch_operation_key == batch_key, _item.state == BatchItemState.ACTIVE)
    connection.execute(batch_items.update().where(*where).values(state=BatchItemState.CANCELED))
