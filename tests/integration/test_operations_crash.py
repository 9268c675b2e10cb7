"""Every act of an operator, cut off at any of its SQL statements, leaves the state before it; then it can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from engine.commands import (
    BatchOperationType,
    BatchTarget,
    MigrateInstance,
    ModifyInstance,
    Move,
    ResumeInstance,
    RevertMigration,
    StartBatch,
    SuspendInstance,
)
from engine.commands.run_continuation import RunContinuation
from engine.model.continuation import ContinuationKind, continuations
from engine.store.database import Database, statements_of
from tests.integration.diagrams import diagram, user_task
from tests.integration.migrations import OPERATOR, WHY, boundary, migrate, timer, version
from tests.integration.test_crash_points import PowerCutError, power_cut_at, whole_state

if TYPE_CHECKING:
    from engine.commands import Command
    from tests.integration.office import Office


@pytest.fixture
def commands(office: Office, monkeypatch: pytest.MonkeyPatch) -> dict[str, Command[Any]]:
    """Prepare one command of each kind, on cases of their own."""
    late = boundary("check", timer("P20D"))
    office.deploy(
        diagram("review", "start -> check -> sign -> end", "late -> remind", check=user_task(), sign=user_task(), late=late)
    )
    plain, held, moved, batched = (office.start("review") for _ in range(4))
    office.deploy(
        diagram(
            "review",
            "start -> verify -> sign -> end",
            "soon -> remind",
            verify=user_task(),
            sign=user_task(),
            soon=late.replace("check", "verify"),
        )
    )
    target = version(office, "review", 2)
    office.engine.execute(SuspendInstance(held, WHY), OPERATOR)
    migrate(office, moved, check="verify")
    monkeypatch.setattr("engine.commands.engine.INLINE_CONTINUATIONS", 1)
    office.engine.execute(StartBatch(BatchOperationType.CANCEL_PROCESS_INSTANCE, [BatchTarget(batched)], reason=WHY), OPERATOR)
    (item,) = office.rows(sa.select(continuations.c.key).where(continuations.c.kind == ContinuationKind.DO_BATCH_ITEM))
    return {
        "suspend": SuspendInstance(plain, WHY),
        "resume": ResumeInstance(held, WHY),
        "modify": ModifyInstance(plain, moves=(Move("sign", source_element_id="check"),), reason=WHY),
        "migrate": MigrateInstance(plain, target, {"check": "verify"}, WHY),
        "revert": RevertMigration(moved, WHY),
        "batch": StartBatch(BatchOperationType.SUSPEND_PROCESS_INSTANCE, [BatchTarget(plain)], reason=WHY),
        "item": RunContinuation(item.key),
    }


@pytest.mark.parametrize("name", ["suspend", "resume", "modify", "migrate", "revert", "batch", "item"])
def test_a_power_cut_at_any_statement_leaves_the_state_before(
    office: Office, database: Database, commands: dict[str, Command[Any]], name: str
) -> None:
    before = whole_state(database)
    number = 0

    while True:
        try:
            with power_cut_at(database, number), statements_of(database) as statements:
                office.engine.execute(commands[name], OPERATOR)
        except PowerCutError:
            assert whole_state(database) == before, f"after a cut at statement {number}"
        if len(statements) < number:
            break
        number += 1
    office.engine.execute(commands[name], OPERATOR)

    assert number > 2
    assert whole_state(database) != before
