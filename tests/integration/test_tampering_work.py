"""Jobs, incidents, timers, waiting tokens and evaluated decisions that were changed behind the engine's back are found too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from engine.commands import SYSTEM, ActivateJobs, CancelInstance, FailJob
from engine.commands.verifying import Verifying
from engine.model.decision_instance import decision_instances
from engine.model.incident import incidents
from engine.model.job import jobs
from engine.model.timer import timers
from engine.model.waiting_token import waiting_tokens
from tests.integration.conftest import NOW
from tests.integration.diagrams import decision, diagram, service_task, timer_catch, user_task
from tests.integration.test_decision_imports import rates

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.store.database import Database
    from tests.integration.office import Office

pytestmark = pytest.mark.no_cover  # the same lines so often that counting them tells nothing


@pytest.fixture(autouse=True)
def nothing_to_find() -> None:
    """Let these tests tamper."""


@pytest.fixture
def work(office: Office) -> int:
    """Start a case that has decided something, whose job failed, in which a timer runs and a token waits for others."""
    office.deploy(
        diagram(
            "much",
            "start -> decide -> fork -> fetch -> join -> end",
            "fork -> wait -> join",
            "fork -> quick -> join",
            "fork -> look -> join",
            decide=decision("base"),
            fetch=service_task("fetch", retries=1),
            look=user_task(),
            wait=timer_catch(),
            quick='<bpmn:task id="@id">@flows</bpmn:task>',
        ),
        rates_dmn=rates("400"),
    )
    key = office.start("much", days=3)
    (job,) = office.engine.execute(ActivateJobs(("fetch",), "w", 60, 1), SYSTEM)
    office.engine.execute(FailJob(job.job_key, retries=0, message="ไม่มีกระดาษ"), SYSTEM)
    return key


def tamper(database: Database, *statements: sa.Executable) -> None:
    """Execute statements behind the engine's back."""
    with database.engine.begin() as connection:
        for statement in statements:
            connection.execute(statement)


def found(database: Database) -> list[str | None]:
    """Return the tables of the rows that verification complains of."""
    findings = list(Verifying(database).everything())
    assert all(finding.kind == "row differs" for finding in findings)
    return sorted({(finding.row or "").partition(":")[0] for finding in findings})


ROWS: dict[str, Callable[[], tuple[sa.Table, dict[str, Any]]]] = {
    "type of a job": lambda: (jobs, {"type": "delete"}),
    "state of a job": lambda: (jobs, {"state": "COMPLETED"}),
    "retries of a job": lambda: (jobs, {"retries": 9}),
    "element of a job": lambda: (jobs, {"element_id": "quick"}),
    "end of a job": lambda: (jobs, {"ended_at": NOW}),
    "kind of incident": lambda: (incidents, {"error_type": "CONDITION_ERROR"}),
    "message of an incident": lambda: (incidents, {"error_message": "เรียบร้อย"}),
    "state of an incident": lambda: (incidents, {"state": "RESOLVED"}),
    "who resolved": lambda: (incidents, {"resolved_by": "malee"}),
    "time of a timer": lambda: (timers, {"due_at": NOW.replace(year=2030)}),
    "event of a timer": lambda: (timers, {"element_id": "start"}),
    "number of tokens": lambda: (waiting_tokens, {"count": 2}),
    "flow of a token": lambda: (waiting_tokens, {"flow_id": "flow_9"}),
    "output of a decision": lambda: (decision_instances, {"output": 999}),
    "inputs of a decision": lambda: (decision_instances, {"inputs": [{"inputValue": 1}]}),
    "rules of a decision": lambda: (decision_instances, {"matched_rules": [{"ruleIndex": 2}]}),
    "which decision": lambda: (decision_instances, {"decision_id": "other"}),
}


def test_a_case_that_is_canceled_while_an_operator_is_needed_raises_no_alarm(office: Office) -> None:
    office.deploy(diagram("failing", "start -> do -> end", do=service_task("print")))
    key = office.start("failing")
    (job,) = office.engine.execute(ActivateJobs(("print",), "worker", 60.0, 1), SYSTEM)
    office.engine.execute(FailJob(job.job_key, 0, "no paper"), SYSTEM)

    office.engine.execute(CancelInstance(key, "ยกเลิกตามคำขอ"), SYSTEM)

    assert [finding.as_json() for finding in Verifying(office.engine.database).everything()] == []


def test_nothing_is_found_where_nothing_was_done(work: int, database: Database) -> None:
    assert found(database) == []


@pytest.mark.parametrize("what", ROWS)
def test_a_changed_row_of_work_is_found(work: int, database: Database, what: str) -> None:
    table, values = ROWS[what]()

    tamper(database, sa.update(table).values(**values))

    assert found(database) == [table.name]


@pytest.mark.parametrize("table", [jobs, incidents, timers, waiting_tokens, decision_instances], ids=lambda table: table.name)
def test_a_deleted_row_of_work_is_found(work: int, database: Database, table: sa.Table) -> None:
    tamper(database, sa.delete(table))

    assert found(database) == [table.name]


@pytest.mark.parametrize("table", [jobs, incidents, timers, waiting_tokens, decision_instances], ids=lambda table: table.name)
def test_a_row_of_work_that_was_put_in_is_found(work: int, office: Office, database: Database, table: sa.Table) -> None:
    row = dict(office.rows(sa.select(table))[0]._mapping)
    other: dict[sa.Table, dict[str, Any]] = {
        waiting_tokens: {"flow_id": "flow_3"},
        decision_instances: {"evaluation_key": 5},
    }

    tamper(database, sa.insert(table).values({**row, **other.get(table, {"key": 5})}))

    assert found(database) == [table.name]
