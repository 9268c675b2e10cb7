"""The audit log through the client library: who did what to a user task and to a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from camunda_orchestration_sdk.models import (
    AuditLogSearchQueryRequest,
    UserTaskAssignmentRequest,
    UserTaskAuditLogSearchQueryRequest,
)

from tests.acceptance.diagrams import user_task
from tests.acceptance.test_operating_cases import deploy, open_task, start

if TYPE_CHECKING:
    from camunda_orchestration_sdk import CamundaClient

    from tests.acceptance.conftest import Caller


def test_who_did_what_to_a_user_task_is_told_page_by_page(client: CamundaClient, call: Caller) -> None:
    process_id, _ = deploy(client, "start -> t -> end", t=user_task())
    task = open_task(call, start(client, process_id))["userTaskKey"]
    client.assign_user_task(task, data=UserTaskAssignmentRequest(assignee="somsri"))
    client.unassign_user_task(task)
    client.complete_user_task(task)

    whole = client.search_user_task_audit_logs(task, data=UserTaskAuditLogSearchQueryRequest())
    asked = {"sort": [{"field": "timestamp", "order": "ASC"}], "page": {"limit": 2}}
    first = client.search_user_task_audit_logs(task, data=UserTaskAuditLogSearchQueryRequest.from_dict(asked))
    asked["page"] = {"limit": 2, "after": first.page.end_cursor}
    rest = client.search_user_task_audit_logs(task, data=UserTaskAuditLogSearchQueryRequest.from_dict(asked))
    narrowed = {"filter": {"operationType": {"$in": ["ASSIGN", "UPDATE"]}, "actorId": "demo"}}
    assigned = client.search_user_task_audit_logs(task, data=UserTaskAuditLogSearchQueryRequest.from_dict(narrowed))

    assert [item.operation_type.value for item in whole.items] == ["COMPLETE", "UNASSIGN", "ASSIGN"]
    assert [item.audit_log_key for item in (*first.items, *rest.items)] == [item.audit_log_key for item in whole.items[::-1]]
    assert (whole.items[0].entity_type.value, whole.items[0].entity_key, whole.items[0].actor_id) == ("USER_TASK", task, "demo")
    assert [item.operation_type.value for item in assigned.items] == ["ASSIGN"]


def test_what_operators_did_to_a_case_is_told_to_operators(client: CamundaClient, call: Caller) -> None:
    process_id, _ = deploy(client, "start -> t -> end", t=user_task())
    key = start(client, process_id)
    call("POST", f"/process-instances/{key}/suspension", {})
    asked = {"filter": {"processInstanceKey": key, "entityType": "PROCESS_INSTANCE"}}

    found = client.search_audit_logs(data=AuditLogSearchQueryRequest.from_dict(asked))

    assert [item.operation_type.value for item in found.items] == ["SUSPEND", "CREATE"]
    assert call("POST", "/audit-logs/search", asked, user_name="somsri")[0] == 403
    assert call("POST", "/audit-logs/search", {"filter": {"entityType": "USER_TASK"}})[0] == 400


def test_nobody_reads_the_log_of_a_task_of_a_case_that_they_do_not_see(client: CamundaClient, call: Caller) -> None:
    process_id, _ = deploy(client, "start -> t -> end", t=user_task())
    task = open_task(call, start(client, process_id))["userTaskKey"]

    hidden = call("POST", f"/user-tasks/{task}/audit-logs/search", {}, user_name="somsri")
    missing = call("POST", "/user-tasks/1/audit-logs/search", {}, user_name="somsri")

    assert hidden[0] == missing[0] == 403
    assert call("POST", "/user-tasks/1/audit-logs/search", {})[0] == 404
