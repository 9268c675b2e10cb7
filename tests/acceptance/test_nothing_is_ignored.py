"""A request's property, part or query parameter is obeyed or refused by its name; none is passed by in silence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from tests.acceptance.diagrams import deployment, diagram, service_task

if TYPE_CHECKING:
    from collections.abc import Iterator

    from camunda_orchestration_sdk import CamundaClient

    from tests.acceptance.conftest import Caller

KEY_AT = re.compile(r"\{\w+\}")
TOO_GREAT = str(2**63)
A_CENTURY_AND_MORE_MS = 2**53
FORM_DATA = {"Content-Type": "multipart/form-data; boundary=x"}
PART = b'--x\r\nContent-Disposition: form-data; name="nonsense"\r\n\r\n1\r\n--x--\r\n'


@pytest.fixture
def job_type(client: CamundaClient, call: Caller) -> str:
    """Start a case that waits for a worker of this type."""
    name = f"p_{uuid4().hex[:8]}"
    client.create_deployment(data=deployment(p_bpmn=diagram(name, "start -> work -> end", work=service_task(name))))
    call("POST", "/process-instances", {"processDefinitionId": name})
    return name


def operations(call: Caller) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield the method, path and description of everything that is served."""
    _, described = call("GET", "/openapi.json")
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def whoever_may(operation: dict[str, Any]) -> str:
    """Return a demo account with the permission that the operation asks for."""
    return {"audit": "auditor", "approve_access": "patchara", "retain": "orasa"}.get(operation.get("x-permission", ""), "demo")


def activation(job_type: str, **more: object) -> dict[str, object]:
    """Return a request for one job, without waiting for it."""
    return {"type": job_type, "timeout": 60_000, "maxJobsToActivate": 1, "requestTimeout": -1, **more}


def test_every_operation_refuses_a_property_that_it_does_not_know(call: Caller) -> None:
    accepted = []
    for method, path, operation in operations(call):
        if method == "GET":
            continue
        has_parts = "multipart/form-data" in operation.get("requestBody", {}).get("content", {})
        body, headers = (PART, FORM_DATA) if has_parts else ({"nonsense": 1}, None)
        status, problem = call(method, KEY_AT.sub("1", path), body, whoever_may(operation), headers)
        if (status, "[nonsense]" in str(problem)) != (400, True):
            accepted.append((method, path, status, problem))

    assert accepted == []


def test_every_operation_refuses_a_query_parameter_that_it_does_not_know(call: Caller) -> None:
    accepted = []
    for method, path, operation in operations(call):
        if "security" in operation:
            continue
        status, problem = call(method, KEY_AT.sub("1", path) + "?nonsense=1", None, whoever_may(operation))
        if (status, "[nonsense]" in str(problem)) != (400, True):
            accepted.append((method, path, status, problem))

    assert accepted == []


def test_no_address_with_an_impossible_key_is_an_accident(call: Caller) -> None:
    answers = set()
    for method, path, _ in operations(call):
        if "Key}" in path and method == "GET" and "decisionEvaluationInstanceKey" not in path:
            answers |= {
                (given, call(method, KEY_AT.sub(given, path))[0]) for given in (TOO_GREAT, "9" * 25, "-1", "abc", "%D9%A3")
            }

    assert answers == {(TOO_GREAT, 404), ("9" * 25, 404), ("-1", 404), ("abc", 400), ("%D9%A3", 400)}
    assert call("GET", f"/decision-instances/{TOO_GREAT}-1")[0] == call("GET", "/decision-instances/%C2%B2-1")[0] == 404


@pytest.mark.parametrize(
    ("path", "body", "named"),
    [
        ("jobs/search", {"page": {"size": 1}}, "page.size"),
        ("jobs/search", {"sort": [{"field": "jobKey", "direction": "ASC"}]}, "sort[0].direction"),
        ("jobs/search", {"filter": {"$or": [{"$or": [{"type": "x"}]}]}}, "filter.$or[0].$or"),
        ("jobs/search", {"filter": {"$or": [{"type": f"t{number}"} for number in range(3000)]}}, "filter"),
        ("jobs/search", {"filter": {"jobKey": {"$in": ["1"] * 10_001}}}, "filter.jobKey.$in"),
        ("jobs/search", {"filter": {"jobKey": TOO_GREAT}}, "filter.jobKey"),
        ("process-instances/search", {"filter": {"hasIncident": {"$gt": True}}}, "filter.hasIncident.$gt"),
        (
            "process-instances/search",
            {"filter": {"$or": [{"variables": [{"name": "a", "value": "1"}]}]}},
            "filter.$or[0].variables",
        ),
        (
            "process-instances/search",
            {"filter": {"variables": [{"name": "a", "value": "1", "scope": 1}]}},
            "filter.variables[0].scope",
        ),
        ("process-instances/search", {"filter": {"variables": [{"name": "a", "value": "1"}] * 2000}}, "filter.variables"),
        ("process-instances", {"processDefinitionId": "p", "businessId": ""}, "businessId"),
        ("process-instances", {"processDefinitionId": "p", "tags": ["1st"]}, "tags"),
        ("process-instances", {"processDefinitionId": "p", "tags": ["a", "a"]}, "tags"),
        (
            "process-instances",
            {"processDefinitionId": "p", "startInstructions": [{"elementId": "t", "after": 1}]},
            "startInstructions[0].after",
        ),
        (
            "process-instances/1/modification",
            {"activateInstructions": [{"elementId": "t", "scope": 1}]},
            "activateInstructions[0].scope",
        ),
        ("jobs/activation", activation("t", withLease=True), "withLease"),
        ("jobs/activation", activation("t", tenantFilter="MINE"), "tenantFilter"),
        ("jobs/activation", activation("t", timeout=A_CENTURY_AND_MORE_MS), "timeout"),
        ("jobs/1/failure", {"retries": 1, "retryBackOff": A_CENTURY_AND_MORE_MS}, "retryBackOff"),
        ("jobs/1/failure", {"retries": 2**31}, "retries"),
        ("jobs/1/completion", {"result": {"type": "robot"}}, "result.type"),
        ("jobs/1/completion", {"jobLeaseToken": "t"}, "jobLeaseToken"),
        ("messages/publication", {"name": "m", "timeToLive": A_CENTURY_AND_MORE_MS}, "timeToLive"),
        ("messages/publication", {"name": "m", "businessId": "b"}, "businessId"),
        ("jobs/statistics/time-series", {"filter": {"worker": "anna"}}, "filter"),
    ],
)
def test_what_is_not_obeyed_is_refused_by_name(call: Caller, path: str, body: dict[str, object], named: str) -> None:
    status, problem = call("POST", f"/{path}", body)

    assert status == problem["status"] == 400
    assert named in problem["detail"]


@pytest.mark.parametrize("path", ["jobs/1", "user-tasks/1"])
def test_a_change_that_changes_nothing_is_refused(call: Caller, path: str) -> None:
    assert call("PATCH", f"/{path}", {"changeset": {}})[0] == call("PATCH", f"/{path}")[0] == 400


def test_null_and_the_one_tenant_count_as_absent(call: Caller, job_type: str) -> None:
    status, found = call(
        "POST",
        "/jobs/activation",
        activation(job_type, tenantIds=["<default>"], tenantFilter="ASSIGNED", withLease=None, jobLeaseToken=None),
    )

    assert (status, len(found["jobs"])) == (200, 1)


def test_a_case_is_started_by_id_or_by_key(call: Caller, job_type: str) -> None:
    _, started = call("POST", "/process-instances", {"processDefinitionId": job_type})

    by_both = {"processDefinitionId": job_type, "processDefinitionKey": started["processDefinitionKey"]}

    assert call("POST", "/process-instances", by_both)[0] == 400


def test_only_a_lock_that_holds_can_be_lengthened(call: Caller, job_type: str) -> None:
    _, waiting = call("POST", "/jobs/search", {"filter": {"type": job_type}})
    address = f"/jobs/{waiting['items'][0]['jobKey']}"
    change = {"changeset": {"timeout": 60_000}, "operationReference": 7}

    before, _ = call("PATCH", address, change)
    _, activated = call("POST", "/jobs/activation", activation(job_type))
    after, _ = call("PATCH", address, change)

    assert (before, len(activated["jobs"]), after) == (409, 1, 204)


@pytest.mark.parametrize(
    "result",
    [
        {"type": "userTask", "denied": True},
        {"corrections": {"assignee": "anna"}},
        {"type": "adHocSubProcess", "activateElements": [{"elementId": "work"}]},
    ],
)
def test_a_result_that_the_job_cannot_have_is_refused(call: Caller, job_type: str, result: dict[str, object]) -> None:
    _, activated = call("POST", "/jobs/activation", activation(job_type))
    address = f"/jobs/{activated['jobs'][0]['jobKey']}/completion"

    refused, problem = call("POST", address, {"result": result})

    assert (refused, "Only the job of" in problem["detail"]) == (400, True)
    assert call("POST", address)[0] == 204


@pytest.mark.parametrize("query", ["storeId=elsewhere", "contentHash=0000"])
def test_a_document_is_read_by_a_true_reference(call: Caller, query: str) -> None:
    part = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhello\r\n--x--\r\n'
    _, reference = call("POST", "/documents", part, headers=FORM_DATA)

    status, problem = call("GET", f"/documents/{reference['documentId']}?{query}")

    assert (status, query.partition("=")[0] in problem["detail"]) == (400, True)
