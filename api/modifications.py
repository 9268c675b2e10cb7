"""Modification of process instances over REST: instructions as the client libraries write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from api.errors import BadRequest
from api.reasons import REASON_PROPERTIES, reason_given
from api.routing import Routes
from engine.commands import Activation, ModifyInstance, Move, MoveScope, Permission, ScopedVariables, Termination

if TYPE_CHECKING:
    from api.body import Body
    from api.routing import Call

routes = Routes("Operations")

ANY_SCOPE: Final = "-1"
"""The client libraries' way to say: within the scope that lives."""
KEY: Final[dict[str, Any]] = {"type": "string"}
VARIABLES: Final[dict[str, Any]] = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"variables": {"type": "object"}, "scopeId": {"type": "string", "description": "empty: the process"}},
        "required": ["variables"],
    },
}
ACTIVATION: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {"elementId": KEY, "ancestorElementInstanceKey": KEY, "variableInstructions": VARIABLES},
    "required": ["elementId"],
}
MOVE: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "sourceElementInstruction": {
            "type": "object",
            "properties": {"sourceType": KEY, "sourceElementId": KEY, "sourceElementInstanceKey": KEY},
        },
        "targetElementId": KEY,
        "ancestorScopeInstruction": {
            "type": "object",
            "properties": {
                "ancestorScopeType": {"type": "string", "enum": list(MoveScope)},
                "ancestorElementInstanceKey": KEY,
            },
        },
        "variableInstructions": VARIABLES,
    },
    "required": ["sourceElementInstruction", "targetElementId"],
}
TERMINATION: Final[dict[str, Any]] = {"type": "object", "properties": {"elementId": KEY, "elementInstanceKey": KEY}}
MODIFICATION: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "activateInstructions": {"type": "array", "items": ACTIVATION},
        "moveInstructions": {"type": "array", "items": MOVE},
        "terminateInstructions": {"type": "array", "items": TERMINATION},
        **REASON_PROPERTIES,
    },
}


@routes.serve(
    "POST",
    "/process-instances/{processInstanceKey}/modification",
    "modifyProcessInstance",
    "Modify a process instance",
    Permission.OPERATE,
    status=204,
    body=MODIFICATION,
)
def modify_process_instance(call: Call, process_instance_key: int) -> None:
    """Terminate, move and activate elements in one transaction."""
    body = call.body
    command = ModifyInstance(
        process_instance_key,
        activations=tuple(_activation(item) for item in body.objects("activateInstructions")),
        terminations=tuple(_termination(item) for item in body.objects("terminateInstructions")),
        moves=tuple(_move(item) for item in body.objects("moveInstructions")),
        reason=reason_given(call),
    )
    call.engine.execute(command, call.actor)


def _activation(item: Body) -> Activation:
    return Activation(item.required_text("elementId"), _variables(item), _ancestor(item))


def _termination(item: Body) -> Termination:
    return Termination(item.key("elementInstanceKey"), item.text("elementId"))


def _move(item: Body) -> Move:
    source, scope = item.child("sourceElementInstruction"), item.child("ancestorScopeInstruction")
    kind = scope.text("ancestorScopeType") or MoveScope.DIRECT
    if kind not in set(MoveScope):
        raise BadRequest(f"Request property [ancestorScopeType] cannot be parsed; give one of {', '.join(MoveScope)}.")
    return Move(
        item.required_text("targetElementId"),
        source_element_id=source.text("sourceElementId"),
        source_key=source.key("sourceElementInstanceKey"),
        scope=MoveScope(kind),
        ancestor_key=_ancestor(scope),
        variables=_variables(item),
    )


def _variables(item: Body) -> tuple[ScopedVariables, ...]:
    given = item.objects("variableInstructions")
    return tuple(ScopedVariables(dict(one.mapping("variables")), one.text("scopeId") or None) for one in given)


def _ancestor(item: Body) -> int | None:
    return None if item.values.get("ancestorElementInstanceKey") in {ANY_SCOPE, -1} else item.key("ancestorElementInstanceKey")
