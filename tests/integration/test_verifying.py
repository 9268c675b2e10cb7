"""Verification finds nothing where nothing was done: over every kind of command, on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.commands import (
    SYSTEM,
    AddComment,
    AssignUserTask,
    CancelInstance,
    ClaimUserTask,
    ResumeInstance,
    SetVariables,
    StoreDocument,
    SuspendInstance,
    UnassignUserTask,
    UpdateUserTask,
)
from engine.commands.verifying import Verifying
from tests.integration.diagrams import call, diagram, each, timer_catch, user_task
from tests.integration.office import Office, person

if TYPE_CHECKING:
    from engine.store.database import Database

BOSS = person("prasert", "boss")


def test_an_untouched_installation_has_no_findings(office: Office, database: Database) -> None:
    office.deploy(
        diagram("inner", "start -> work -> end", work=user_task(groups="clerks")),
        diagram(
            "outer",
            "start -> split -> approve -> join -> called -> many -> end",
            "split -> wait -> join",
            split='<bpmn:parallelGateway id="@id">@flows</bpmn:parallelGateway>',
            join='<bpmn:parallelGateway id="@id">@flows</bpmn:parallelGateway>',
            approve=user_task(groups="boss", duty="approve"),
            wait=timer_catch(),
            called=call("inner"),
            many=user_task(groups="boss", inside=each("people", "person")),
        ),
    )
    key = office.start("outer", people=["ก", "ข"], amount=12345678901234567890, rate=0.1)
    (task,) = office.open_user_tasks(key)
    run = office.engine.execute
    run(ClaimUserTask(task.key), BOSS)
    run(UnassignUserTask(task.key), BOSS)
    run(AssignUserTask(task.key, "somchai", reason="ลา"), SYSTEM)
    run(UpdateUserTask(task.key, {"priority": 80, "candidate_groups": ["boss", "other"]}), SYSTEM)
    run(AddComment(key, "ขอดูเอกสาร"), SYSTEM)
    run(StoreDocument("ก.pdf", "application/pdf", b"%PDF", key), SYSTEM)
    run(SetVariables(key, {"amount": 2, "extra": {"ข": [1, None]}}), SYSTEM)
    run(SuspendInstance(key, "รอ"), SYSTEM)
    run(ResumeInstance(key, "ต่อ"), SYSTEM)
    office.complete(key, "approve", person("somchai", "boss"), comment="ok")
    canceled = office.start("outer", people=[])
    run(CancelInstance(canceled, "ผิด"), SYSTEM)

    assert [finding.as_json() for finding in Verifying(database).everything()] == []
