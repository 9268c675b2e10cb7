"""Open message subscriptions: searched, and counted by process definition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model.event_subscription import SubscriptionKind, event_subscriptions
from engine.model.process_definition import process_definitions
from engine.model.process_instance import process_instances
from engine.queries.search import Column, Kind, Page, Search, SearchRequest, constant
from engine.queries.visibility import visible_within

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.sql.elements import ColumnElement

    from engine.identity.actor import Actor


@dataclass(frozen=True, slots=True)
class MessageSubscriptionRow:
    """One message that a case, or a start event, waits for."""

    message_subscription_key: int
    message_name: str
    correlation_key: str | None
    message_subscription_type: str
    last_updated_date: datetime
    element_id: str
    element_instance_key: int | None
    process_definition_id: str
    process_definition_key: int
    process_definition_name: str | None
    process_definition_version: int
    process_instance_key: int | None
    root_process_instance_key: int | None
    business_id: str | None


@dataclass(frozen=True, slots=True)
class SubscriptionCounts:
    """How many messages the cases of one version wait for."""

    process_definition_key: int
    process_definition_id: str
    process_instances_with_active_subscriptions: int
    active_subscriptions: int


_subscription, _instance, _definition = event_subscriptions.c, process_instances.c, process_definitions.c
_SOURCE = event_subscriptions.join(
    process_definitions, _subscription.process_definition_key == _definition.key, isouter=True
).join(process_instances, _subscription.process_instance_key == _instance.key, isouter=True)

SEARCH = Search(
    MessageSubscriptionRow,
    _SOURCE,
    {
        "message_subscription_key": Column(_subscription.key, Kind.KEY),
        "message_name": Column(_subscription.name),
        "correlation_key": Column(_subscription.correlation_key),
        "message_subscription_type": Column(
            sa.case((_subscription.process_instance_key.is_(None), "START_EVENT"), else_="PROCESS_EVENT")
        ),
        "message_subscription_state": constant("CREATED"),
        "last_updated_date": Column(_subscription.created_at, Kind.TIME),
        "element_id": Column(_subscription.element_id),
        "element_instance_key": Column(_subscription.element_instance_key, Kind.KEY),
        "process_definition_id": Column(_subscription.process_id),
        "process_definition_key": Column(_subscription.process_definition_key, Kind.KEY),
        "process_definition_name": Column(_definition.name),
        "process_definition_version": Column(_definition.version, Kind.INTEGER),
        "process_instance_key": Column(_subscription.process_instance_key, Kind.KEY),
        "root_process_instance_key": Column(_instance.root_process_instance_key, Kind.KEY),
        "business_id": Column(_instance.business_id),
        "tool_name": constant(None),
        "inbound_connector_type": constant(None),
    },
    "message_subscription_key",
)


def search_message_subscriptions(
    connection: sa.Connection, actor: Actor, request: SearchRequest
) -> Page[MessageSubscriptionRow]:
    """Return a page of the messages that start events and the cases that the actor sees wait for."""
    return SEARCH.page(connection, request, *_seen(actor))


def subscription_counts(connection: sa.Connection, actor: Actor, request: SearchRequest) -> Page[SubscriptionCounts]:
    """Return a page of the versions whose cases wait for messages that the request chooses, by definition."""
    chosen = SEARCH.chosen(request, *_seen(actor))
    counted = (
        sa.select(
            _subscription.process_definition_key.label("key"),
            sa.func.min(_subscription.process_id).label("process_id"),
            sa.func.count(sa.distinct(_subscription.process_instance_key)).label("cases"),
            sa.func.count().label("open"),
        )
        .where(_subscription.key.in_(chosen))
        .group_by(_subscription.process_definition_key)
        .subquery("counted")
    )
    columns = {
        "process_definition_key": Column(counted.c.key, Kind.KEY),
        "process_definition_id": Column(counted.c.process_id),
        "process_instances_with_active_subscriptions": Column(counted.c.cases, Kind.INTEGER),
        "active_subscriptions": Column(counted.c.open, Kind.INTEGER),
    }
    counted_page = SearchRequest(limit=request.limit, offset=request.offset, after=request.after, before=request.before)
    return Search(SubscriptionCounts, counted, columns, "process_definition_key").page(connection, counted_page)


def _seen(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    of_start = _subscription.process_instance_key.is_(None)
    return (
        _subscription.kind == SubscriptionKind.MESSAGE,
        sa.or_(of_start, visible_within(actor, _subscription.process_instance_key)),
    )
