"""Emergency access over REST: asking for a case, answering somebody else, ending it, and what there is."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from api import shapes
from api.errors import BadRequest
from api.routing import Routes
from api.shapes import Shape
from engine.commands import AnswerAccess, EndAccess, Permission, ask_for_case
from engine.errors import NotFound
from engine.queries.emergency_accesses import all_accesses, own_accesses

if TYPE_CHECKING:
    from datetime import datetime

    from api.routing import Call
    from engine.queries.emergency_accesses import EmergencyAccess

routes = Routes("Emergency access")

SHOWN = timedelta(days=90)
WATCHING = (Permission.APPROVE_ACCESS, Permission.RETAIN, Permission.AUDIT)
ACCESS = Shape(
    "EmergencyAccess",
    (
        shapes.text("emergencyAccessId", "id"),
        shapes.key("processInstanceKey"),
        shapes.text("state"),
        shapes.text("requestedBy"),
        shapes.time("requestedAt"),
        shapes.text("reason", nullable=True),
        shapes.text("decidedBy", nullable=True),
        shapes.time("decidedAt", nullable=True),
        shapes.text("decisionReason", nullable=True),
        shapes.time("until", nullable=True),
        shapes.integer("readings"),
    ),
)
BECAUSE = {"type": "object", "properties": {"reason": {"type": "string", "minLength": 10}}, "required": ["reason"]}
ASKING = {
    "type": "object",
    "properties": {
        "processInstanceKey": {"type": "string"},
        "businessId": {"type": "string", "description": "instead of the key"},
        "reason": {"type": "string", "minLength": 10},
    },
    "required": ["reason"],
}


@routes.serve(
    "POST",
    "/emergency-accesses",
    "requestEmergencyAccess",
    "Ask for emergency access to a case",
    None,
    status=201,
    body=ASKING,
    answer=ACCESS.schema(),
)
def request_emergency_access(call: Call) -> dict[str, Any]:
    """Ask; whoever may answer and the data-protection officer are told."""
    given = call.body.text("processInstanceKey") or call.body.text("businessId")
    if not given:
        raise BadRequest("Give processInstanceKey or businessId.")
    asked = ask_for_case(call.engine, given, call.body.required_text("reason"), call.actor)
    return written_access(asked, call.engine.now())


@routes.serve(
    "GET",
    "/emergency-accesses",
    "listEmergencyAccesses",
    "List emergency accesses of the last 90 days",
    None,
    answer={"type": "object", "properties": {"items": {"type": "array", "items": ACCESS.schema()}}},
)
def list_emergency_accesses(call: Call) -> dict[str, Any]:
    """Answer with the caller's own; with everybody's to whoever may answer, the data-protection officer and auditors."""
    since, sees_all = call.engine.now() - SHOWN, any(call.actor.may(permission) for permission in WATCHING)
    with call.engine.reading() as connection:
        rows = all_accesses(connection, since) if sees_all else own_accesses(connection, call.actor, since)
    return {"items": [written_access(row.access, call.engine.now()) for row in rows]}


@routes.serve(
    "POST",
    "/emergency-accesses/{emergencyAccessId}/approval",
    "approveEmergencyAccess",
    "Approve somebody else's request for emergency access",
    Permission.APPROVE_ACCESS,
    body=BECAUSE,
    answer=ACCESS.schema(),
)
def approve_emergency_access(call: Call, emergency_access_id: str) -> dict[str, Any]:
    """Let whoever asked read the case for some hours."""
    return _answer(call, emergency_access_id, is_approved=True)


@routes.serve(
    "POST",
    "/emergency-accesses/{emergencyAccessId}/denial",
    "denyEmergencyAccess",
    "Deny somebody else's request for emergency access",
    Permission.APPROVE_ACCESS,
    body=BECAUSE,
    answer=ACCESS.schema(),
)
def deny_emergency_access(call: Call, emergency_access_id: str) -> dict[str, Any]:
    """Do not let them."""
    return _answer(call, emergency_access_id, is_approved=False)


@routes.serve(
    "POST",
    "/emergency-accesses/{emergencyAccessId}/ending",
    "endEmergencyAccess",
    "Take a request back, or end an access before its time",
    None,
    status=204,
    body=BECAUSE,
)
def end_emergency_access(call: Call, emergency_access_id: str) -> None:
    """End the caller's own; anybody's for whoever may answer and the data-protection officer."""
    call.engine.execute(EndAccess(*_place(emergency_access_id), call.body.required_text("reason")), call.actor)


def written_access(access: EmergencyAccess, now: datetime) -> dict[str, Any]:
    """Return the access as JSON; one whose time is over is EXPIRED, whether that was recorded or not."""
    return ACCESS.render(access) | {"state": access.state_at(now).removeprefix("EMERGENCY_")}


def _answer(call: Call, emergency_access_id: str, *, is_approved: bool) -> dict[str, Any]:
    command = AnswerAccess(*_place(emergency_access_id), is_approved, call.body.required_text("reason"))
    return written_access(call.engine.execute(command, call.actor), call.engine.now())


def _place(emergency_access_id: str) -> tuple[int, int]:
    """Return the case and the number of the request within its chain; raise NotFound."""
    key, _, request = emergency_access_id.partition("-")
    if not (key.isascii() and key.isdigit() and request.isascii() and request.isdigit()) or len(key) > 18 or len(request) > 9:
        raise NotFound("emergency access", emergency_access_id)
    return int(key), int(request)
