"""A command that fails at any of its SQL statements, or at its commit, leaves the state before it; then it can be done."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from engine.commands import SYSTEM, Command, CompleteUserTask, PublishMessage, StartInstance
from engine.commands.run_continuation import RunContinuation
from engine.model.continuation import continuations
from engine.model.tables import metadata
from engine.store.database import Database, statements_of
from tests.integration.diagrams import diagram, message, message_catch, service_task, user_task
from tests.integration.office import Office, person

if TYPE_CHECKING:
    from collections.abc import Iterator


class PowerCutError(Exception):
    """The process dies here."""


@contextmanager
def power_cut_at(database: Database, number: int) -> Iterator[None]:
    """Fail at the statement with this number, from 0; beyond the last one at the commit."""
    count = 0

    def cut(_connection: object, _cursor: object, statement: str, *_others: object) -> None:
        nonlocal count
        if statement.startswith("BEGIN"):
            return
        count += 1
        if count > number:
            raise PowerCutError

    def cut_commit(_connection: object) -> None:
        raise PowerCutError

    event.listen(database.engine, "before_cursor_execute", cut)
    event.listen(database.engine, "commit", cut_commit)
    try:
        yield
    finally:
        event.remove(database.engine, "before_cursor_execute", cut)
        event.remove(database.engine, "commit", cut_commit)


def whole_state(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table."""
    with database.engine.connect() as connection:
        tables = [table for table in metadata.sorted_tables if table.name != "key_node"]
        return {table.name: sorted(map(tuple, connection.execute(sa.select(table))), key=repr) for table in tables}


@pytest.fixture
def commands(office: Office, monkeypatch: pytest.MonkeyPatch) -> dict[str, Command[Any]]:
    """Prepare one command of each kind."""
    process = diagram(
        "order",
        "start -> fork -> wait -> join -> end",
        "fork -> approve -> ship -> join",
        top=message("paid"),
        wait=message_catch(),
        approve=user_task(groups="boss", duty="approve"),
        ship=service_task("ship"),
    )
    office.deploy(process)
    key = office.start("order", orderId="A")
    (task,) = office.open_user_tasks(key)
    monkeypatch.setattr("engine.commands.engine.INLINE_CONTINUATIONS", 0)
    other = office.start("order", orderId="B")
    office.engine.execute(PublishMessage("paid", "B", {"amount": 2}, ttl_s=10), SYSTEM)
    (owed,) = office.rows(sa.select(continuations.c.key).where(continuations.c.process_instance_key == other))
    return {
        "meet": RunContinuation(owed.key),
        "complete": CompleteUserTask(task.key, {"decision": "approve"}),
        "start": StartInstance("order", variables={"orderId": "C"}),
        "publish": PublishMessage("paid", "A", {"amount": 1}, ttl_s=10),
    }


@pytest.mark.parametrize("name", ["complete", "start", "publish", "meet"])
def test_a_power_cut_at_any_statement_leaves_the_state_before(
    office: Office, database: Database, commands: dict[str, Command[Any]], name: str
) -> None:
    actor = person("somchai", "boss", "process.operator") if name == "complete" else SYSTEM
    before = whole_state(database)
    number = 0

    while True:
        try:
            with power_cut_at(database, number), statements_of(database) as statements:
                office.engine.execute(commands[name], actor)
        except PowerCutError:
            assert whole_state(database) == before, f"after a cut at statement {number}"
        if len(statements) < number:
            break
        number += 1
    office.engine.execute(commands[name], actor)

    assert number > 3
    assert whole_state(database) != before
