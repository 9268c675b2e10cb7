"""What jobs of task listeners and ad-hoc sub-processes are told and answer, through the client library."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from camunda_orchestration_sdk.errors import ConflictError, UnexpectedStatus
from camunda_orchestration_sdk.models import (
    AdHocSubProcessActivateActivitiesInstruction,
    ConditionalEvaluationInstruction,
    ElementInstanceSearchQuery,
    JobCompletionRequest,
    SetVariableRequest,
    UserTaskAssignmentRequest,
    UserTaskSearchQuery,
    UserTaskUpdateRequest,
    VariableSearchQuery,
)

from tests.acceptance.diagrams import service_task, user_task
from tests.acceptance.test_jobs_and_messages import activate, deploy, start

if TYPE_CHECKING:
    from camunda_orchestration_sdk import CamundaClient
    from camunda_orchestration_sdk.models import ActivatedJobResult

LISTENED = user_task().replace(
    "<zeebe:userTask/>",
    '<zeebe:userTask/><zeebe:taskListeners><zeebe:taskListener eventType="assigning" type="{id}"/></zeebe:taskListeners>',
)
LED = (
    '<bpmn:adHocSubProcess id="@id"><bpmn:extensionElements><zeebe:taskDefinition type="{id}"/></bpmn:extensionElements>@flows'
    + service_task("{id}_inner").replace("@id", "inner").replace("@flows", "")
    + "</bpmn:adHocSubProcess>"
)
CONDITION = (
    '<bpmn:startEvent id="@id">@flows<bpmn:conditionalEventDefinition id="@id_when"><bpmn:condition>= marker = "{id}"'
    "</bpmn:condition></bpmn:conditionalEventDefinition></bpmn:startEvent>"
)


def test_a_task_listener_is_told_of_the_user_task_and_corrects_it(client: CamundaClient) -> None:
    process_id = deploy(client, "start -> check -> end", check=LISTENED)
    key = start(client, process_id)
    search = UserTaskSearchQuery.from_dict({"filter": {"processInstanceKey": key}})
    (task,) = client.search_user_tasks(data=search).items

    result = {"type": "userTask", "corrections": {"assignee": "wichai", "priority": 80, "dueDate": None}}
    with ThreadPoolExecutor() as others:
        worked = others.submit(listen, client, process_id, result)
        client.assign_user_task(task.user_task_key, data=UserTaskAssignmentRequest(assignee="malee"))
    job = worked.result()

    assert (job.kind.value, job.listener_event_type.value) == ("TASK_LISTENER", "ASSIGNING")
    assert (job.user_task.action, job.user_task.assignee, job.user_task.changed_attributes) == ("assign", "malee", ["assignee"])
    (task,) = client.search_user_tasks(data=search).items
    assert (task.state.value, task.assignee, task.priority) == ("CREATED", "wichai", 80)


def listen(client: CamundaClient, job_type: str, result: dict[str, object]) -> ActivatedJobResult:
    """Do the one job of a task listener, as soon as it is there, and return it."""
    (job,) = activate(client, job_type)
    client.complete_job(job.job_key, data=JobCompletionRequest.from_dict({"result": result}))
    return job


@pytest.mark.parametrize("event", ["assigning", "completing", "updating"])
def test_whoever_asks_is_told_that_a_task_listener_denied_it_and_why(client: CamundaClient, event: str) -> None:
    process_id = deploy(client, "start -> check -> end", check=LISTENED.replace("assigning", event))
    search = UserTaskSearchQuery.from_dict({"filter": {"processInstanceKey": start(client, process_id)}})
    (task,) = client.search_user_tasks(data=search).items
    asked = {
        "assigning": lambda: client.assign_user_task(task.user_task_key, data=UserTaskAssignmentRequest(assignee="malee")),
        "completing": lambda: client.complete_user_task(task.user_task_key),
        "updating": lambda: client.update_user_task(
            task.user_task_key, data=UserTaskUpdateRequest.from_dict({"changeset": {"priority": 70}})
        ),
    }

    with ThreadPoolExecutor() as others:
        worked = others.submit(listen, client, process_id, {"type": "userTask", "denied": True, "deniedReason": "no budget"})
        with pytest.raises(ConflictError, match="no budget"):
            asked[event]()
        worked.result()

    (task,) = client.search_user_tasks(data=search).items
    assert (task.state.value, task.assignee, task.priority) == ("CREATED", None if event != "completing" else "demo", 50)


def test_whoever_sets_variables_of_a_user_task_waits_for_its_listeners_as_well(client: CamundaClient) -> None:
    process_id = deploy(client, "start -> check -> end", check=LISTENED.replace("assigning", "updating"))
    key = start(client, process_id)
    (task,) = client.search_user_tasks(data=UserTaskSearchQuery.from_dict({"filter": {"processInstanceKey": key}})).items
    late = SetVariableRequest.from_dict({"variables": {"note": "late"}})

    with ThreadPoolExecutor() as others:
        worked = others.submit(listen, client, process_id, {"type": "userTask", "denied": True, "deniedReason": "too late"})
        with pytest.raises(UnexpectedStatus, match="409"):
            client.create_element_instance_variables(task.element_instance_key, data=late)
        worked.result()
        worked = others.submit(listen, client, process_id, {"type": "userTask"})
        client.create_element_instance_variables(task.element_instance_key, data=late)
        worked.result()

    found = client.search_variables(data=VariableSearchQuery.from_dict({"filter": {"processInstanceKey": key, "name": "note"}}))
    assert [variable.value for variable in found.items] == ['"late"']


def test_a_worker_leads_an_ad_hoc_sub_process(client: CamundaClient) -> None:
    process_id = deploy(client, "start -> some -> end", some=LED)
    key = start(client, process_id)

    (job,) = activate(client, process_id)
    elements = {"type": "adHocSubProcess", "activateElements": [{"elementId": "inner", "variables": {"n": 1}}]}
    client.complete_job(job.job_key, data=JobCompletionRequest.from_dict({"result": elements}))
    (inner,) = activate(client, f"{process_id}_inner")
    client.complete_job(inner.job_key)
    (job,) = activate(client, process_id)
    done = {"type": "adHocSubProcess", "isCompletionConditionFulfilled": True}
    client.complete_job(job.job_key, data=JobCompletionRequest.from_dict({"result": done}))

    assert (job.kind.value, inner.variables["n"]) == ("AD_HOC_SUB_PROCESS", 1)
    assert client.get_process_instance(key).state.value == "COMPLETED"


def test_elements_of_an_ad_hoc_sub_process_are_activated_by_request(client: CamundaClient) -> None:
    process_id = deploy(client, "start -> some -> end", some=LED)
    key = start(client, process_id)
    where = {"filter": {"processInstanceKey": key, "type": "AD_HOC_SUB_PROCESS"}}
    (scope,) = client.search_element_instances(data=ElementInstanceSearchQuery.from_dict(where)).items

    wanted = AdHocSubProcessActivateActivitiesInstruction.from_dict({"elements": [{"elementId": "inner"}]})
    client.activate_ad_hoc_sub_process_activities(scope.element_instance_key, data=wanted)

    assert [job.element_id for job in activate(client, f"{process_id}_inner")] == ["inner"]


def test_a_condition_over_given_variables_starts_an_instance(client: CamundaClient) -> None:
    process_id = deploy(client, "begin -> check -> end", begin=CONDITION, check=user_task())

    asked = ConditionalEvaluationInstruction.from_dict({"variables": {"marker": process_id}})
    (started,) = client.evaluate_conditionals(data=asked).process_instances

    assert client.get_process_instance(started.process_instance_key).process_definition_id == process_id
