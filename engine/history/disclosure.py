"""What of an event stays readable for good, and what enters the chain as a salted hash, so that it can be erased."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from engine.history.canonical_json import canonical, is_exact
from engine.model import json_text
from engine.model.history_event import NO_FACTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

OPEN_FACTS = frozenset(
    {
        "activatedKeys", "activityId", "assignee", "batchOperationKey", "businessId", "candidateGroups", "candidateUsers", "code",
        "command", "commentKey",
        "completedBy", "confidentiality", "decisionDefinitionKey", "decisionId", "decisionInstanceKey", "documentId", "dueAt", "duty", "elementType",
        "errorType", "eventId", "flowId", "followUpAt", "formKey", "incidentKey", "initiator", "jobKey", "kind", "linkedResources",
        "listener", "loopCounter", "nextDueAt", "outcome", "ownerUnit", "parentElementInstanceKey", "parentProcessInstanceKey", "priority",
        "processDefinitionKey", "processId", "processInstanceKey", "provinceCode", "quantity", "retries", "rootProcessInstanceKey",
        "scopeKey", "size", "startedBy", "state", "through", "type", "userTaskKey", "variables", "version",
        "waitsAt",
    }
)  # fmt: skip
"""What stays readable when personal data is erased: structure, ids, account names. Whatever is not named here is a detail."""

OPEN_IN_MIGRATIONS = frozenset({"from", "to", "mapping", "tokens"})
"""Versions, element ids, and how many tokens wait where."""

OPEN_IN_EMERGENCIES = frozenset({"request", "requestedBy", "until"})
"""Of events that give a right to read, for as long as that right is told of: whose, until when, at which request."""

OPEN_TYPES = frozenset({"DEPLOYED", "DETAILS_ERASED", "FILE_PRODUCED", "RESOURCE_DELETED"})
"""The types of event that are no use unless they stay readable: what was deployed, or erased or deleted and why, which file left."""

OPEN_NAMES = frozenset(
    {
        "MESSAGE_CORRELATED", "MESSAGE_THROWN", "SIGNAL_CAUGHT", "SIGNAL_THROWN", "SUBSCRIPTION_OPENED", "USER_TASK_CREATED",
        "USER_TASK_SIGNED", "VARIABLE_CREATED", "VARIABLE_UPDATED",
    }
)  # fmt: skip
"""The types of event whose `name` comes from the diagram; a file's name does not."""


class _Field(NamedTuple):
    name: str
    label: str
    """As it stands before the value."""
    is_key: bool
    """Whether a whole number in it is a key, which is written as a text."""


class _Layout(NamedTuple):
    """Where the entries of a payload go; each in the order of RFC 8785 §3.2.3."""

    facts: tuple[_Field, ...]
    details: tuple[_Field, ...]


def split(event_type: str, payload: Mapping[str, object]) -> tuple[str, str | None]:
    """Return the canonical texts of what stays readable and of what enters the chain as a salted hash (None: nothing does)."""
    facts, details = _layout(event_type, tuple(payload))
    text = _written(facts, payload) if facts else NO_FACTS
    if not details:
        return text, None
    if "after" in payload and not is_exact(payload["after"]):
        # The canonical form writes a number beyond a double as a text: the exact one is kept beside it.
        shown = {field.name: payload[field.name] for field in details}
        return text, canonical(shown | {"afterText": json_text.dumps(payload["after"])})
    return text, _written(details, payload)


@lru_cache(maxsize=2_000)
def _layout(event_type: str, names: tuple[str, ...]) -> _Layout:
    """Sort the names of a payload once: the few kinds of event are recorded again and again."""
    ordered = sorted(names, key=lambda name: name.encode("utf-16-be"))
    facts = [name for name in ordered if name in OPEN_FACTS or _is_open(event_type, name)]
    return _Layout(
        tuple(_Field(name, f"{canonical(name)}:", name.endswith("Key")) for name in facts),
        tuple(_Field(name, f"{canonical(name)}:", is_key=False) for name in ordered if name not in facts),
    )


def _written(fields: Sequence[_Field], payload: Mapping[str, object]) -> str:
    parts = []
    for name, label, is_key in fields:
        value = payload[name]
        if is_key and isinstance(value, int):
            value = str(value)
        parts.append(label + canonical(value))
    return f"{{{','.join(parts)}}}"


def _is_open(event_type: str, name: str) -> bool:
    if event_type in OPEN_TYPES:
        return True
    if name == "name":
        return event_type in OPEN_NAMES
    if name in OPEN_IN_EMERGENCIES:
        return event_type.startswith("EMERGENCY_")
    return name in OPEN_IN_MIGRATIONS and event_type.startswith("PROCESS_INSTANCE_MIGRAT")
