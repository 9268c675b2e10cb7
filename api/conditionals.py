"""Conditional start events over REST: their conditions evaluated over given variables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.routing import Routes
from api.shapes import SCHEMAS, TENANT, Kind, write_key
from engine.commands import EvaluateConditions, Permission

if TYPE_CHECKING:
    from api.routing import Call

routes = Routes("Conditionals")

KEY = SCHEMAS[Kind.KEY]
STARTED = {
    "type": "object",
    "properties": {"processDefinitionKey": KEY, "processInstanceKey": KEY},
    "required": ["processDefinitionKey", "processInstanceKey"],
}


@routes.serve(
    "POST",
    "/conditionals/evaluation",
    "evaluateConditionals",
    "Evaluate conditional start events",
    Permission.START_ANY_PROCESS,
    body={
        "type": "object",
        "properties": {"variables": {"type": "object"}, "processDefinitionKey": KEY},
        "required": ["variables"],
    },
    answer={
        "type": "object",
        "properties": {
            "conditionalEvaluationKey": KEY,
            "tenantId": {"type": "string"},
            "processInstances": {"type": "array", "items": STARTED},
        },
        "required": ["conditionalEvaluationKey", "tenantId", "processInstances"],
    },
)
def evaluate_conditionals(call: Call) -> dict[str, Any]:
    """Start an instance for each conditional start event whose condition the variables meet."""
    command = EvaluateConditions(dict(call.body.mapping("variables")), call.body.key("processDefinitionKey"))
    started = call.engine.execute(command, call.actor)
    return {
        "conditionalEvaluationKey": write_key(call.engine.new_key()),
        "tenantId": TENANT,
        "processInstances": [
            {
                "processDefinitionKey": write_key(each.process_definition_key),
                "processInstanceKey": write_key(each.process_instance_key),
            }
            for each in started
        ],
    }
