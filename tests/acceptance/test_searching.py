"""Searches answer the filters and orders of the SDK's models; none is passed by in silence."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from camunda_orchestration_sdk.semantic_types import EndCursor

from tests.acceptance.diagrams import deployment, diagram, service_task, user_task

if TYPE_CHECKING:
    from camunda_orchestration_sdk import CamundaClient

    from tests.acceptance.conftest import Caller

ALL = (
    "process-definitions",
    "process-instances",
    "element-instances",
    "user-tasks",
    "variables",
    "jobs",
    "incidents",
    "decision-definitions",
    "decision-instances",
)


@pytest.fixture
def case(client: CamundaClient, call: Caller) -> dict[str, Any]:
    """Start a case that waits for a worker."""
    process_id, job_type = f"p_{uuid4().hex[:8]}", f"j_{uuid4().hex[:8]}"
    client.create_deployment(data=deployment(p_bpmn=diagram(process_id, "start -> work -> end", work=service_task(job_type))))
    _, created = call("POST", "/process-instances", {"processDefinitionId": process_id, "variables": {"n": 1}})
    return {**created, "jobType": job_type}


@pytest.mark.parametrize("resource", ALL)
def test_the_one_tenant_can_be_filtered_and_sorted_by(call: Caller, resource: str, case: dict[str, Any]) -> None:
    def count(tenant: object) -> int:
        status, page = call(
            "POST",
            f"/{resource}/search",
            {"filter": {"tenantId": tenant}, "sort": [{"field": "tenantId"}], "page": {"limit": 1}},
        )
        assert status == 200, page
        return int(page["page"]["totalItems"])

    everything, found = -1, set[int]()
    while everything != count("<default>"):  # the server goes on with other cases meanwhile
        everything = count("<default>")
        found = {count(tenant) for tenant in ({"$in": ["<default>", "x"]}, {"$like": "<*"}, {"$exists": True})}

    assert found == {everything}
    assert count("other") == count({"$neq": "<default>"}) == count({"$exists": False}) == 0


@pytest.mark.parametrize(
    ("resource", "wrong"),
    [("process-definitions", {"state": "DELETED"}), ("jobs", {"isDenied": True}), ("variables", {"isTruncated": True})],
)
def test_a_filter_for_what_no_item_can_be_finds_nothing(call: Caller, resource: str, wrong: dict, case: dict[str, Any]) -> None:
    _, page = call("POST", f"/{resource}/search", {"filter": wrong})

    assert page["items"] == []


def test_conditions_on_elements_are_about_the_same_element(call: Caller, case: dict[str, Any]) -> None:
    def finds(**conditions: object) -> bool:
        only = {"processInstanceKey": case["processInstanceKey"], **conditions}
        return call("POST", "/process-instances/search", {"filter": only})[1]["page"]["totalItems"] == 1

    assert finds(elementId="work", elementInstanceState="ACTIVE")
    assert finds(elementId="start", elementInstanceState="COMPLETED", hasElementInstanceIncident=False)
    assert not finds(elementId="start", elementInstanceState="ACTIVE")
    assert not finds(elementId="work", hasElementInstanceIncident=True)


def test_cases_are_found_whose_job_will_be_tried_again(call: Caller, case: dict[str, Any]) -> None:
    query = {"filter": {"processInstanceKey": case["processInstanceKey"], "hasRetriesLeft": True}}
    _, before = call("POST", "/process-instances/search", query)
    _, activated = call("POST", "/jobs/activation", {"type": case["jobType"], "timeout": 1000, "maxJobsToActivate": 1})
    call("POST", f"/jobs/{activated['jobs'][0]['jobKey']}/failure", {"retries": 2, "errorMessage": "no line"})

    _, after = call("POST", "/process-instances/search", query)

    assert (before["page"]["totalItems"], after["page"]["totalItems"]) == (0, 1)


def test_an_instant_of_an_answer_finds_its_item_again(call: Caller, case: dict[str, Any]) -> None:
    _, found = call("GET", f"/process-instances/{case['processInstanceKey']}")
    only = {"processInstanceKey": case["processInstanceKey"]}

    _, same = call("POST", "/process-instances/search", {"filter": {**only, "startDate": found["startDate"]}})
    _, later = call("POST", "/process-instances/search", {"filter": {**only, "startDate": {"$gt": found["startDate"]}}})

    assert (same["page"]["totalItems"], later["page"]["totalItems"]) == (1, 0)


def test_decisions_are_sorted_by_the_key_of_their_evaluation(call: Caller) -> None:
    status, page = call("POST", "/decision-instances/search", {"sort": [{"field": "decisionEvaluationInstanceKey"}]})

    assert status == 200
    keys = [int(item["decisionEvaluationKey"]) for item in page["items"]]
    assert keys == sorted(keys)


@pytest.mark.parametrize(("method", "path"), [("POST", "/groups/search"), ("DELETE", "/topology")])
def test_what_is_not_served_is_said_to_be_not_served(call: Caller, method: str, path: str) -> None:
    status, problem = call(method, path)

    assert status == problem["status"] in {404, 405}
    assert problem["detail"] == f"{method} /v2{path} is not served here; /v2/openapi.json lists what is."


def test_cases_and_user_tasks_are_found_by_all_their_tags(client: CamundaClient, call: Caller) -> None:
    process_id, mark = f"p_{uuid4().hex[:8]}", f"t{uuid4().hex[:8]}"
    client.create_deployment(data=deployment(p_bpmn=diagram(process_id, "start -> t -> end", t=user_task())))
    for tags in ([mark, "urgent"], [f"{mark}0", "urgent"]):
        call("POST", "/process-instances", {"processDefinitionId": process_id, "tags": tags})

    def found(resource: str, *tags: str) -> int:
        return int(call("POST", f"/{resource}/search", {"filter": {"tags": tags}})[1]["page"]["totalItems"])

    assert (found("process-instances", mark), found("process-instances", mark, "urgent")) == (1, 1)
    assert found("process-instances", mark, "calm") == 0
    assert found("user-tasks", mark, "urgent") == 1


def test_variables_of_cases_are_compared_by_every_operator(call: Caller, case: dict[str, Any]) -> None:
    def found(value: object, name: str = "n") -> int:
        asked = {"processDefinitionId": case["processDefinitionId"], "variables": [{"name": name, "value": value}]}
        return int(call("POST", "/process-instances/search", {"filter": asked})[1]["page"]["totalItems"])

    assert (found("1"), found({"$neq": "1"}), found({"$in": ["1", "2"]}), found({"$like": "?"})) == (1, 0, 1, 1)
    assert (found({"$exists": True}), found({"$exists": False}), found({"$exists": False}, "other")) == (1, 0, 1)


def test_cursors_have_the_letters_that_client_libraries_expect(client: CamundaClient, call: Caller) -> None:
    process_id = f"p_{uuid4().hex[:8]}"
    client.create_deployment(data=deployment(p_bpmn=diagram(process_id, "start -> t -> end", t=user_task())))
    asked = {f"v{number}": "?" * number for number in range(1, 4)}
    _, case = call("POST", "/process-instances", {"processDefinitionId": process_id, "variables": asked})
    search = {"filter": {"processInstanceKey": case["processInstanceKey"]}, "sort": [{"field": "value"}]}

    names, cursor = [], None
    for _ in asked:
        _, found = call("POST", "/variables/search", {**search, "page": {"limit": 1, "after": cursor}})
        cursor = EndCursor(found["page"]["endCursor"])
        names += [item["name"] for item in found["items"]]

    assert sorted(names) == sorted(asked)


def test_pages_go_on_by_a_truth_value_both_ways(client: CamundaClient, call: Caller) -> None:
    process_id = f"p_{uuid4().hex[:8]}"
    client.create_deployment(data=deployment(p_bpmn=diagram(process_id, "start -> work -> end", work=service_task(process_id))))
    keys = [call("POST", "/process-instances", {"processDefinitionId": process_id})[1]["processInstanceKey"] for _ in range(3)]
    _, activated = call("POST", "/jobs/activation", {"type": process_id, "timeout": 60_000, "maxJobsToActivate": 1})
    call("POST", f"/jobs/{activated['jobs'][0]['jobKey']}/failure", {"retries": 0})

    def page(**asked: object) -> dict[str, Any]:
        order = {"sort": [{"field": "hasIncident", "order": "DESC"}], "filter": {"processDefinitionId": process_id}}
        return dict(call("POST", "/process-instances/search", {**order, "page": {"limit": 1, **asked}})[1])

    first = page()
    second = page(after=first["page"]["endCursor"])
    third = page(after=second["page"]["endCursor"])
    again = page(before=third["page"]["startCursor"])

    found = [item["processInstanceKey"] for shown in (first, second, third, again) for item in shown["items"]]
    assert sorted(found[:3]) == sorted(keys)
    assert (found[0], found[3]) == (activated["jobs"][0]["processInstanceKey"], found[1])


@pytest.mark.parametrize("values", [["x"], [[1]], [2**70], [1.5], ["x", 1]])
def test_a_cursor_that_somebody_made_up_is_refused(call: Caller, values: list[object]) -> None:
    cursor = b64encode(json.dumps(values).encode()).decode()

    status, problem = call("POST", "/process-instances/search", {"page": {"after": cursor}})

    assert (status, "cursor" in problem["detail"]) == (400, True)
