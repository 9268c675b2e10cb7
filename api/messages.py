"""Messages and signals over REST: publication, correlation, broadcast."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.routing import Routes
from api.shapes import SCHEMAS, TENANT, Kind, write_key
from engine.commands import BroadcastSignal, CorrelateMessage, Permission, PublishMessage

if TYPE_CHECKING:
    from api.routing import Call

routes = Routes("Messages")

PUBLISH = Permission.PUBLISH_MESSAGES
MESSAGE = {"name": {"type": "string"}, "correlationKey": {"type": "string"}, "variables": {"type": "object"}}
KEY = SCHEMAS[Kind.KEY]


@routes.serve(
    "POST",
    "/messages/publication",
    "publishMessage",
    "Publish a message",
    PUBLISH,
    body={
        "type": "object",
        "properties": {**MESSAGE, "timeToLive": {"type": "integer"}, "messageId": {"type": "string"}},
        "required": ["name"],
    },
    answer={
        "type": "object",
        "properties": {"messageKey": KEY, "tenantId": {"type": "string"}},
        "required": ["messageKey", "tenantId"],
    },
)
def publish_message(call: Call) -> dict[str, Any]:
    """Publish it; it waits `timeToLive` milliseconds for a subscription."""
    body = call.body
    command = PublishMessage(
        name=body.required_text("name"),
        correlation_key=body.text("correlationKey") or "",
        variables=dict(body.mapping("variables")),
        ttl_s=(body.milliseconds("timeToLive") or 0) / 1000,
        message_id=body.text("messageId") or None,
    )
    return {"messageKey": write_key(call.engine.execute(command, call.actor)), "tenantId": TENANT}


@routes.serve(
    "POST",
    "/messages/correlation",
    "correlateMessage",
    "Correlate a message now",
    PUBLISH,
    body={"type": "object", "properties": MESSAGE, "required": ["name"]},
    answer={
        "type": "object",
        "properties": {"messageKey": KEY, "processInstanceKey": KEY, "tenantId": {"type": "string"}},
        "required": ["messageKey", "processInstanceKey", "tenantId"],
    },
)
def correlate_message(call: Call) -> dict[str, Any]:
    """Let it meet one waiting subscription now; 404 when nothing waits for it."""
    body = call.body
    command = CorrelateMessage(
        name=body.required_text("name"),
        correlation_key=body.text("correlationKey") or "",
        variables=dict(body.mapping("variables")),
    )
    met = call.engine.execute(command, call.actor)
    return {
        "messageKey": write_key(met.message_key),
        "processInstanceKey": write_key(met.process_instance_key),
        "tenantId": TENANT,
    }


@routes.serve(
    "POST",
    "/signals/broadcast",
    "broadcastSignal",
    "Broadcast a signal",
    PUBLISH,
    body={
        "type": "object",
        "properties": {"signalName": {"type": "string"}, "variables": {"type": "object"}},
        "required": ["signalName"],
    },
    answer={
        "type": "object",
        "properties": {"signalKey": KEY, "tenantId": {"type": "string"}},
        "required": ["signalKey", "tenantId"],
    },
)
def broadcast_signal(call: Call) -> dict[str, Any]:
    """Let every subscription to the signal hear it."""
    command = BroadcastSignal(name=call.body.required_text("signalName"), variables=dict(call.body.mapping("variables")))
    return {"signalKey": write_key(call.engine.execute(command, call.actor)), "tenantId": TENANT}
