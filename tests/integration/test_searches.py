"""Every search on both databases: each column can be compared, each sortable one can order."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from engine.commands import SYSTEM, CreateGroup
from engine.errors import ValueRefused
from engine.queries import (
    batch_operations,
    decisions,
    element_instances,
    incidents,
    jobs,
    process_definitions,
    process_instances,
    user_tasks,
    variables,
)
from engine.queries.search import Condition, Kind, Operator, SearchRequest, SortBy

if TYPE_CHECKING:
    from engine.queries.search import Search
    from tests.integration.office import Office

SEARCHES = {
    "batch operations": batch_operations.SEARCH,
    "batch items": batch_operations.ITEMS,
    "decisions": decisions.SEARCH,
    "evaluated decisions": decisions.INSTANCES,
    "element instances": element_instances.SEARCH,
    "incidents": incidents.SEARCH,
    "jobs": jobs.SEARCH,
    "process definitions": process_definitions.SEARCH,
    "process instances": process_instances.SEARCH,
    "user tasks": user_tasks.SEARCH,
    "variables": variables.SEARCH,
}
VALUES: dict[Kind, Any] = {Kind.KEY: 1, Kind.INTEGER: 1, Kind.BOOLEAN: True, Kind.TIME: datetime(2026, 1, 1, tzinfo=UTC)}


@pytest.mark.parametrize("search", SEARCHES.values(), ids=list(SEARCHES))
def test_every_column_can_be_asked_for_and_every_order_be_kept(office: Office, search: Search[Any]) -> None:
    columns = {**search.columns, "tenant_id": search.column("tenant_id")}

    with office.engine.reading() as connection:
        for name, column in columns.items():
            conditions = tuple(
                Condition(name, operator, _operand(operator, column.kind)) for operator in _operators(column.kind)
            )
            is_ordered = column.is_sortable and column.within is None
            order = (SortBy(name), SortBy(name, is_descending=True)) if is_ordered else ()
            page = search.page(connection, SearchRequest(conditions=conditions, alternatives=(conditions, ()), sort=order))

            assert page.total == 0, name


def _operators(kind: Kind) -> list[Operator]:
    plain = [Operator.EQ, Operator.NEQ, Operator.EXISTS, Operator.IN, Operator.NOT_IN]
    return plain if kind is Kind.BOOLEAN else list(Operator) if kind is Kind.TEXT else [*plain, Operator.GT, Operator.LTE]


def _operand(operator: Operator, kind: Kind) -> Any:
    value = VALUES.get(kind, "x")
    return {Operator.EXISTS: True, Operator.IN: [value], Operator.NOT_IN: [value], Operator.LIKE: "x*"}.get(operator, value)


def test_a_text_that_cannot_be_stored_is_found_nowhere_or_refused_in_words(office: Office) -> None:
    asked = SearchRequest((Condition("business_id", Operator.EQ, "a\0b"),))

    with contextlib.suppress(ValueRefused), office.engine.reading() as connection:
        assert process_instances.process_instance_keys(connection, SYSTEM, asked) == []
    with contextlib.suppress(ValueRefused):
        office.engine.execute(CreateGroup("a\0b", "ก"), SYSTEM)
