"""Batch operations through the client library: what is asked of many cases, progress, and a result for each."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from camunda_orchestration_sdk.errors import BadRequestError
from camunda_orchestration_sdk.models import (
    BatchOperationItemSearchQuery,
    BatchOperationSearchQuery,
    JobBatchUpdateRequest,
    ProcessInstanceBusinessIdAssignmentInstruction,
    ProcessInstanceCancellationBatchOperationRequest,
    ProcessInstanceIncidentResolutionBatchOperationRequest,
    ProcessInstanceMigrationBatchOperationRequest,
    ProcessInstanceModificationBatchOperationRequest,
    ProcessInstanceResumptionBatchOperationRequest,
    ProcessInstanceSuspensionBatchOperationRequest,
)

from tests.acceptance.diagrams import service_task, user_task
from tests.acceptance.test_operating_cases import deploy, start

if TYPE_CHECKING:
    from camunda_orchestration_sdk import CamundaClient
    from camunda_orchestration_sdk.models import BatchOperationCreatedResult, BatchOperationResponse

    from tests.acceptance.conftest import Caller


WITHIN_S = 60


def chosen(process_id: str, **more: object) -> dict[str, Any]:
    """Return a request about every instance of a process."""
    return {"filter": {"processDefinitionId": process_id}, "operationReference": 5, **more}


def ended(client: CamundaClient, started: BatchOperationCreatedResult) -> BatchOperationResponse:
    """Wait until every item has been done: the drain may have taken some while the answer was on its way."""
    deadline = time.monotonic() + WITHIN_S
    while (found := client.get_batch_operation(started.batch_operation_key)).end_date is None:
        assert time.monotonic() < deadline, f"still {found.state.value}"
        time.sleep(0.05)
    return found


def states(client: CamundaClient, *keys: str) -> set[str]:
    return {client.get_process_instance(key).state.value for key in keys}


def test_many_cases_are_suspended_resumed_and_canceled(client: CamundaClient) -> None:
    process_id, _ = deploy(client, "start -> t -> end", t=user_task())
    keys = [start(client, process_id) for _ in range(3)]
    suspension = ProcessInstanceSuspensionBatchOperationRequest.from_dict(chosen(process_id))
    resumption = ProcessInstanceResumptionBatchOperationRequest.from_dict(chosen(process_id))
    cancellation = ProcessInstanceCancellationBatchOperationRequest.from_dict(chosen(process_id))

    ended(client, client.suspend_process_instances_batch_operation(data=suspension))
    suspended = states(client, *keys)
    ended(client, client.resume_process_instances_batch_operation(data=resumption))
    resumed = states(client, *keys)
    done = ended(client, client.cancel_process_instances_batch_operation(data=cancellation))

    assert (suspended, resumed, states(client, *keys)) == ({"SUSPENDED"}, {"ACTIVE"}, {"TERMINATED"})
    assert (done.state.value, done.operations_total_count, done.operations_completed_count) == ("COMPLETED", 3, 3)
    assert (done.actor_type.value, done.actor_id, done.errors) == ("USER", "demo", [])


def test_many_cases_are_migrated_and_each_has_a_result(client: CamundaClient) -> None:
    process_id, _ = deploy(client, "start -> a -> b -> end", a=user_task(), b=user_task())
    key = start(client, process_id)
    _, corrected = deploy(client, "start -> a -> c -> end", process_id=process_id, a=user_task(), c=user_task())
    moved = start(client, process_id)
    plan = {"targetProcessDefinitionKey": corrected, "mappingInstructions": [{"sourceElementId": "b", "targetElementId": "c"}]}

    request = ProcessInstanceMigrationBatchOperationRequest.from_dict(chosen(process_id, migrationPlan=plan))
    started = client.migrate_process_instances_batch_operation(data=request)
    done = ended(client, started)

    query = BatchOperationItemSearchQuery.from_dict({"filter": {"batchOperationKey": started.batch_operation_key}})
    items = {item.process_instance_key: item for item in client.search_batch_operation_items(data=query).items}
    assert items[key].state.value == "COMPLETED"
    assert (items[moved].state.value, "already" in (items[moved].error_message or "")) == ("FAILED", True)
    assert done.state.value == "PARTIALLY_COMPLETED"
    assert client.get_process_instance(key).process_definition_key == corrected


def test_tokens_are_moved_in_many_cases(client: CamundaClient, call: Caller) -> None:
    process_id, _ = deploy(client, "start -> a -> b -> end", a=user_task(), b=user_task())
    key = start(client, process_id)
    moves = [{"sourceElementId": "a", "targetElementId": "b"}]

    request = ProcessInstanceModificationBatchOperationRequest.from_dict(chosen(process_id, moveInstructions=moves))
    ended(client, client.modify_process_instances_batch_operation(data=request))

    _, found = call("POST", "/user-tasks/search", {"filter": {"processInstanceKey": key, "state": "CREATED"}})
    assert [task["elementId"] for task in found["items"]] == ["b"]


def test_the_incidents_of_many_cases_and_of_one_are_resolved(client: CamundaClient, call: Caller) -> None:
    job_type = f"j_{uuid4().hex[:8]}"
    process_id, _ = deploy(client, "start -> work -> end", work=service_task(job_type))
    keys = [start(client, process_id) for _ in range(2)]
    fail(call, job_type)

    request = ProcessInstanceIncidentResolutionBatchOperationRequest.from_dict(chosen(process_id))
    many = ended(client, client.resolve_incidents_batch_operation(data=request))
    fail(call, job_type)
    one = ended(client, client.resolve_process_instance_incidents(keys[0]))

    assert (many.operations_completed_count, one.operations_completed_count) == (2, 1)


def fail(call: Caller, job_type: str) -> None:
    """Fail both jobs without retries."""
    request = {"type": job_type, "timeout": 60_000, "maxJobsToActivate": 2}
    _, activated = call("POST", "/jobs/activation", request)
    for job in activated["jobs"]:
        call("POST", f"/jobs/{job['jobKey']}/failure", {"retries": 0, "errorMessage": "no network"})


def test_batch_operations_are_found_and_those_that_are_over_cannot_be_canceled(client: CamundaClient, call: Caller) -> None:
    process_id, _ = deploy(client, "start -> t -> end", t=user_task())
    start(client, process_id)
    request = ProcessInstanceSuspensionBatchOperationRequest.from_dict(chosen(process_id))
    key = ended(client, client.suspend_process_instances_batch_operation(data=request)).batch_operation_key

    query = BatchOperationSearchQuery.from_dict({"filter": {"batchOperationKey": key, "state": "COMPLETED"}})
    (found,) = client.search_batch_operations(data=query).items

    assert found.batch_operation_type.value == "SUSPEND_PROCESS_INSTANCE"
    assert call("POST", f"/batch-operations/{key}/cancellation", {})[0] == 409
    assert call("POST", "/batch-operations/1/suspension", {})[0] == 404


def test_a_batch_without_a_filter_or_about_ended_cases_is_refused(client: CamundaClient, call: Caller) -> None:
    assert call("POST", "/process-instances/cancellation", {"filter": {}})[0] == 400
    request = ProcessInstanceCancellationBatchOperationRequest.from_dict({"filter": {"state": "COMPLETED"}})

    with pytest.raises(BadRequestError):
        client.cancel_process_instances_batch_operation(data=request)


def test_a_business_id_is_assigned_once(client: CamundaClient, call: Caller) -> None:
    process_id, _ = deploy(client, "start -> t -> end", t=user_task())
    key, other = start(client, process_id), start(client, process_id)
    given = ProcessInstanceBusinessIdAssignmentInstruction.from_dict({"businessId": f"case-{process_id}"})

    client.assign_process_instance_business_id(key, data=given)
    client.assign_process_instance_business_id(key, data=given)
    taken = call("POST", f"/process-instances/{other}/business-id-assignment", {"businessId": f"case-{process_id}"})
    second = call("POST", f"/process-instances/{key}/business-id-assignment", {"businessId": "another"})

    assert client.get_process_instance(key).business_id == f"case-{process_id}"
    assert (taken[0], second[0]) == (409, 409)


def test_the_callers_of_a_case_are_told_from_the_outermost_to_itself(client: CamundaClient, call: Caller) -> None:
    called_id, _ = deploy(client, "start -> t -> end", t=user_task())
    asking = (
        f'<bpmn:callActivity id="@id"><bpmn:extensionElements><zeebe:calledElement processId="{called_id}"/>'
        "</bpmn:extensionElements>@flows</bpmn:callActivity>"
    )
    process_id, _ = deploy(client, "start -> ask -> end", ask=asking)
    key = start(client, process_id)
    _, found = call("POST", "/process-instances/search", {"filter": {"parentProcessInstanceKey": key}})
    called = found["items"][0]["processInstanceKey"]

    hierarchy = client.get_process_instance_call_hierarchy(called)

    assert [entry.process_instance_key for entry in hierarchy] == [key, called]


def test_the_open_jobs_of_many_cases_are_changed(client: CamundaClient, call: Caller) -> None:
    job_type = f"j_{uuid4().hex[:8]}"
    process_id, _ = deploy(client, "start -> work -> end", work=service_task(job_type))
    for _ in range(2):
        start(client, process_id)
    asked = {"filter": {"type": job_type}, "changeset": {"retries": 7, "priority": 20}}

    done = ended(client, client.update_jobs_batch_operation(data=JobBatchUpdateRequest.from_dict(asked)))

    _, found = call("POST", "/jobs/search", {"filter": {"type": job_type}})
    assert [(job["retries"], job["priority"]) for job in found["items"]] == [(7, 20), (7, 20)]
    assert (done.batch_operation_type.value, done.operations_completed_count) == ("UPDATE_JOB", 2)


@pytest.mark.parametrize(
    "body", [{"changeset": {"retries": 3}}, {"filter": {"type": "t"}}, {"filter": {"type": "t"}, "changeset": {"color": 1}}]
)
def test_a_change_of_jobs_says_which_and_what(call: Caller, body: dict[str, Any]) -> None:
    assert call("POST", "/jobs/batch-update", body)[0] == 400


def test_nobody_deletes_a_case(client: CamundaClient, call: Caller) -> None:
    process_id, _ = deploy(client, "start -> end")
    key = start(client, process_id)

    status, problem = call("POST", f"/process-instances/{key}/deletion", {})
    together = call("POST", "/process-instances/deletion", {"filter": {"processDefinitionId": process_id}})
    decisions = call("POST", "/decision-instances/deletion", {"filter": {}})

    assert (status, problem["code"]) == (403, "retention")
    assert (together[1]["code"], decisions[1]["code"]) == ("retention", "retention")
    assert states(client, key) == {"COMPLETED"}
