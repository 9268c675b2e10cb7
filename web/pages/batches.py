"""Batch operations for an operator: all of them, one with what came of each case, holding and stopping one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, render_template, request, url_for

from engine.commands import CancelBatch, ResumeBatch, SuspendBatch
from engine.queries import batch_operations
from engine.queries.search import Condition, Operator, SearchRequest, SortBy
from web.acting import attempt, given_reason
from web.paging import asked_page
from web.presentation.batches import batch_refusal, operations_tabs, shown_batches, shown_items
from web.presentation.shell import NavigationItem
from web.site import actor, check_csrf, engine, require_operator
from web.translations import gettext

if TYPE_CHECKING:
    from flask import Blueprint
    from werkzeug.wrappers import Response as BaseResponse

    from engine.commands import Command
    from engine.queries.batch_operations import BatchOperationRow

PAGE_SIZE = 50
LATEST_FIRST = (SortBy("batch_operation_key", is_descending=True),)
FAILED = Condition("state", Operator.EQ, "FAILED")


def register(pages: Blueprint) -> None:
    """Add the routes."""
    pages.add_url_rule("/operations/batches", "operations_batches", batches)
    pages.add_url_rule("/operations/batches/<key:key>", "operations_batch", batch)
    for name, act in (("suspension", suspend), ("resumption", resume), ("cancellation", cancel)):
        pages.add_url_rule(f"/operations/batches/<key:key>/{name}", f"batch_{name}", act, methods=["POST"])


def batches() -> str:
    """Show the batch operations, the latest first."""
    require_operator()
    page = asked_page(PAGE_SIZE)
    asked = SearchRequest(sort=LATEST_FIRST, limit=page.wanted, offset=page.offset)
    with engine().reading() as connection:
        rows = batch_operations.search_batch_operations(connection, asked).items
        shown = shown_batches(connection, rows[:PAGE_SIZE])
    return render_template(
        "pages/batches.html",
        tabs=operations_tabs("operations_batches"),
        batches=shown,
        is_moving=any(not each.is_over and not each.is_held for each in shown),
        **page.links(rows),
    )


def batch(key: int) -> str | tuple[str, dict[str, str]]:
    """Show one batch operation with its items, all or those that failed; raise NotFound."""
    require_operator()
    page, only_failed = asked_page(PAGE_SIZE), request.args.get("show") == "failed"
    about = Condition("batch_operation_key", Operator.EQ, key)
    asked = SearchRequest((about, FAILED) if only_failed else (about,), limit=page.wanted, offset=page.offset)
    with engine().reading() as connection:
        row = batch_operations.batch_operation(connection, key)
        found = batch_operations.search_batch_items(connection, actor(), asked)
        (shown,) = shown_batches(connection, [row])
        items = shown_items(connection, found.items[:PAGE_SIZE])
    if shown.is_over and "HX-Request" in request.headers:
        # The page has watched it end: what it offers and the items have changed too.
        return "", {"HX-Refresh": "true"}
    expected = row.operations_failed_count if only_failed else row.operations_total_count
    return render_template(
        "pages/batch.html",
        batch=shown,
        items=items,
        hidden=0 if found.has_more_total else expected - found.total,
        filters=_filters(row, only_failed=only_failed),
        only_failed=only_failed,
        **page.links(found.items),
    )


def suspend(key: int) -> BaseResponse:
    """Hold a batch operation: what is under way is still done, nothing else is begun."""
    return _act(key, SuspendBatch, gettext("It is suspended; what has not begun waits."))


def resume(key: int) -> BaseResponse:
    """Go on with a batch operation."""
    return _act(key, ResumeBatch, gettext("It goes on."))


def cancel(key: int) -> BaseResponse:
    """Stop a batch operation: what is done stays done, the rest is left undone."""
    return _act(key, CancelBatch, gettext("It is stopped; what was not done is left as it was."))


def _act(key: int, command: type[SuspendBatch | ResumeBatch | CancelBatch], done: str) -> BaseResponse:
    require_operator()
    check_csrf()
    reason = given_reason()
    if reason:
        asked: Command[None] = command(key, reason)
        attempt(asked, done, batch_refusal)
    return redirect(url_for("pages.operations_batch", key=key))


def _filters(row: BatchOperationRow, *, only_failed: bool) -> tuple[NavigationItem, ...]:
    here = url_for("pages.operations_batch", key=row.batch_operation_key)
    return (
        NavigationItem(gettext("All"), here, not only_failed, row.operations_total_count),
        NavigationItem(gettext("Failed"), f"{here}?show=failed", only_failed, row.operations_failed_count),
    )
