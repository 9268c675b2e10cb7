"""Message subscriptions over REST: searched, and counted by process definition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api import shapes
from api.routing import Routes
from api.searching import SEARCH_BODY, page_schema, read_search, write_page
from api.shapes import Shape
from engine.commands import Permission
from engine.queries import message_subscriptions as subscriptions

if TYPE_CHECKING:
    from api.routing import Call

routes = Routes("Messages")

SUBSCRIPTION = Shape(
    "MessageSubscription",
    (
        shapes.key("messageSubscriptionKey"),
        shapes.text("messageName"),
        shapes.text("correlationKey", nullable=True),
        shapes.constant("messageSubscriptionState", "CREATED"),
        shapes.text("messageSubscriptionType", values=("START_EVENT", "PROCESS_EVENT")),
        shapes.time("lastUpdatedDate"),
        shapes.text("elementId"),
        shapes.key("elementInstanceKey", nullable=True),
        shapes.text("processDefinitionId"),
        shapes.key("processDefinitionKey", nullable=True),
        shapes.text("processDefinitionName", nullable=True),
        shapes.integer("processDefinitionVersion", nullable=True),
        shapes.key("processInstanceKey", nullable=True),
        shapes.key("rootProcessInstanceKey", nullable=True),
        shapes.text("businessId", nullable=True),
        shapes.constant("toolProperties", {}, shapes.Kind.OBJECT),
        shapes.constant("toolName", None, nullable=True),
        shapes.constant("inboundConnectorType", None, nullable=True),
        shapes.TENANT_ID,
    ),
)
COUNTS = Shape(
    "MessageSubscriptionStatistics",
    (
        shapes.text("processDefinitionId"),
        shapes.key("processDefinitionKey"),
        shapes.integer("processInstancesWithActiveSubscriptions"),
        shapes.integer("activeSubscriptions"),
        shapes.TENANT_ID,
    ),
)


@routes.serve(
    "POST",
    "/message-subscriptions/search",
    "searchMessageSubscriptions",
    "Search what cases and start events wait for",
    None,
    body=SEARCH_BODY,
    answer=page_schema(SUBSCRIPTION),
)
def search_message_subscriptions(call: Call) -> dict[str, Any]:
    """Answer with the open subscriptions of start events and of cases that the caller sees; those that met are not kept."""
    request = read_search(call.body, subscriptions.SEARCH)
    with call.engine.reading() as connection:
        return write_page(subscriptions.search_message_subscriptions(connection, call.actor, request), SUBSCRIPTION)


@routes.serve(
    "POST",
    "/process-definitions/statistics/message-subscriptions",
    "getProcessDefinitionMessageSubscriptionStatistics",
    "Count what the cases of each process definition wait for",
    Permission.READ_DEFINITIONS,
    body=SEARCH_BODY,
    answer=page_schema(COUNTS),
)
def get_process_definition_message_subscription_statistics(call: Call) -> dict[str, Any]:
    """Answer with the versions that have open subscriptions."""
    request = read_search(call.body, subscriptions.SEARCH)
    with call.engine.reading() as connection:
        return write_page(subscriptions.subscription_counts(connection, call.actor, request), COUNTS)
