"""The events of a case come the latest first, filtered and page by page, whichever acts and process instances they lie in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from engine.commands import AddComment
from engine.model.process_instance import process_instances
from engine.queries import wanted_events
from engine.queries.case_history import EventFilter, events_between, events_of_case
from tests.integration.diagrams import call, diagram, user_task
from tests.integration.office import person

if TYPE_CHECKING:
    from engine.queries.case_timeline import TimelineRow
    from tests.integration.office import Office

SOMCHAI, MALEE = person("somchai", "boss"), person("malee", "boss")


@pytest.fixture
def case(office: Office, monkeypatch: pytest.MonkeyPatch) -> int:
    """Return a case that called another process, worked on by two people, and let few acts be looked through at a time."""
    monkeypatch.setattr(wanted_events, "FIRST_PAGE", 1)
    monkeypatch.setattr(wanted_events, "GROWTH", 2)
    monkeypatch.setattr("engine.queries.case_timeline.ACTS_AT_ONCE", 2)
    office.deploy(diagram("inner", "start -> check -> end", check=user_task(groups="boss")))
    office.deploy(diagram("outer", "start -> review -> ask -> end", review=user_task(groups="boss"), ask=call("inner")))
    key = office.start("outer", days=3)
    office.engine.execute(AddComment(key, "เอกสารครบ"), MALEE)
    office.complete(key, "review", SOMCHAI, decision="ok", reason="ครบถ้วน")
    ((called,),) = office.rows(sa.select(process_instances.c.key).where(process_instances.c.key != key))
    office.complete(called, "check", MALEE, decision="ok")
    return key


def _found(office: Office, key: int, chosen: EventFilter, limit: int = 1_000, offset: int = 0) -> list[TimelineRow]:
    with office.engine.reading() as connection:
        return events_of_case(connection, key, chosen, limit=limit, offset=offset)


def _places(rows: list[TimelineRow]) -> list[tuple[int, int]]:
    return [(row.process_instance_key, row.sequence) for row in rows]


FILTERS = {
    "everything": EventFilter(),
    "a type": EventFilter(types={"USER_TASK_SIGNED"}),
    "types": EventFilter(types={"VARIABLE_CREATED", "COMMENT_ADDED", "PROCESS_INSTANCE_COMPLETED"}),
    "a type that is the beginning of another": EventFilter(types={"USER_TASK"}),
    "a step": EventFilter(element_id="review"),
    "a step that others begin with": EventFilter(element_id="re"),
    "a type at a step": EventFilter(types={"USER_TASK_CREATED"}, element_id="check"),
    "a person": EventFilter(actor="malee"),
    "a type by a person": EventFilter(types={"USER_TASK_SIGNED"}, actor="malee"),
}


@pytest.mark.parametrize("what", FILTERS)
def test_a_filter_finds_what_fits_and_nothing_else(office: Office, case: int, what: str) -> None:
    chosen = FILTERS[what]
    everything = _found(office, case, EventFilter())

    found = _found(office, case, chosen)

    fitting = [
        row
        for row in everything
        if (chosen.types is None or row.type in chosen.types)
        and chosen.element_id in (None, row.element_id)
        and chosen.actor in (None, row.actor)
    ]
    assert found == fitting
    assert [row.at for row in found] == sorted((row.at for row in found), reverse=True)


def test_all_events_of_all_process_instances_are_there_with_the_hashes_of_their_chains(office: Office, case: int) -> None:
    rows = _found(office, case, EventFilter())

    keys = {row.process_instance_key for row in rows}
    told = {(key, event.sequence): event.hash for key in keys for event in office.history(key)}
    shown = {(row.process_instance_key, row.sequence): row.hash for row in rows}
    assert len(keys) == 2
    assert shown.keys() == told.keys()
    assert all(digest in (None, shown[place]) for place, digest in told.items())


@pytest.mark.parametrize("size", [1, 4, 7])
def test_pages_follow_one_another_without_a_gap(office: Office, case: int, size: int) -> None:
    everything = _places(_found(office, case, EventFilter()))

    pages = [_places(_found(office, case, EventFilter(), size, offset)) for offset in range(0, len(everything) + size, size)]

    assert [place for page in pages for place in page] == everything
    assert max(map(len, pages)) == size


def test_a_stretch_of_numbers_begins_and_ends_inside_acts(office: Office, case: int) -> None:
    with office.engine.reading() as connection:
        rows = events_between(connection, case, 3, 9)

    assert [row.sequence for row in rows] == list(range(3, 10))
