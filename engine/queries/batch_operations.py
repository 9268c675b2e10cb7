"""Batch operations and their items: searched, and one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.errors import NotFound
from engine.model.batch_operation import batch_items, batch_operations
from engine.model.process_instance import process_instances
from engine.queries.search import Column, Kind, Page, Search, SearchRequest
from engine.queries.visibility import visible_within

if TYPE_CHECKING:
    from datetime import datetime

    from engine.identity.actor import Actor


@dataclass(frozen=True, slots=True)
class BatchOperationRow:
    """One batch operation and how far it is."""

    batch_operation_key: int
    state: str
    operation_type: str
    start_date: datetime | None
    end_date: datetime | None
    actor_type: str
    actor_id: str
    operations_total_count: int
    operations_failed_count: int
    operations_completed_count: int
    reason: str


@dataclass(frozen=True, slots=True)
class BatchItemRow:
    """One item of a batch operation and what came of it."""

    batch_operation_key: int
    operation_type: str
    item_key: int
    process_instance_key: int
    root_process_instance_key: int | None
    state: str
    processed_date: datetime | None
    error_message: str | None


_batch, _item = batch_operations.c, batch_items.c

SEARCH = Search(
    BatchOperationRow,
    batch_operations,
    {
        "batch_operation_key": Column(_batch.key, Kind.KEY),
        "state": Column(_batch.state),
        "operation_type": Column(_batch.type),
        "start_date": Column(_batch.started_at, Kind.TIME),
        "end_date": Column(_batch.ended_at, Kind.TIME),
        "actor_type": Column(sa.case((_batch.is_service, "CLIENT"), else_="USER")),
        "actor_id": Column(_batch.actor),
        "operations_total_count": Column(_batch.total, Kind.INTEGER),
        "operations_failed_count": Column(_batch.failed, Kind.INTEGER),
        "operations_completed_count": Column(_batch.completed, Kind.INTEGER),
        "reason": Column(_batch.reason),
    },
    "batch_operation_key",
)

ITEMS = Search(
    BatchItemRow,
    batch_items.join(batch_operations, _batch.key == _item.batch_operation_key).join(
        process_instances, process_instances.c.key == _item.process_instance_key, isouter=True
    ),
    {
        "batch_operation_key": Column(_item.batch_operation_key, Kind.KEY),
        "operation_type": Column(_batch.type),
        "item_key": Column(_item.item_key, Kind.KEY),
        "process_instance_key": Column(_item.process_instance_key, Kind.KEY),
        "root_process_instance_key": Column(process_instances.c.root_process_instance_key, Kind.KEY),
        "state": Column(_item.state),
        "processed_date": Column(_item.processed_at, Kind.TIME),
        "error_message": Column(_item.error_message),
    },
    "item_key",
    parts=("batch_operation_key",),
)


def search_batch_operations(connection: sa.Connection, request: SearchRequest) -> Page[BatchOperationRow]:
    """Return one page of the batch operations; whoever operates sees all of them."""
    return SEARCH.page(connection, request)


def batch_operation(connection: sa.Connection, key: int) -> BatchOperationRow:
    """Return one batch operation; raise NotFound."""
    row = SEARCH.one(connection, key)
    if row is None:
        raise NotFound("batch operation", key)
    return row


def search_batch_items(connection: sa.Connection, actor: Actor, request: SearchRequest) -> Page[BatchItemRow]:
    """Return one page of the items about cases that the actor sees."""
    return ITEMS.page(connection, request, visible_within(actor, _item.process_instance_key))
