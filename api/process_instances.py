"""Process instances over REST: creation, search, get, cancellation, the path taken."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from api import shapes
from api.case_selection import read_instance_filter
from api.definition_statistics import ELEMENTS, write_counts
from api.errors import BadRequest, problem
from api.reasons import REASON, reason_given
from api.routing import Routes
from api.searching import SEARCH_BODY, page_schema, write_page
from api.shapes import TENANT, Shape
from engine.commands import CancelInstance, Permission, StartInstance
from engine.queries import case_detail, json_text, variables
from engine.queries import process_instances as instances

if TYPE_CHECKING:
    from flask import Response

    from api.body import Body
    from api.routing import Call
    from engine.commands import StartedInstance

routes = Routes("Process instances")

PROCESS_INSTANCE = Shape(
    "ProcessInstance",
    (
        shapes.key("processInstanceKey"),
        shapes.text("processDefinitionId"),
        shapes.text("processDefinitionName", nullable=True),
        shapes.integer("processDefinitionVersion"),
        shapes.text("processDefinitionVersionTag", nullable=True),
        shapes.key("processDefinitionKey"),
        shapes.time("startDate"),
        shapes.time("endDate", nullable=True),
        shapes.text("state"),
        shapes.boolean("hasIncident"),
        shapes.key("parentProcessInstanceKey", nullable=True),
        shapes.key("parentElementInstanceKey", nullable=True),
        shapes.key("rootProcessInstanceKey"),
        shapes.texts("tags"),
        shapes.text("businessId", nullable=True),
        shapes.time("suspendedDate", nullable=True),
        shapes.TENANT_ID,
    ),
)
CREATED = Shape(
    "CreatedProcessInstance",
    (
        shapes.text("processDefinitionId", "process_id"),
        shapes.integer("processDefinitionVersion", "version"),
        shapes.key("processDefinitionKey"),
        shapes.key("processInstanceKey"),
        shapes.texts("tags"),
        shapes.text("businessId", nullable=True),
        shapes.TENANT_ID,
    ),
)
CREATION = {
    "type": "object",
    "properties": {
        "processDefinitionId": {"type": "string"},
        "processDefinitionVersion": {"type": "integer", "description": "-1: the newest"},
        "processDefinitionVersionTag": {"type": "string", "description": "the newest version with this tag"},
        "processDefinitionKey": {"type": "string"},
        "variables": {"type": "object"},
        "businessId": {"type": "string"},
        "tags": {"type": "array", "items": {"type": "string"}},
        "awaitCompletion": {"type": "boolean"},
        "fetchVariables": {"type": "array", "items": {"type": "string"}},
        "requestTimeout": {"type": "integer", "description": "milliseconds"},
        "startInstructions": {"type": "array", "items": {"type": "object", "properties": {"elementId": {"type": "string"}}}},
        "runtimeInstructions": {"type": "array", "maxItems": 0, "description": "not served; empty"},
        "operationReference": {"type": "integer", "minimum": 1},
    },
}
LONGEST_BUSINESS_ID = 256
MOST_TAGS = 10
TAG = re.compile(r"[A-Za-z][A-Za-z0-9_:.-]{0,99}")
LONGEST_WAIT_MS = 60_000
USUAL_WAIT_MS = 10_000


@routes.serve(
    "POST",
    "/process-instances",
    "createProcessInstance",
    "Start a process instance",
    None,
    body=CREATION,
    answer=CREATED.schema(),
)
def create_process_instance(call: Call) -> dict[str, Any] | Response:
    """Start a version of a process; with `awaitCompletion` answer when it has ended, with its variables."""
    body = call.body
    if body.objects("runtimeInstructions"):
        raise BadRequest("Request property [runtimeInstructions] is not served here.")
    version = body.integer("processDefinitionVersion", -1, least=-1)
    command = StartInstance(
        process_id=body.text("processDefinitionId"),
        process_definition_key=body.key("processDefinitionKey"),
        version=None if version == -1 else version,
        version_tag=body.text("processDefinitionVersionTag"),
        variables=dict(body.mapping("variables")),
        business_id=_business_id(body),
        reason=reason_given(call),
        tags=_tags(body),
        element_ids=tuple(item.required_text("elementId") for item in body.objects("startInstructions")),
    )
    started = call.engine.execute(command, call.actor)
    if not body.boolean("awaitCompletion"):
        return CREATED.render(started) | {"variables": {}}
    return _await(call, started)


@routes.serve(
    "POST",
    "/process-instances/search",
    "searchProcessInstances",
    "Search process instances",
    None,
    body=SEARCH_BODY,
    answer=page_schema(PROCESS_INSTANCE),
)
def search_process_instances(call: Call) -> dict[str, Any]:
    """Answer with the process instances that the caller sees."""
    request, held = read_instance_filter(call)
    with call.engine.reading() as connection:
        return write_page(instances.search_process_instances(connection, call.actor, request, held), PROCESS_INSTANCE)


@routes.serve(
    "GET",
    "/process-instances/{processInstanceKey}",
    "getProcessInstance",
    "Get a process instance",
    None,
    answer=PROCESS_INSTANCE.schema(),
)
def get_process_instance(call: Call, process_instance_key: int) -> dict[str, Any]:
    """Answer with one process instance."""
    with call.engine.reading() as connection:
        return PROCESS_INSTANCE.render(instances.process_instance(connection, call.actor, process_instance_key))


@routes.serve(
    "POST",
    "/process-instances/{processInstanceKey}/cancellation",
    "cancelProcessInstance",
    "Cancel a process instance",
    Permission.OPERATE,
    status=204,
    body=REASON,
)
def cancel_process_instance(call: Call, process_instance_key: int) -> None:
    """Terminate it with everything in it."""
    call.engine.execute(CancelInstance(process_instance_key, reason_given(call)), call.actor)


@routes.serve(
    "GET",
    "/process-instances/{processInstanceKey}/sequence-flows",
    "getProcessInstanceSequenceFlows",
    "Get the sequence flows that were taken",
    None,
    answer={"type": "object"},
)
def get_process_instance_sequence_flows(call: Call, process_instance_key: int) -> dict[str, Any]:
    """Answer with the flows taken."""
    with call.engine.reading() as connection:
        row = instances.process_instance(connection, call.actor, process_instance_key)
        flows = case_detail.flows_taken(connection, process_instance_key)
    common = {
        "processInstanceKey": str(process_instance_key),
        "rootProcessInstanceKey": str(row.root_process_instance_key),
        "processDefinitionKey": str(row.process_definition_key),
        "processDefinitionId": row.process_definition_id,
        "tenantId": TENANT,
    }
    return {"items": [{"sequenceFlowId": f"{process_instance_key}_{flow}", "elementId": flow, **common} for flow in flows]}


@routes.serve(
    "GET",
    "/process-instances/{processInstanceKey}/statistics/element-instances",
    "getProcessInstanceStatistics",
    "Get how often each element ran",
    None,
    answer=ELEMENTS,
)
def get_process_instance_statistics(call: Call, process_instance_key: int) -> dict[str, Any]:
    """Answer with the counts by element."""
    with call.engine.reading() as connection:
        instances.process_instance(connection, call.actor, process_instance_key)
        counts = case_detail.element_counts(connection, process_instance_key)
    return write_counts(counts)


def _business_id(body: Body) -> str | None:
    given = body.text("businessId", longest=LONGEST_BUSINESS_ID)
    if given == "":
        raise BadRequest(f"Request property [businessId] is empty; give 1 to {LONGEST_BUSINESS_ID} characters or leave it out.")
    return given


def _tags(body: Body) -> tuple[str, ...]:
    tags = body.texts("tags") or []
    if len(tags) > MOST_TAGS or len(set(tags)) < len(tags) or not all(map(TAG.fullmatch, tags)):
        raise BadRequest(
            f"Request property [tags] cannot be parsed; give at most {MOST_TAGS} different ones, each a letter and up to 99"
            " letters, digits, `_`, `-`, `:` or `.`."
        )
    return tuple(tags)


def _await(call: Call, started: StartedInstance) -> dict[str, Any] | Response:
    wait_ms = min(call.body.integer("requestTimeout", 0, least=0) or USUAL_WAIT_MS, LONGEST_WAIT_MS)
    if not call.engine.wait_for_end(started.process_instance_key, wait_s=wait_ms / 1000):
        return problem(
            504,
            f"The process instance {started.process_instance_key} was started and has not ended within {wait_ms} milliseconds; ask for it by its key.",
        )
    wanted = call.body.texts("fetchVariables")
    with call.engine.reading() as connection:
        held = variables.effective_variables(connection, started.process_instance_key)
    values = {name: json_text.loads(row.value) for name, row in held.items() if not wanted or name in wanted}
    return CREATED.render(started) | {"variables": values}
