"""FEEL expressions over REST: evaluated over given variables and what a scope sees, for whoever writes a diagram or asks why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.routing import Routes
from engine.commands import Permission, evaluate_expression
from engine.queries import element_instances, variables

if TYPE_CHECKING:
    from api.routing import Call

routes = Routes("Expressions")


@routes.serve(
    "POST",
    "/expression/evaluation",
    "evaluateExpression",
    "Evaluate a FEEL expression",
    Permission.EVALUATE_DECISIONS,
    body={
        "type": "object",
        "properties": {
            "expression": {"type": "string"},
            "scopeKey": {"type": "string", "description": "an element or process instance whose variables are seen"},
            "variables": {"type": ["object", "null"]},
        },
        "required": ["expression"],
    },
    answer={
        "type": "object",
        "properties": {
            "expression": {"type": "string"},
            "result": {},
            "warnings": {"type": "array", "items": {"type": "object", "properties": {"message": {"type": "string"}}}},
            "referencedSecrets": {"type": "array", "items": {}},
        },
        "required": ["expression", "result", "warnings", "referencedSecrets"],
    },
)
def evaluate(call: Call) -> dict[str, Any]:
    """Answer with the result and why parts of it are null; given variables hide those of the scope."""
    text = call.body.required_text("expression")
    seen = _seen(call, call.body.key("scopeKey"))
    evaluated = evaluate_expression(call.engine, text, seen | dict(call.body.mapping("variables")))
    warnings = [{"message": warning.message} for warning in evaluated.warnings]
    return {"expression": text, "result": evaluated.result, "warnings": warnings, "referencedSecrets": []}


def _seen(call: Call, scope_key: int | None) -> dict[str, object]:
    if scope_key is None:
        return {}
    with call.engine.reading() as connection:
        element_instances.element_instance(connection, call.actor, scope_key)
        return variables.effective_values(connection, scope_key)
