"""What else there is to single process instances over REST: suspension, resumption, business id, callers, no deletion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response

from api.reasons import REASON, REASON_PROPERTIES, reason_given
from api.routing import Routes
from api.shapes import TENANT
from engine.commands import AssignBusinessId, Permission, ResumeInstance, SuspendInstance
from engine.errors import NotAllowed
from engine.queries import json_text, process_instances

if TYPE_CHECKING:
    from api.routing import Call

routes = Routes("Operations")


@routes.serve(
    "POST",
    "/process-instances/{processInstanceKey}/suspension",
    "suspendProcessInstance",
    "Suspend a process instance",
    Permission.OPERATE,
    status=204,
    body=REASON,
)
def suspend_process_instance(call: Call, process_instance_key: int) -> None:
    """Hold it: nothing in it moves until it is resumed."""
    call.engine.execute(SuspendInstance(process_instance_key, reason_given(call)), call.actor)


@routes.serve(
    "POST",
    "/process-instances/{processInstanceKey}/resumption",
    "resumeProcessInstance",
    "Resume a suspended process instance",
    Permission.OPERATE,
    status=204,
    body=REASON,
)
def resume_process_instance(call: Call, process_instance_key: int) -> None:
    """Let it move again."""
    call.engine.execute(ResumeInstance(process_instance_key, reason_given(call)), call.actor)


@routes.serve(
    "POST",
    "/process-instances/{processInstanceKey}/business-id-assignment",
    "assignProcessInstanceBusinessId",
    "Give a running process instance its business id",
    Permission.OPERATE,
    status=204,
    body={
        "type": "object",
        "properties": {"businessId": {"type": "string"}, **REASON_PROPERTIES},
        "required": ["businessId"],
    },
)
def assign_process_instance_business_id(call: Call, process_instance_key: int) -> None:
    """Assign it once; the same again changes nothing, another one or a taken one is a conflict."""
    business_id = call.body.required_text("businessId")
    call.engine.execute(AssignBusinessId(process_instance_key, business_id, reason_given(call)), call.actor)


@routes.serve(
    "GET",
    "/process-instances/{processInstanceKey}/call-hierarchy",
    "getProcessInstanceCallHierarchy",
    "Get the process instances that called a process instance",
    None,
    answer={"type": "array", "items": {"type": "object"}},
)
def get_process_instance_call_hierarchy(call: Call, process_instance_key: int) -> Response:
    """Answer with the chain of callers, the outermost first, this one last."""
    with call.engine.reading() as connection:
        rows = process_instances.call_hierarchy(connection, call.actor, process_instance_key)
    entries = [
        {
            "processInstanceKey": str(row.process_instance_key),
            "processDefinitionKey": str(row.process_definition_key),
            "processDefinitionName": row.process_definition_name or row.process_definition_id,
            "tenantId": TENANT,
        }
        for row in rows
    ]
    return Response(json_text.dumps(entries), content_type="application/json")


@routes.serve(
    "POST",
    "/process-instances/{processInstanceKey}/deletion",
    "deleteProcessInstance",
    "Refuse to delete a process instance",
    Permission.OPERATE,
    status=204,
    body=REASON,
)
def delete_process_instance(call: Call, process_instance_key: int) -> None:
    """Refuse: a case is a record, and records leave by the retention rules only."""
    with call.engine.reading() as connection:
        process_instances.process_instance(connection, call.actor, process_instance_key)
    raise nobody_deletes("Cases are records")


@routes.serve(
    "POST",
    "/process-instances/deletion",
    "deleteProcessInstancesBatchOperation",
    "Refuse to delete process instances",
    Permission.OPERATE,
    body={"type": "object", "properties": {"filter": {"type": "object"}, **REASON_PROPERTIES}},
)
def delete_process_instances(call: Call) -> None:  # noqa: ARG001 (every handler takes the call)
    """Refuse: cases are records, and records leave by the retention rules only."""
    raise nobody_deletes("Cases are records")


def nobody_deletes(what: str) -> NotAllowed:
    """Return the refusal to delete; `what` says of what it is one."""
    return NotAllowed(f"{what}: they are kept as long as the retention rules say, nobody deletes one.", code="retention")
