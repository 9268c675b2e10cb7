"""The audit log over REST: what was done to a user task, or to a process instance, and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api import shapes
from api.errors import BadRequest
from api.routing import Routes
from api.searching import SEARCH_BODY, page_schema, read_search, write_page
from api.shapes import Shape
from engine.commands import Permission
from engine.errors import NotAllowed
from engine.queries import audit_log, json_text
from engine.queries.search import Operator

if TYPE_CHECKING:
    from api.routing import Call
    from engine.queries.search import SearchRequest

routes = Routes("Audit log")

ENTRY = Shape(
    "AuditLog",
    (
        shapes.text("auditLogKey"),
        shapes.key("entityKey"),
        shapes.text("entityType"),
        shapes.text("operationType"),
        shapes.time("timestamp"),
        shapes.text("actorId"),
        shapes.text("actorType", values=("USER", "CLIENT")),
        shapes.text("category"),
        shapes.text("result"),
        shapes.text("processDefinitionId"),
        shapes.key("processDefinitionKey"),
        shapes.key("processInstanceKey"),
        shapes.key("rootProcessInstanceKey"),
        shapes.key("elementInstanceKey", nullable=True),
        shapes.key("jobKey", nullable=True),
        shapes.key("userTaskKey", nullable=True),
        shapes.TENANT_ID,
        *(shapes.constant(json_text.camel_case(name), None, nullable=True) for name in audit_log.NEVER),
    ),
)


@routes.serve(
    "POST",
    "/user-tasks/{userTaskKey}/audit-logs/search",
    "searchUserTaskAuditLogs",
    "Search what was done to a user task",
    None,
    body=SEARCH_BODY,
    answer=page_schema(ENTRY),
)
def search_user_task_audit_logs(call: Call, user_task_key: int) -> dict[str, Any]:
    """Answer with who took, gave, changed and completed it, the latest first."""
    request = read_search(call.body, audit_log.SEARCH)
    with call.engine.reading() as connection:
        return write_page(audit_log.user_task_audit_log(connection, call.actor, user_task_key, request), ENTRY)


@routes.serve(
    "POST",
    "/audit-logs/search",
    "searchAuditLogs",
    "Search what was done to a process instance",
    None,
    body=SEARCH_BODY,
    answer=page_schema(ENTRY),
)
def search_audit_logs(call: Call) -> dict[str, Any]:
    """Answer operators and auditors with what was done to the process instance that the filter names, the latest first."""
    if not (call.actor.may(Permission.OPERATE) or call.actor.may(Permission.AUDIT)):
        raise NotAllowed("The audit log is for operators and auditors.", code="permission")
    request = read_search(call.body, audit_log.SEARCH)
    with call.engine.reading() as connection:
        return write_page(audit_log.case_audit_log(connection, call.actor, _case(request), request), ENTRY)


def _case(request: SearchRequest) -> int:
    """Return the process instance that the filter names: the record is kept case by case. Raises BadRequest."""
    for condition in request.conditions:
        if condition.field == "process_instance_key" and condition.operator is Operator.EQ:
            return int(condition.value)
    raise BadRequest("Request property [filter.processInstanceKey] is missing; the audit log is kept by process instance.")
