"""Whatever an operator does to a case, its history holds, and its rows are what the history tells."""

import pytest

from engine.commands import (
    AssignBusinessId,
    BatchOperationType,
    BatchTarget,
    CancelInstance,
    ModifyInstance,
    Move,
    ResumeInstance,
    RevertMigration,
    StartBatch,
    SuspendInstance,
)
from engine.commands.verifying import Verifying
from engine.store.database import Database
from tests.integration.diagrams import diagram, user_task
from tests.integration.migrations import OPERATOR, WHY, boundary, migrate, timer, version
from tests.integration.office import Office


def findings(database: Database, key: int) -> list[str]:
    return [finding.as_json() for finding in Verifying(database).case(str(key))]


@pytest.fixture
def key(office: Office) -> int:
    """Start a case that waits at `check`, and deploy a version where that has another name."""
    late = boundary("check", timer("P20D"))
    office.deploy(
        diagram("review", "start -> check -> sign -> end", "late -> remind", check=user_task(), sign=user_task(), late=late)
    )
    key = office.start("review", amount=1)
    office.deploy(diagram("review", "start -> verify -> sign -> end", verify=user_task(name="ตรวจ"), sign=user_task()))
    return key


def test_a_suspended_and_a_resumed_case_hold(office: Office, database: Database, key: int) -> None:
    office.engine.execute(SuspendInstance(key, WHY), OPERATOR)
    assert findings(database, key) == []
    office.engine.execute(ResumeInstance(key, WHY), OPERATOR)
    assert findings(database, key) == []


def test_a_modified_case_holds_even_while_it_is_suspended(office: Office, database: Database, key: int) -> None:
    office.engine.execute(SuspendInstance(key, WHY), OPERATOR)
    office.engine.execute(ModifyInstance(key, moves=(Move("sign", source_element_id="check"),), reason=WHY), OPERATOR)
    assert findings(database, key) == []
    office.engine.execute(ResumeInstance(key, WHY), OPERATOR)
    assert findings(database, key) == []


def test_a_migrated_case_holds_and_so_does_one_that_was_taken_back(office: Office, database: Database, key: int) -> None:
    migrate(office, key, check="verify")
    assert findings(database, key) == []
    office.engine.execute(RevertMigration(key, WHY), OPERATOR)
    assert findings(database, key) == []
    migrate(office, key, check="verify")
    office.complete(key, "verify")
    assert findings(database, key) == []


def test_a_case_that_got_its_number_later_holds(office: Office, database: Database, key: int) -> None:
    office.engine.execute(AssignBusinessId(key, "R-1", WHY), OPERATOR)

    assert findings(database, key) == []


def test_cases_of_a_batch_hold(office: Office, database: Database, key: int) -> None:
    parameters = {"target_definition_key": str(version(office, "review", 2)), "mapping": {"check": "verify"}}
    kind = BatchOperationType.MIGRATE_PROCESS_INSTANCE

    office.engine.execute(StartBatch(kind, [BatchTarget(key)], parameters, WHY), OPERATOR)
    office.engine.execute(CancelInstance(key, WHY), OPERATOR)

    assert findings(database, key) == []
