"""What the history keeps of a migration: the plan, the reason, and what a way back would bring again."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from engine.commands.migrating import Withdrawn
from engine.model import json_text
from engine.model.event_subscription import EventSubscription, SubscriptionKind
from engine.model.timer import Timer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.commands.migrating import CarriedOver
    from engine.model.process_definition import ProcessDefinition
    from engine.model.waiting_token import WaitingToken
    from engine.runtime.migration_map import MigrationMap

MIGRATED = "PROCESS_INSTANCE_MIGRATED"
REVERTED = "PROCESS_INSTANCE_MIGRATION_REVERTED"
_KEYS = frozenset({"key", "process_definition_key", "process_instance_key", "element_instance_key", "form_key"})
MOST_KEPT = 1_000
"""Timers, subscriptions and forms that the history keeps for the way back; with more there is none. Also tokens."""


@dataclass(frozen=True, slots=True)
class MigrationRecord:
    """A migration as the history tells it."""

    source_key: int
    target_key: int
    mapping: Mapping[str, str]
    withdrawn: Withdrawn | None
    """None: there was too much to keep."""


def record_of(
    reason: str, source: ProcessDefinition, target: ProcessDefinition, migration: MigrationMap, carried: CarriedOver
) -> dict[str, object]:
    """Return the payload of the history event."""
    withdrawn = carried.withdrawn
    kept = len(withdrawn.timers) + len(withdrawn.subscriptions) + len(withdrawn.forms) <= MOST_KEPT
    return {
        "reason": reason,
        "from": _version(source),
        "to": _version(target),
        "mapping": dict(migration.said),
        "tokens": [_token(token, migration) for token in carried.tokens] if len(carried.tokens) <= MOST_KEPT else None,
        "withdrawn": _written(withdrawn) if kept else None,
    }


def read_record(payload: str) -> MigrationRecord | None:
    """Read what `record_of` wrote; None when its details were erased."""
    found = cast("dict[str, Any]", json_text.loads(payload))
    if "from" not in found:
        return None
    withdrawn = None if found["withdrawn"] is None else _read(found["withdrawn"])
    source_key, target_key = (int(found[side]["processDefinitionKey"]) for side in ("from", "to"))
    return MigrationRecord(source_key, target_key, found["mapping"], withdrawn)


def _token(token: WaitingToken, migration: MigrationMap) -> dict[str, object]:
    quantity = migration.target.elements[token.element_id].start_quantity
    place = {"scopeKey": str(token.scope_key), "elementId": token.element_id, "flowId": token.flow_id, "count": token.count}
    return place if quantity == 1 else {**place, "quantity": quantity}


def _version(definition: ProcessDefinition) -> dict[str, object]:
    return {
        "processDefinitionKey": str(definition.key),
        "processId": definition.process_id,
        "version": definition.version,
    }


def _written(withdrawn: Withdrawn) -> dict[str, object]:
    return {
        "timers": [_fields(timer) for timer in withdrawn.timers],
        "subscriptions": [_fields(subscription) for subscription in withdrawn.subscriptions],
        "forms": [{"key": str(task), "form_key": _text("form_key", form)} for task, form in withdrawn.forms.items()],
    }


def _fields(row: Timer | EventSubscription) -> dict[str, object]:
    return {name: _text(name, value) for name, value in asdict(row).items()}


def _text(name: str, value: object) -> object:
    """Return a value as JSON that every reader takes for the same; keys are longer than a double's digits."""
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if name in _KEYS and isinstance(value, int) else value


def _value(name: str, value: Any) -> Any:
    if name.endswith("_at"):
        return datetime.fromisoformat(value)
    return int(value) if name in _KEYS and value is not None else value


def _read(found: Mapping[str, Any]) -> Withdrawn:
    timers, subscriptions, forms = (
        [{name: _value(name, value) for name, value in row.items()} for row in found[part]]
        for part in ("timers", "subscriptions", "forms")
    )
    return Withdrawn(
        [Timer(**row) for row in timers],
        [EventSubscription(**{**row, "kind": SubscriptionKind(row["kind"])}) for row in subscriptions],
        {row["key"]: row["form_key"] for row in forms},
    )
