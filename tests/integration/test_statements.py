"""The statements that run on the driver's own cursor: what they write, and that they fail as all others do."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy import exc

from engine.model.setting import settings
from engine.model.timer import Timer, timers
from engine.store.database import Database, statements_of
from engine.store.driver import fetch
from engine.store.question import Question
from engine.store.rows import insert, insert_rows, upsert_rows

NOON = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)


def test_a_row_that_is_written_twice_at_once_keeps_what_came_last(database: Database) -> None:
    with database.writing() as connection:
        upsert_rows(connection, settings, [{"name": "colour", "value": "red"}, {"name": "colour", "value": 'ฟ้า "\n\\'}])
        connection.commit()

    with database.reading() as connection:
        stored = connection.execute(sa.select(settings.c.value).where(settings.c.name == "colour")).scalars().all()
    assert stored == ['ฟ้า "\n\\']


def test_several_rows_are_one_statement(database: Database) -> None:
    rows = [{"name": name, "value": [name, {"n": 1}]} for name in ("clerks", "หัวหน้า")]

    with statements_of(database) as statements, database.writing() as connection:
        insert_rows(connection, settings, rows)
        found = connection.execute(sa.select(settings).where(settings.c.name.in_(["clerks", "หัวหน้า"]))).mappings().all()

    assert len(statements) == 2
    assert sorted(map(dict, found), key=lambda row: row["name"]) == rows


def test_two_new_rows_with_one_key_are_refused_and_nothing_stays(database: Database) -> None:
    rows = [{"name": "colour", "value": "red"}] * 2

    with pytest.raises(exc.IntegrityError), database.writing() as connection:
        insert_rows(connection, settings, rows)

    with database.reading() as connection:
        assert connection.execute(sa.select(settings).where(settings.c.name == "colour")).all() == []


def test_values_of_every_kind_come_back_as_they_were(database: Database) -> None:
    timer = Timer(key=2**62, due_at=NOON, element_id="รอ", process_definition_key=7, repetitions=-1)
    asked = Question(sa.select(timers).where(timers.c.key == sa.bindparam("key", type_=sa.BigInteger)))

    with database.writing() as connection:
        insert(connection, timers, [timer])

        assert asked.entity(connection, Timer, key=2**62) == timer
        assert asked.entity(connection, Timer, key=2) is None


def test_a_question_that_the_database_cannot_answer_fails_as_every_statement_does(database: Database) -> None:
    with database.reading() as connection, pytest.raises(exc.DBAPIError):
        fetch(connection, "SELECT nothing FROM nowhere", ())
