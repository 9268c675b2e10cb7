"""Jobs, incidents, messages, decisions and the clock through the client library."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from camunda_orchestration_sdk.errors import NotFoundError
from camunda_orchestration_sdk.models import (
    DecisionEvaluationByID,
    IncidentSearchQuery,
    JobActivationRequest,
    JobCompletionRequest,
    JobErrorRequest,
    JobFailRequest,
    MessageCorrelationRequest,
    MessagePublicationRequest,
    ProcessCreationById,
)

from tests.acceptance.diagrams import RATE, deployment, diagram, service_task, user_task

if TYPE_CHECKING:
    from camunda_orchestration_sdk import CamundaClient

    from tests.acceptance.conftest import Caller


def deploy(client: CamundaClient, *flows: str, **parts: str) -> str:
    """Deploy a process of its own and return its id; `{id}` in the parts becomes that id."""
    process_id = f"p_{uuid4().hex[:8]}"
    top = parts.pop("top", "")
    own = {name: part.replace("{id}", process_id) for name, part in parts.items()}
    client.create_deployment(data=deployment(p_bpmn=diagram(process_id, *flows, top=top.replace("{id}", process_id), **own)))
    return process_id


def start(client: CamundaClient, process_id: str, **variables: object) -> str:
    """Start an instance and return its key."""
    data = ProcessCreationById.from_dict({"processDefinitionId": process_id, "variables": variables})
    return client.create_process_instance(data=data).process_instance_key


def activate(client: CamundaClient, job_type: str, wait_ms: int = 2_000, **more: Any) -> list[Any]:
    """Lock the jobs of a type."""
    request = JobActivationRequest(
        type_=job_type, timeout=60_000, max_jobs_to_activate=10, request_timeout=wait_ms, worker="test", **more
    )
    return client.activate_jobs(data=request).jobs


def state(client: CamundaClient, key: str) -> str:
    """Return an instance's state."""
    return client.get_process_instance(key).state.value


def test_a_job_is_activated_with_its_variables_and_headers_and_completed(client: CamundaClient) -> None:
    process_id = deploy(client, "start -> work -> end", work=service_task("{id}", colour="blue"))
    key = start(client, process_id, amount=7)

    (job,) = activate(client, process_id)
    client.complete_job(job.job_key, data=JobCompletionRequest.from_dict({"variables": {"paid": True}}))

    assert (job.variables.to_dict(), job.custom_headers.to_dict(), job.worker) == ({"amount": 7}, {"colour": "blue"}, "test")
    assert state(client, key) == "COMPLETED"


def test_a_worker_reads_the_script_that_its_job_links(client: CamundaClient) -> None:
    name = f"robot_{uuid4().hex[:8]}"
    script = json.dumps({"id": name, "script": "Log  hello"}).encode()
    deployed = client.create_deployment(data=deployment(**{f"{name}_rpa": script})).deployments[0].resource
    link = f'<zeebe:linkedResource resourceId="{name}" resourceType="RPA" linkName="main"/>'
    task = service_task("{id}", colour="blue").replace("<zeebe:taskHeaders>", "@<zeebe:taskHeaders>")
    task = task.replace("@<", f"<zeebe:linkedResources>{link}</zeebe:linkedResources><")
    process_id = deploy(client, "start -> work -> end", work=task)
    start(client, process_id)

    (job,) = activate(client, process_id)
    (linked,) = json.loads(job.custom_headers.to_dict()["linkedResources"])

    assert linked["resourceKey"] == deployed.resource_key
    assert client.get_resource(linked["resourceKey"]).resource_id == name
    assert client.get_resource_content(linked["resourceKey"]).to_dict() == {"id": name, "script": "Log  hello"}
    assert client.delete_resource(linked["resourceKey"], data=None).batch_operation is None
    with pytest.raises(NotFoundError):
        client.get_resource(linked["resourceKey"])


def test_a_locked_job_is_not_given_to_a_second_worker(client: CamundaClient) -> None:
    process_id = deploy(client, "start -> work -> end", work=service_task("{id}"))
    start(client, process_id)

    assert len(activate(client, process_id)) == 1
    assert activate(client, process_id, wait_ms=50) == []


def test_a_waiting_worker_gets_a_job_as_soon_as_there_is_one(client: CamundaClient) -> None:
    process_id = deploy(client, "start -> work -> end", work=service_task("{id}"))
    found: list[Any] = []

    worker = threading.Thread(target=lambda: found.extend(activate(client, process_id, wait_ms=20_000)))
    worker.start()
    start(client, process_id)
    worker.join(timeout=60)

    assert len(found) == 1


def test_a_job_without_retries_becomes_an_incident_that_an_operator_resolves(client: CamundaClient, call: Caller) -> None:
    process_id = deploy(client, "start -> work -> end", work=service_task("{id}"))
    key = start(client, process_id)
    (job,) = activate(client, process_id)

    client.fail_job(job.job_key, data=JobFailRequest.from_dict({"retries": 0, "errorMessage": "printer is out of paper"}))
    query = IncidentSearchQuery.from_dict({"filter": {"processInstanceKey": key, "state": "ACTIVE"}})
    (incident,) = client.search_incidents(data=query).items
    call("PATCH", f"/jobs/{job.job_key}", {"changeset": {"retries": 2}})
    client.resolve_incident(incident.incident_key)
    (again,) = activate(client, process_id)

    assert (incident.error_type.value, incident.error_message) == ("JOB_NO_RETRIES", "printer is out of paper")
    assert (again.job_key, again.retries) == (job.job_key, 2)
    assert client.get_incident(incident.incident_key).state.value == "RESOLVED"


def test_an_error_thrown_by_a_job_is_caught_on_the_boundary(client: CamundaClient) -> None:
    boundary = '<bpmn:boundaryEvent id="@id" attachedToRef="work"><bpmn:errorEventDefinition errorRef="e1"/>@flows</bpmn:boundaryEvent>'
    error = '<bpmn:error id="e1" errorCode="NO_MONEY"/>'
    process_id = deploy(
        client,
        "start -> work -> end",
        "oops -> repair -> end2",
        work=service_task("{id}"),
        oops=boundary,
        repair=user_task(),
        top=error,
    )
    key = start(client, process_id)
    (job,) = activate(client, process_id)

    client.throw_job_error(job.job_key, data=JobErrorRequest.from_dict({"errorCode": "NO_MONEY", "variables": {"missing": 5}}))

    counts = client.get_process_instance_statistics(key).items
    assert {item.element_id for item in counts if item.active} >= {"repair"}


RECEIVE = '<bpmn:receiveTask id="@id" messageRef="m1">@flows</bpmn:receiveTask>'
MESSAGE = (
    '<bpmn:message id="m1" name="{id}"><bpmn:extensionElements><zeebe:subscription correlationKey="= order"/>'
    "</bpmn:extensionElements></bpmn:message>"
)


def test_a_published_message_reaches_the_instance_with_its_key(client: CamundaClient) -> None:
    process_id = deploy(client, "start -> wait -> end", wait=RECEIVE, top=MESSAGE)
    one, two = start(client, process_id, order="A"), start(client, process_id, order="B")

    client.publish_message(
        data=MessagePublicationRequest.from_dict({"name": process_id, "correlationKey": "B", "variables": {"ok": True}})
    )

    assert (state(client, one), state(client, two)) == ("ACTIVE", "COMPLETED")


def test_a_message_waits_for_the_instance_while_it_lives(client: CamundaClient) -> None:
    process_id = deploy(client, "start -> wait -> end", wait=RECEIVE, top=MESSAGE)
    body = {"name": process_id, "correlationKey": "early", "timeToLive": 60_000}
    client.publish_message(data=MessagePublicationRequest.from_dict(body))

    assert state(client, start(client, process_id, order="early")) == "COMPLETED"


def test_correlating_a_message_that_nobody_waits_for_is_not_found(client: CamundaClient) -> None:
    process_id = deploy(client, "start -> wait -> end", wait=RECEIVE, top=MESSAGE)
    key = start(client, process_id, order="now")

    met = client.correlate_message(data=MessageCorrelationRequest.from_dict({"name": process_id, "correlationKey": "now"}))

    assert met.process_instance_key == key
    with pytest.raises(NotFoundError):
        client.correlate_message(data=MessageCorrelationRequest.from_dict({"name": process_id, "correlationKey": "now"}))


def test_a_decision_is_evaluated_with_its_grounds(client: CamundaClient) -> None:
    client.create_deployment(data=deployment(rate_dmn=RATE))

    data = DecisionEvaluationByID.from_dict({"decisionDefinitionId": "rate", "variables": {"grade": "high"}})
    result = client.evaluate_decision(data=data)

    (evaluated,) = result.evaluated_decisions
    assert result.output == "270"
    assert [(item.input_name, item.input_value) for item in evaluated.evaluated_inputs] == [("Grade", '"high"')]
    assert [(rule.rule_id, rule.rule_index) for rule in evaluated.matched_rules] == [("high", 2)]


def test_a_timer_fires_when_the_pinned_clock_passes_it(client: CamundaClient, call: Caller) -> None:
    timer = (
        '<bpmn:intermediateCatchEvent id="@id"><bpmn:timerEventDefinition><bpmn:timeDuration>PT1H</bpmn:timeDuration>'
        "</bpmn:timerEventDefinition>@flows</bpmn:intermediateCatchEvent>"
    )
    process_id = deploy(client, "start -> wait -> work -> end", wait=timer, work=service_task("{id}"))
    noon = 1_900_000_000_000
    try:
        assert call("PUT", "/clock", {"timestamp": noon})[0] == 204
        start(client, process_id)
        before = activate(client, process_id, wait_ms=100)
        call("PUT", "/clock", {"timestamp": noon + 3_600_000})
        after = activate(client, process_id, wait_ms=10_000)
    finally:
        assert call("POST", "/clock/reset")[0] == 204

    assert (len(before), len(after)) == (0, 1)
