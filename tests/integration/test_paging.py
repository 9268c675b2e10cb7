"""Pages of a search by cursor, on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine.commands import SYSTEM, FailJob
from engine.queries.process_instances import SEARCH, ProcessInstanceRow
from engine.queries.search import SearchRequest, SortBy
from tests.integration.diagrams import diagram, service_task

if TYPE_CHECKING:
    from engine.queries.search import Page
    from tests.integration.office import Office


@pytest.mark.parametrize("field", ["has_incident", "business_id", "end_date", "process_definition_version"])
@pytest.mark.parametrize("is_descending", [True, False])
def test_pages_go_on_where_the_last_one_ended_and_back(office: Office, field: str, is_descending: bool) -> None:
    office.deploy(diagram("p", "start -> work -> end", work=service_task("work")))
    keys = [office.start("p") for _ in range(4)]
    office.engine.execute(FailJob(office.jobs(keys[2])[0].key, retries=0), SYSTEM)

    def page(**place: str | None) -> Page[ProcessInstanceRow]:
        with office.engine.reading() as connection:
            return SEARCH.page(connection, SearchRequest(sort=(SortBy(field, is_descending),), limit=2, **place))

    first = page()
    second = page(after=first.end_cursor)
    again = page(before=second.start_cursor)

    assert sorted(row.process_instance_key for row in (*first.items, *second.items)) == keys
    assert again.items == first.items
