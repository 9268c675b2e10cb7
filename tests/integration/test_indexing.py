"""Search rows follow what is written: new events only, nothing forgotten, and the same row as one made from the beginning."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from engine.commands import AddComment
from engine.commands import indexing as under_test
from engine.commands.indexing import Indexing
from engine.model.case_search import case_search, case_search_parts
from engine.model.search_terms import Mark, mark
from engine.store.case_search import forget_cases
from engine.store.case_sources import CaseSources
from engine.store.database import Database
from tests.integration.crash.power_cut import PowerCutError
from tests.integration.diagrams import call, diagram, user_task
from tests.integration.migrations import migrate
from tests.integration.office import Office, person

Row = tuple[int, int, bool, frozenset[int], str]


@pytest.fixture
def case(office: Office) -> int:
    """Start a case that waits for a review and calls another one for a check."""
    office.deploy(
        diagram(
            "order",
            "start -> fork -> review -> join -> end",
            "fork -> ask -> join",
            review=user_task(groups="boss"),
            ask=call("check"),
        ),
        diagram("check", "start -> look -> sign -> end", look=user_task(groups="checkers"), sign=user_task(assignee="malee")),
    )
    return office.start("order", note="กระดาษ")


def row(database: Database, key: int) -> Row:
    """Return what the case's row says."""
    columns = case_search.c
    query = sa.select(columns.history_length, columns.root_length, columns.grown, columns.marks, columns.text)
    with database.reading() as connection:
        length, root_length, grown, marks, text = connection.execute(query.where(columns.key == key)).one()
    return length, root_length, 0 < grown < len(marks), frozenset(marks), text


def row_made_anew(database: Database, office: Office, key: int) -> Row:
    """Return the row that is made of a case that has none."""
    with database.writing() as connection:
        forget_cases(connection, [key])
        connection.commit()
    Indexing(office.engine).run()
    return row(database, key)


@contextmanager
def power_cut_at(database: Database, number: int) -> Iterator[None]:
    """Fail at the statement or commit with this number, from 0."""
    numbers = count()

    def cut(*_facts: object) -> None:
        if next(numbers) >= number:
            raise PowerCutError

    for name in ("before_cursor_execute", "commit"):
        event.listen(database.engine, name, cut)
    try:
        yield
    finally:
        for name in ("before_cursor_execute", "commit"):
            event.remove(database.engine, name, cut)


def is_marked(database: Database, key: int, kind: Mark, value: str) -> bool:
    return mark(kind, value) in row(database, key)[3]


def test_a_row_that_followed_step_by_step_is_the_row_that_is_made_at_once(
    office: Office, database: Database, case: int
) -> None:
    indexing = Indexing(office.engine)
    (called,) = office.called_by(case)

    for step in (
        lambda: None,
        lambda: office.complete(called, "look", person("suda", "checkers"), decision="return"),
        lambda: office.engine.execute(AddComment(case, "โปรดเร่งรัด"), person("prasit")),
        lambda: office.complete(case, "review", person("somchai", "boss"), decision="approve", reason="ครบถ้วน"),
        lambda: office.complete(called, "sign", person("malee"), decision="approve"),
    ):
        step()
        assert indexing.run() == 1
    followed = row(database, case)

    assert followed == row_made_anew(database, office, case)
    for name in ("somchai", "suda", "prasit", "malee"):
        assert is_marked(database, case, Mark.PERSON, name)
    assert is_marked(database, case, Mark.ELEMENT, "check/sign")
    assert is_marked(database, case, Mark.STATE, "COMPLETED")
    assert not is_marked(database, case, Mark.STATE, "ACTIVE")
    assert indexing.run() == 0


def test_a_long_case_is_read_in_stretches(
    office: Office, database: Database, case: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = row_made_anew(database, office, case)

    for module in ("engine.commands.indexing", "engine.store.case_sources"):
        monkeypatch.setattr(f"{module}.EVENTS_AT_ONCE", 2)
    monkeypatch.setattr("engine.commands.indexing.MOST_EVENTS", 3)

    assert row_made_anew(database, office, case) == at_once


def test_of_many_called_processes_each_is_found(
    office: Office, database: Database, case: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.store.case_sources.TEXTS_OF_INSTANCES", 1)

    Indexing(office.engine).run()

    assert is_marked(database, case, Mark.PROCESS, "check")
    assert is_marked(database, case, Mark.VERSION, "check/1")
    assert is_marked(database, case, Mark.GROUP, "checkers")


def test_nothing_is_forgotten_wherever_the_power_goes_away(office: Office, database: Database, case: int) -> None:
    indexing = Indexing(office.engine)
    indexing.run()
    (called,) = office.called_by(case)
    office.complete(called, "look", person("suda", "checkers"))

    number, is_done = 0, False
    while not is_done:
        try:
            with power_cut_at(database, number):
                indexing.run()
            is_done = True
        except PowerCutError:
            number += 1

    assert number > 5
    assert row(database, case) == row_made_anew(database, office, case)
    assert is_marked(database, case, Mark.PERSON, "suda")


def test_two_that_index_at_once_lose_nothing_that_the_other_found(
    office: Office, database: Database, case: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, quick = Indexing(office.engine), Indexing(office.engine)
    slow.run(), quick.run()
    (called,) = office.called_by(case)
    office.complete(called, "look", person("suda", "checkers"))
    sources_of = under_test.sources_of

    def read_and_be_overtaken(*arguments: Any) -> dict[int, CaseSources]:
        monkeypatch.setattr(under_test, "sources_of", sources_of)
        found = sources_of(*arguments)
        office.engine.execute(AddComment(case, "โปรดเร่งรัด"), person("prasit"))
        quick.run()
        return found

    monkeypatch.setattr(under_test, "sources_of", read_and_be_overtaken)
    slow.run()

    assert is_marked(database, case, Mark.PERSON, "prasit")
    assert is_marked(database, case, Mark.PERSON, "suda")
    assert row(database, case) == row_made_anew(database, office, case)


def test_a_row_made_of_events_that_a_restored_backup_has_lost_is_made_anew(
    office: Office, database: Database, case: int
) -> None:
    Indexing(office.engine).run()
    right = row(database, case)
    with database.writing() as connection:
        connection.execute(sa.update(case_search).values(history_length=900, root_length=800, text="ที่หายไป"))
        connection.execute(sa.update(case_search_parts).values(history_length=100))
        connection.commit()

    assert Indexing(office.engine).run() == 1

    assert row(database, case) == right


def test_a_case_that_is_gone_leaves_nothing_behind(office: Office, database: Database, case: int) -> None:
    Indexing(office.engine).run()
    with database.writing() as connection:
        connection.execute(sa.text("UPDATE case_search SET key = 1"))
        connection.execute(sa.text("UPDATE case_search_part SET key = 2"))
        connection.commit()

    Indexing(office.engine).run()

    with database.reading() as connection:
        assert connection.execute(sa.select(case_search.c.key)).scalars().all() == [case]
        assert connection.execute(sa.select(case_search_parts.c.key)).scalars().all() == office.called_by(case)


def test_a_migrated_case_is_found_by_where_it_stands_now(office: Office, database: Database) -> None:
    office.deploy(diagram("leave", "start -> review -> end", review=user_task(groups="boss")))
    case = office.start("leave")
    indexing = Indexing(office.engine)
    indexing.run()
    office.deploy(diagram("leave", "start -> approve -> end", approve=user_task(groups="boss")))

    migrate(office, case, 2, "leave", review="approve")
    indexing.run()

    assert is_marked(database, case, Mark.ELEMENT, "leave/approve")
    assert is_marked(database, case, Mark.VERSION, "leave/2")
    assert not is_marked(database, case, Mark.VERSION, "leave/1")
