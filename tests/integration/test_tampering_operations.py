"""Timers and waiting tokens that were changed behind the engine's back are found after a migration, a way back, a modification too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from engine.commands import Activation, ModifyInstance, Move, RevertMigration
from engine.model.timer import timers
from engine.model.waiting_token import waiting_tokens
from tests.integration.conftest import NOW
from tests.integration.diagrams import diagram, user_task
from tests.integration.migrations import OPERATOR, WHY, boundary, migrate, timer
from tests.integration.test_tampering_work import found, tamper

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.store.database import Database
    from tests.integration.office import Office

pytestmark = pytest.mark.no_cover  # the same lines so often that counting them tells nothing


def review(look: str, join: str, *late: tuple[str, str]) -> bytes:
    """Return a process in which a token waits at the join while `look` is done, with these timers on it."""
    events = {name: boundary(look, timer(duration)) for name, duration in late}
    flows = [f"{name} -> told_{name}" for name in events]
    gateway = '<bpmn:parallelGateway id="@id">@flows</bpmn:parallelGateway>'
    ways = (f"start -> fork -> {look} -> {join} -> end", f"fork -> quick -> {join}")
    parts = {look: user_task(), join: gateway, **events}
    return diagram("review", *ways, *flows, quick=user_task(), **parts)


def migrated(office: Office, key: int) -> None:
    """Rename the join and one timer; another timer ends, a third begins."""
    migrate(office, key, look="inspect", join="meet", late="overdue")


def taken_back(office: Office, key: int) -> None:
    migrated(office, key)
    office.engine.execute(RevertMigration(key, WHY), OPERATOR)


def modified(office: Office, key: int) -> None:
    """Put a token on the join itself, which takes none of those that wait, and do something over again."""
    again = ModifyInstance(key, (Activation("quick"),), moves=(Move("look", source_element_id="look"),), reason=WHY)
    office.engine.execute(again, OPERATOR)


Row = dict[str, Any]
OPERATIONS: dict[str, Callable[[Office, int], None]] = {"migrated": migrated, "taken back": taken_back, "modified": modified}
CHANGES: dict[str, Callable[[Row], sa.Executable]] = {
    "time of a timer": lambda _: sa.update(timers).values(due_at=NOW.replace(year=2030)),
    "event of a timer": lambda _: sa.update(timers).values(element_id="start"),
    "a timer more": lambda row: sa.insert(timers).values({**row, "key": 5}),
    "number of tokens": lambda _: sa.update(waiting_tokens).values(count=2),
    "flow of a token": lambda _: sa.update(waiting_tokens).values(flow_id="flow_9"),
    "a token more": lambda row: sa.insert(waiting_tokens).values({**row, "flow_id": "flow_3"}),
}
DELETIONS: dict[str, Callable[[Row], sa.Executable]] = {
    "a timer less": lambda _: sa.delete(timers),
    "a token less": lambda _: sa.delete(waiting_tokens),
}
"""Where something was terminated a timer or token may have gone with it, which the check does not complain of."""


@pytest.fixture(autouse=True)
def nothing_to_find() -> None:
    """Let these tests tamper."""


@pytest.fixture
def key(office: Office) -> int:
    """Start a case in which a token waits for others, and deploy the next version."""
    office.deploy(review("look", "join", ("late", "P20D"), ("soon", "P2D")))
    key = office.start("review")
    office.complete(key, "quick")
    office.deploy(review("inspect", "meet", ("overdue", "P20D"), ("extra", "P3D")))
    return key


@pytest.mark.parametrize("operation", OPERATIONS)
def test_what_is_changed_afterwards_is_found(office: Office, database: Database, key: int, operation: str) -> None:
    OPERATIONS[operation](office, key)
    changes = {**CHANGES, **(DELETIONS if operation != "modified" else {})}

    seen = {what: found_after(office, database, what, change) for what, change in changes.items()}

    assert found(database) == []
    assert seen == {what: [table_of(what).name] for what in changes}


def table_of(what: str) -> sa.Table:
    return timers if "timer" in what else waiting_tokens


def found_after(office: Office, database: Database, what: str, change: Callable[[Row], sa.Executable]) -> list[str | None]:
    """Return what is found after a change, which is then undone."""
    table = table_of(what)
    rows = [dict(row._mapping) for row in office.rows(sa.select(table))]
    tamper(database, change(rows[0]))
    seen = found(database)
    tamper(database, sa.delete(table), sa.insert(table).values(rows))
    return seen


def test_a_join_that_an_operator_started_takes_no_token_that_waits(office: Office, database: Database, key: int) -> None:
    office.engine.execute(ModifyInstance(key, (Activation("join"),), reason=WHY), OPERATOR)

    assert found(database) == []
    tamper(database, sa.delete(waiting_tokens))
    assert found(database) == ["waiting_token"]


def test_tokens_that_a_migration_lets_go_on_wait_no_more(office: Office, database: Database, key: int) -> None:
    parts = {"quick": user_task(), "look": user_task(), "after": user_task()}
    office.deploy(diagram("review", "start -> fork -> look -> end_look", "fork -> quick -> join -> after -> end", **parts))

    migrate(office, key, to=3)

    assert office.waiting_at(key) == ["after", "look"]
    assert found(database) == []
