"""Deployments and process instances through the client library."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from camunda_orchestration_sdk.errors import BadRequestError, NotFoundError
from camunda_orchestration_sdk.models import (
    ElementInstanceSearchQuery,
    ProcessCreationById,
    ProcessCreationByKey,
    ProcessCreationByVersionTag,
    ProcessDefinitionSearchQuery,
    ProcessInstanceSearchQuery,
    SetVariableRequest,
    VariableSearchQuery,
)

from tests.acceptance.diagrams import LEAVE_FORM, RATE, deployment, diagram, service_task, user_task

if TYPE_CHECKING:
    from camunda_orchestration_sdk import CamundaClient

    from tests.acceptance.conftest import Caller


def name() -> str:
    """Return a process id that nobody else uses."""
    return f"p_{uuid4().hex[:8]}"


def by_id(process_id: str, **more: object) -> ProcessCreationById:
    """Return a creation instruction."""
    return ProcessCreationById.from_dict({"processDefinitionId": process_id, **more})


def test_one_deployment_takes_diagrams_decisions_and_forms_together(client: CamundaClient) -> None:
    process_id = name()
    task = user_task(form="leave_form")

    result = client.create_deployment(
        data=deployment(p_bpmn=diagram(process_id, "start -> t -> end", t=task), rate_dmn=RATE, leave_form=LEAVE_FORM)
    )

    members = [member.to_dict() for member in result.deployments]
    kinds = {kind for member in members for kind, value in member.items() if value}
    assert kinds == {"processDefinition", "decisionDefinition", "decisionRequirements", "form"}


def test_unchanged_content_makes_no_new_version_and_changed_content_does(client: CamundaClient) -> None:
    process_id = name()

    def version(*flows: str) -> int:
        result = client.create_deployment(data=deployment(p_bpmn=diagram(process_id, *flows)))
        return result.deployments[0].process_definition.process_definition_version

    assert [version("start -> end"), version("start -> end"), version("start -> b -> end"), version("start -> b -> end")] == [
        1,
        1,
        2,
        2,
    ]


def test_a_deployment_with_one_bad_file_stores_nothing(client: CamundaClient, call: Caller) -> None:
    good, bad = name(), name()
    broken = diagram(bad, "start -> gone -> end", gone='<bpmn:callActivity id="@id">@flows</bpmn:callActivity>')

    with pytest.raises(BadRequestError) as refused:
        client.create_deployment(data=deployment(good_bpmn=diagram(good, "start -> end"), bad_bpmn=broken))

    assert "gone" in str(refused.value)
    _, found = call("POST", "/process-definitions/search", {"filter": {"processDefinitionId": good}})
    assert found["items"] == []


def test_the_newest_definition_is_found_and_its_diagram_is_served(client: CamundaClient) -> None:
    process_id = name()
    xml = diagram(process_id, "start -> end")
    client.create_deployment(data=deployment(p_bpmn=xml))

    query = ProcessDefinitionSearchQuery.from_dict({"filter": {"processDefinitionId": process_id, "isLatestVersion": True}})
    (found,) = client.search_process_definitions(data=query).items

    assert client.get_process_definition(found.process_definition_key).name == process_id
    assert client.get_process_definition_xml(found.process_definition_key) == xml.decode()


def test_an_instance_is_started_by_key_with_a_business_id(client: CamundaClient) -> None:
    process_id = name()
    deployed = client.create_deployment(data=deployment(p_bpmn=diagram(process_id, "start -> t -> end", t=user_task())))
    key = deployed.deployments[0].process_definition.process_definition_key
    business_id = f"case-{process_id}"

    instruction = ProcessCreationByKey.from_dict({"processDefinitionKey": key, "businessId": business_id, "tags": ["urgent"]})
    started = client.create_process_instance(data=instruction)

    query = ProcessInstanceSearchQuery.from_dict({"filter": {"businessId": business_id}})
    (found,) = client.search_process_instances(data=query).items
    assert (found.process_instance_key, found.state.value, found.tags) == (started.process_instance_key, "ACTIVE", ["urgent"])


def test_an_instance_is_started_by_the_tag_of_a_version(client: CamundaClient, call: Caller) -> None:
    process_id = name()
    old = diagram(process_id, "start -> end").replace(
        b'isExecutable="true">',
        b'isExecutable="true"><bpmn:extensionElements><zeebe:versionTag value="v1"/></bpmn:extensionElements>',
    )
    client.create_deployment(data=deployment(p_bpmn=old))
    client.create_deployment(data=deployment(p_bpmn=diagram(process_id, "start -> b -> end")))
    tagged = {"processDefinitionId": process_id, "processDefinitionVersionTag": "v1"}

    started = client.create_process_instance(data=ProcessCreationByVersionTag.from_dict(tagged))

    assert started.process_definition_version == 1
    assert call("POST", "/process-instances", {**tagged, "processDefinitionVersionTag": "v2"})[0] == 404
    assert call("POST", "/process-instances", {**tagged, "processDefinitionVersion": 2})[0] == 400


def test_a_caller_may_await_the_end_and_gets_the_variables(client: CamundaClient) -> None:
    process_id = name()
    script = (
        '<bpmn:scriptTask id="@id"><bpmn:extensionElements><zeebe:script expression="= 6 * 7" resultVariable="answer"/>'
        "</bpmn:extensionElements>@flows</bpmn:scriptTask>"
    )
    client.create_deployment(data=deployment(p_bpmn=diagram(process_id, "start -> compute -> end", compute=script)))

    ended = client.create_process_instance(data=by_id(process_id, awaitCompletion=True, fetchVariables=["answer"]))

    assert ended.variables.to_dict() == {"answer": 42}


def test_awaiting_what_does_not_end_answers_504_with_the_key(client: CamundaClient, call: Caller) -> None:
    process_id = name()
    client.create_deployment(data=deployment(p_bpmn=diagram(process_id, "start -> t -> end", t=user_task())))

    body = {"processDefinitionId": process_id, "awaitCompletion": True, "requestTimeout": 100}
    status, problem = call("POST", "/process-instances", body)

    assert status == 504
    assert "was started" in problem["detail"]


def test_a_canceled_instance_is_terminated_with_its_tasks(client: CamundaClient, call: Caller) -> None:
    process_id = name()
    client.create_deployment(data=deployment(p_bpmn=diagram(process_id, "start -> t -> end", t=user_task())))
    key = client.create_process_instance(data=by_id(process_id)).process_instance_key

    status, _ = call("POST", f"/process-instances/{key}/cancellation", {})

    assert status == 204
    assert client.get_process_instance(key).state.value == "TERMINATED"
    _, tasks = call("POST", "/user-tasks/search", {"filter": {"processInstanceKey": key}})
    assert [task["state"] for task in tasks["items"]] == ["CANCELED"]
    assert call("POST", f"/process-instances/{key}/cancellation", {})[0] == 409


def test_element_instances_tell_what_ran_and_what_waits(client: CamundaClient) -> None:
    process_id = name()
    client.create_deployment(data=deployment(p_bpmn=diagram(process_id, "start -> t -> end", t=user_task())))
    key = client.create_process_instance(data=by_id(process_id)).process_instance_key

    query = ElementInstanceSearchQuery.from_dict({"filter": {"processInstanceKey": key}})
    found = {
        item.element_id: (item.type_.value, item.state.value) for item in client.search_element_instances(data=query).items
    }

    assert found == {process_id: ("PROCESS", "ACTIVE"), "start": ("START_EVENT", "COMPLETED"), "t": ("USER_TASK", "ACTIVE")}


def test_variables_are_set_on_a_scope_and_found(client: CamundaClient) -> None:
    process_id = name()
    client.create_deployment(data=deployment(p_bpmn=diagram(process_id, "start -> t -> end", t=user_task())))
    key = client.create_process_instance(data=by_id(process_id, variables={"amount": 1.25})).process_instance_key

    client.create_element_instance_variables(
        key, data=SetVariableRequest.from_dict({"variables": {"note": "ด่วน", "amount": 2}})
    )

    query = VariableSearchQuery.from_dict({"filter": {"processInstanceKey": key}})
    found = client.search_variables(data=query).items
    assert {item.name: item.value for item in found} == {"note": '"ด่วน"', "amount": "2"}
    assert client.get_variable(found[0].variable_key).scope_key == key


def test_unknown_keys_are_not_found(client: CamundaClient, call: Caller) -> None:
    with pytest.raises(NotFoundError):
        client.get_process_instance("1")
    assert call("POST", "/process-instances", {"processDefinitionId": "there_is_no_such_process"})[0] == 404


def test_an_instance_waiting_for_a_worker_shows_its_path(client: CamundaClient, call: Caller) -> None:
    process_id = name()
    client.create_deployment(data=deployment(p_bpmn=diagram(process_id, "start -> work -> end", work=service_task(process_id))))
    key = client.create_process_instance(data=by_id(process_id)).process_instance_key

    _, flows = call("GET", f"/process-instances/{key}/sequence-flows")
    _, counts = call("GET", f"/process-instances/{key}/statistics/element-instances")

    assert len(flows["items"]) == 1
    assert {item["elementId"]: item["active"] for item in counts["items"]}["work"] == 1
