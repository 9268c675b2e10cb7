"""What operators do to running process instances, through the client library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from camunda_orchestration_sdk.errors import ConflictError
from camunda_orchestration_sdk.models import (
    ProcessCreationById,
    ProcessInstanceMigrationInstruction,
    ProcessInstanceModificationInstruction,
    ResumeProcessInstanceRequest,
    SuspendProcessInstanceRequest,
)

from tests.acceptance.diagrams import deployment, diagram, user_task

if TYPE_CHECKING:
    from camunda_orchestration_sdk import CamundaClient

    from tests.acceptance.conftest import Caller

REASON = "ศาลขอสำนวน"


def deploy(client: CamundaClient, *flows: str, process_id: str | None = None, **nodes: str) -> tuple[str, str]:
    """Deploy a process under an id that nobody else uses; return its id and its definition's key."""
    name = process_id or f"p_{uuid4().hex[:8]}"
    result = client.create_deployment(data=deployment(p_bpmn=diagram(name, *flows, **nodes)))
    return name, result.deployments[0].process_definition.process_definition_key


def start(client: CamundaClient, process_id: str, **variables: object) -> str:
    """Start an instance; return its key."""
    instruction = ProcessCreationById.from_dict({"processDefinitionId": process_id, "variables": variables})
    return client.create_process_instance(data=instruction).process_instance_key


@pytest.fixture
def waiting(client: CamundaClient) -> str:
    """Start an instance that waits at the user task `t`."""
    process_id, _ = deploy(client, "start -> t -> end", t=user_task())
    return start(client, process_id)


def open_task(call: Caller, key: str) -> dict[str, Any]:
    """Return the open user task of an instance."""
    _, found = call("POST", "/user-tasks/search", {"filter": {"processInstanceKey": key, "state": "CREATED"}})
    (task,) = found["items"]
    return dict(task)


def test_a_suspended_instance_refuses_the_completion_of_its_user_task(
    client: CamundaClient, call: Caller, waiting: str
) -> None:
    client.suspend_process_instance(waiting, data=SuspendProcessInstanceRequest(operation_reference=7))

    suspended = client.get_process_instance(waiting)
    status, problem = call("POST", f"/user-tasks/{open_task(call, waiting)['userTaskKey']}/completion", {})

    assert suspended.state.value == "SUSPENDED"
    assert suspended.suspended_date is not None
    assert status == 409
    assert "suspended" in problem["detail"]


def test_a_resumed_instance_goes_on(client: CamundaClient, call: Caller, waiting: str) -> None:
    client.suspend_process_instance(waiting, data=SuspendProcessInstanceRequest())
    client.resume_process_instance(waiting, data=ResumeProcessInstanceRequest())

    status, _ = call("POST", f"/user-tasks/{open_task(call, waiting)['userTaskKey']}/completion", {})

    assert status == 204
    assert client.get_process_instance(waiting).state.value == "COMPLETED"


def test_resuming_what_is_active_is_a_conflict(client: CamundaClient, waiting: str) -> None:
    with pytest.raises(ConflictError):
        client.resume_process_instance(waiting, data=ResumeProcessInstanceRequest())


def test_the_reason_may_come_in_the_body_or_in_a_header(call: Caller, waiting: str) -> None:
    by_body = call("POST", f"/process-instances/{waiting}/suspension", {"reason": REASON})
    by_header = call("POST", f"/process-instances/{waiting}/resumption", {}, headers={"X-Anumat-Reason": quote(REASON)})

    assert (by_body[0], by_header[0]) == (204, 204)


def test_who_may_not_operate_is_refused(call: Caller, waiting: str) -> None:
    assert call("POST", f"/process-instances/{waiting}/suspension", {}, user_name=None)[0] == 401


def test_a_token_is_moved_activated_and_terminated(client: CamundaClient, call: Caller) -> None:
    process_id, _ = deploy(client, "start -> a -> b -> c -> end", a=user_task(), b=user_task(), c=user_task())
    key = start(client, process_id)
    by_key = {"sourceType": "byKey", "sourceElementInstanceKey": open_task(call, key)["elementInstanceKey"]}
    plan = {
        "moveInstructions": [
            {
                "sourceElementInstruction": by_key,
                "targetElementId": "b",
                "ancestorScopeInstruction": {"ancestorScopeType": "inferred"},
                "variableInstructions": [{"variables": {"moved": True}}],
            }
        ],
        "activateInstructions": [{"elementId": "c", "ancestorElementInstanceKey": "-1"}],
    }

    client.modify_process_instance(key, data=ProcessInstanceModificationInstruction.from_dict(plan))
    terminate = {"terminateInstructions": [{"elementId": "c"}], "operationReference": 12}
    client.modify_process_instance(key, data=ProcessInstanceModificationInstruction.from_dict(terminate))

    assert open_task(call, key)["elementId"] == "b"
    _, found = call("POST", "/variables/search", {"filter": {"processInstanceKey": key, "name": "moved"}})
    assert [(item["value"], item["scopeKey"]) for item in found["items"]] == [("true", key)]


def test_a_modification_that_makes_no_sense_is_refused_whole(call: Caller, waiting: str) -> None:
    path = f"/process-instances/{waiting}/modification"

    unknown_element = call("POST", path, {"activateInstructions": [{"elementId": "nowhere"}]})
    unknown_scope = call(
        "POST",
        path,
        {
            "moveInstructions": [
                {
                    "sourceElementInstruction": {"sourceElementId": "t"},
                    "targetElementId": "t",
                    "ancestorScopeInstruction": {"ancestorScopeType": "up"},
                }
            ]
        },
    )

    assert (unknown_element[0], unknown_scope[0]) == (400, 400)
    assert "nowhere" in unknown_element[1]["detail"]


def plan(target_key: str, **mapping: str) -> ProcessInstanceMigrationInstruction:
    """Return a migration plan."""
    instructions = [{"sourceElementId": source, "targetElementId": target} for source, target in mapping.items()]
    return ProcessInstanceMigrationInstruction.from_dict(
        {"targetProcessDefinitionKey": target_key, "mappingInstructions": instructions, "operationReference": 3}
    )


def test_a_case_is_migrated_to_the_corrected_version_and_goes_on_there(client: CamundaClient, call: Caller) -> None:
    process_id, _ = deploy(client, "start -> check -> end", check=user_task())
    key = start(client, process_id)
    _, corrected = deploy(
        client, "start -> verify -> legal -> end", process_id=process_id, verify=user_task(), legal=user_task()
    )

    client.migrate_process_instance(key, data=plan(corrected, check="verify"))
    call("POST", f"/user-tasks/{open_task(call, key)['userTaskKey']}/completion", {})

    migrated = client.get_process_instance(key)
    assert (migrated.process_definition_key, migrated.process_definition_version) == (corrected, 2)
    assert open_task(call, key)["elementId"] == "legal"


def test_a_case_that_has_no_place_in_the_target_is_a_conflict_that_says_why(client: CamundaClient, call: Caller) -> None:
    process_id, _ = deploy(client, "start -> check -> end", check=user_task())
    key = start(client, process_id)
    _, corrected = deploy(client, "start -> verify -> end", process_id=process_id, verify=user_task())

    with pytest.raises(ConflictError):
        client.migrate_process_instance(key, data=plan(corrected))
    _, problem = call("POST", f"/process-instances/{key}/migration", {"targetProcessDefinitionKey": corrected})

    assert problem["problems"] == ["check has no counterpart in the other version; map it."]


def test_a_migration_is_taken_back_while_nothing_has_moved(client: CamundaClient, call: Caller) -> None:
    process_id, first = deploy(client, "start -> check -> end", check=user_task())
    key = start(client, process_id)
    _, corrected = deploy(client, "start -> check -> legal -> end", process_id=process_id, check=user_task(), legal=user_task())
    client.migrate_process_instance(key, data=plan(corrected))

    status, _ = call("POST", f"/process-instances/{key}/migration-reversal", {"reason": REASON})

    assert status == 204
    assert client.get_process_instance(key).process_definition_key == first


def test_a_dry_run_tells_how_many_cases_stand_where_and_what_blocks_them(client: CamundaClient, call: Caller) -> None:
    process_id, first = deploy(client, "start -> check -> end", check=user_task())
    key, _ = start(client, process_id), start(client, process_id)
    _, corrected = deploy(client, "start -> verify -> end", process_id=process_id, verify=user_task())
    body = {"filter": {"processDefinitionKey": first}, "migrationPlan": {"targetProcessDefinitionKey": corrected}}

    _, blocked = call("POST", "/process-instances/migration-plan", body)
    body["migrationPlan"]["mappingInstructions"] = [{"sourceElementId": "check", "targetElementId": "verify"}]
    _, free = call("POST", "/process-instances/migration-plan", body)

    places = {place["elementId"]: (place["cases"], place["targetElementId"]) for place in free["places"]}
    assert (blocked["cases"], blocked["blocked"], free["blocked"]) == (2, 2, 0)
    assert blocked["blockedCases"][0]["processInstanceKey"] == key
    assert places == {process_id: (2, process_id), "check": (2, "verify")}
    assert call("POST", "/process-instances/migration-plan", {"migrationPlan": body["migrationPlan"]})[0] == 400
