"""Batch operations over REST: how far they are, what came of each item, holding and giving them up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api import shapes
from api.reasons import REASON, reason_given
from api.routing import Routes
from api.searching import SEARCH_BODY, page_schema, read_search, write_page
from api.shapes import Shape
from engine.commands import CancelBatch, Permission, ResumeBatch, SuspendBatch
from engine.queries import batch_operations

if TYPE_CHECKING:
    from api.routing import Call

routes = Routes("Batch operations")

OPERATE = Permission.OPERATE
BATCH_OPERATION = Shape(
    "BatchOperation",
    (
        shapes.key("batchOperationKey"),
        shapes.text("state"),
        shapes.text("batchOperationType", "operation_type"),
        shapes.time("startDate", nullable=True),
        shapes.time("endDate", nullable=True),
        shapes.text("actorType", values=("USER", "CLIENT")),
        shapes.text("actorId"),
        shapes.integer("operationsTotalCount"),
        shapes.integer("operationsFailedCount"),
        shapes.integer("operationsCompletedCount"),
        shapes.constant("errors", [], shapes.Kind.LIST),
        shapes.text("reason"),
    ),
)
ITEM = Shape(
    "BatchOperationItem",
    (
        shapes.text("operationType"),
        shapes.key("batchOperationKey"),
        shapes.key("itemKey"),
        shapes.key("processInstanceKey"),
        shapes.key("rootProcessInstanceKey", nullable=True),
        shapes.text("state"),
        shapes.time("processedDate", nullable=True),
        shapes.text("errorMessage", nullable=True),
    ),
)


@routes.serve(
    "POST",
    "/batch-operations/search",
    "searchBatchOperations",
    "Search batch operations",
    OPERATE,
    body=SEARCH_BODY,
    answer=page_schema(BATCH_OPERATION),
)
def search_batch_operations(call: Call) -> dict[str, Any]:
    """Answer with batch operations."""
    request = read_search(call.body, batch_operations.SEARCH)
    with call.engine.reading() as connection:
        return write_page(batch_operations.search_batch_operations(connection, request), BATCH_OPERATION)


@routes.serve(
    "GET",
    "/batch-operations/{batchOperationKey}",
    "getBatchOperation",
    "Get a batch operation",
    OPERATE,
    answer=BATCH_OPERATION.schema(),
)
def get_batch_operation(call: Call, batch_operation_key: int) -> dict[str, Any]:
    """Answer with one batch operation."""
    with call.engine.reading() as connection:
        return BATCH_OPERATION.render(batch_operations.batch_operation(connection, batch_operation_key))


@routes.serve(
    "POST",
    "/batch-operation-items/search",
    "searchBatchOperationItems",
    "Search the items of batch operations",
    OPERATE,
    body=SEARCH_BODY,
    answer=page_schema(ITEM),
)
def search_batch_operation_items(call: Call) -> dict[str, Any]:
    """Answer with items and what came of them."""
    request = read_search(call.body, batch_operations.ITEMS)
    with call.engine.reading() as connection:
        return write_page(batch_operations.search_batch_items(connection, call.actor, request), ITEM)


@routes.serve(
    "POST",
    "/batch-operations/{batchOperationKey}/cancellation",
    "cancelBatchOperation",
    "Cancel a batch operation",
    OPERATE,
    status=204,
    body=REASON,
)
def cancel_batch_operation(call: Call, batch_operation_key: int) -> None:
    """Leave undone what is not done yet."""
    call.engine.execute(CancelBatch(batch_operation_key, reason_given(call)), call.actor)


@routes.serve(
    "POST",
    "/batch-operations/{batchOperationKey}/suspension",
    "suspendBatchOperation",
    "Suspend a batch operation",
    OPERATE,
    status=204,
    body=REASON,
)
def suspend_batch_operation(call: Call, batch_operation_key: int) -> None:
    """Do no more items for now."""
    call.engine.execute(SuspendBatch(batch_operation_key, reason_given(call)), call.actor)


@routes.serve(
    "POST",
    "/batch-operations/{batchOperationKey}/resumption",
    "resumeBatchOperation",
    "Resume a suspended batch operation",
    OPERATE,
    status=204,
    body=REASON,
)
def resume_batch_operation(call: Call, batch_operation_key: int) -> None:
    """Go on with the items."""
    call.engine.execute(ResumeBatch(batch_operation_key, reason_given(call)), call.actor)
