"""User tasks through the client library."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from camunda_orchestration_sdk.errors import BadRequestError, ConflictError
from camunda_orchestration_sdk.models import (
    ProcessCreationById,
    UserTaskAssignmentRequest,
    UserTaskCompletionRequest,
    UserTaskSearchQuery,
    UserTaskUpdateRequest,
    UserTaskVariableSearchQueryRequest,
)

from tests.acceptance.diagrams import LEAVE_FORM, deployment, diagram, user_task

if TYPE_CHECKING:
    from camunda_orchestration_sdk import CamundaClient

    from tests.acceptance.conftest import Caller


def start_leave(client: CamundaClient, **variables: object) -> str:
    """Deploy a process of its own with one user task with a form, start it, and return the instance's key."""
    process_id = f"leave_{uuid4().hex[:8]}"
    approve = user_task(groups="bosses, deputies", form="leave_form")
    files = {"leave_bpmn": diagram(process_id, "start -> approve -> end", approve=approve), "leave_form": LEAVE_FORM}
    client.create_deployment(data=deployment(**files))
    data = ProcessCreationById.from_dict({"processDefinitionId": process_id, "variables": variables})
    return client.create_process_instance(data=data).process_instance_key


def tasks_of(client: CamundaClient, process_instance_key: str, **filters: object) -> list:
    """Return the user tasks of an instance that pass the filters."""
    body = {"filter": {"processInstanceKey": process_instance_key, **filters}}
    return client.search_user_tasks(data=UserTaskSearchQuery.from_dict(body)).items


def completion(**variables: object) -> UserTaskCompletionRequest:
    """Return a completion request."""
    return UserTaskCompletionRequest.from_dict({"variables": variables})


def test_a_user_task_is_found_by_its_candidate_group(client: CamundaClient) -> None:
    key = start_leave(client)

    (task,) = tasks_of(client, key, candidateGroup="deputies", state="CREATED")

    assert task.candidate_groups == ["bosses", "deputies"]
    assert tasks_of(client, key, candidateGroup="strangers") == []


def test_a_user_task_is_assigned_given_back_and_completed(client: CamundaClient) -> None:
    key = start_leave(client)
    (task,) = tasks_of(client, key)

    client.assign_user_task(task.user_task_key, data=UserTaskAssignmentRequest(assignee="demo"))
    assigned = client.get_user_task(task.user_task_key)
    client.unassign_user_task(task.user_task_key)
    given_back = client.get_user_task(task.user_task_key)
    client.complete_user_task(task.user_task_key, data=completion(days=3))

    assert (assigned.assignee, given_back.assignee) == ("demo", None)
    assert client.get_user_task(task.user_task_key).state.value == "COMPLETED"
    assert client.get_process_instance(key).state.value == "COMPLETED"


def test_an_assignment_that_must_not_override_is_refused(client: CamundaClient) -> None:
    (task,) = tasks_of(client, start_leave(client))
    client.assign_user_task(task.user_task_key, data=UserTaskAssignmentRequest(assignee="demo"))

    with pytest.raises(ConflictError):
        client.assign_user_task(task.user_task_key, data=UserTaskAssignmentRequest(assignee="other", allow_override=False))


def test_a_second_completion_is_a_conflict_and_changes_nothing(client: CamundaClient, call: Caller) -> None:
    key = start_leave(client)
    (task,) = tasks_of(client, key)
    client.complete_user_task(task.user_task_key, data=completion(days=3))

    with pytest.raises(ConflictError):
        client.complete_user_task(task.user_task_key, data=completion(days=9))

    _, found = call("POST", "/variables/search", {"filter": {"processInstanceKey": key, "name": "days"}})
    assert [item["value"] for item in found["items"]] == ["3"]


def test_a_submission_that_does_not_fit_the_form_names_every_field_and_stores_nothing(
    client: CamundaClient, call: Caller
) -> None:
    key = start_leave(client)
    (task,) = tasks_of(client, key)

    status, problem = call("POST", f"/user-tasks/{task.user_task_key}/completion", {"variables": {"days": 99, "salary": 1}})

    assert status == 400
    assert set(problem["errors"]) == {"days", "salary"}
    assert client.get_user_task(task.user_task_key).state.value == "CREATED"
    with pytest.raises(BadRequestError):
        client.complete_user_task(task.user_task_key, data=completion())


def test_the_form_and_the_variables_of_a_user_task_are_served(client: CamundaClient) -> None:
    (task,) = tasks_of(client, start_leave(client, employee="สมศรี"))

    form = client.get_user_task_form(task.user_task_key)
    found = client.search_user_task_variables(task.user_task_key, data=UserTaskVariableSearchQueryRequest.from_dict({}))

    assert (form.form_id, form.form_key) == ("leave_form", task.form_key)
    assert {item.name: item.value for item in found.items}["employee"] == '"สมศรี"'


def test_dates_candidates_and_priority_can_be_changed(client: CamundaClient) -> None:
    (task,) = tasks_of(client, start_leave(client))
    due = datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC)

    changes = {"dueDate": due.isoformat(), "candidateGroups": ["nurses"], "priority": 80}
    client.update_user_task(task.user_task_key, data=UserTaskUpdateRequest.from_dict({"changeset": changes}))

    changed = client.get_user_task(task.user_task_key)
    assert (changed.due_date, changed.candidate_groups, changed.priority) == (due, ["nurses"], 80)


def test_pages_by_cursor_show_every_user_task_once_in_order(client: CamundaClient, call: Caller) -> None:
    keys = [start_leave(client, number=number) for number in range(5)]
    search = {
        "filter": {"processInstanceKey": {"$in": keys}},
        "sort": [{"field": "creationDate", "order": "DESC"}],
        "page": {"limit": 2},
    }

    seen: list[str] = []
    while True:
        _, answer = call("POST", "/user-tasks/search", search)
        if not answer["items"]:
            break
        seen += [item["processInstanceKey"] for item in answer["items"]]
        search["page"] = {"limit": 2, "after": answer["page"]["endCursor"]}

    assert seen == keys[::-1]
    assert answer["page"]["totalItems"] == 5


def test_pages_can_be_asked_for_backwards(client: CamundaClient, call: Caller) -> None:
    keys = [start_leave(client, number=number) for number in range(3)]
    search = {"filter": {"processInstanceKey": {"$in": keys}}}
    _, everything = call("POST", "/user-tasks/search", search)

    _, before = call("POST", "/user-tasks/search", search | {"page": {"limit": 1, "before": everything["page"]["endCursor"]}})

    assert before["items"] == [everything["items"][1]]


def test_filters_compare_and_combine(client: CamundaClient, call: Caller) -> None:
    key = start_leave(client, amount=500)
    process = {"processInstanceKey": key}

    def found(**filters: object) -> int:
        status, answer = call("POST", "/user-tasks/search", {"filter": {**process, **filters}})
        assert status == 200, answer
        return len(answer["items"])

    assert found(name={"$like": "app*"}) == 1
    assert found(name={"$like": "a?p*"}) == 1
    assert found(name={"$like": "b*"}) == 0
    assert found(assignee={"$exists": False}) == 1
    assert found(priority={"$gte": 50, "$lt": 51}) == 1
    assert found(state={"$neq": "COMPLETED"}) == 1
    assert found(processInstanceVariables=[{"name": "amount", "value": "500"}]) == 1
    assert found(processInstanceVariables=[{"name": "amount", "value": "501"}]) == 0
    assert found(**{"$or": [{"candidateGroup": "nobody"}, {"candidateGroup": "bosses"}]}) == 1
