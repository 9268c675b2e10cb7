"""The hash chain of a process instance's history: each event's hash covers the one before, so nothing can be changed unseen."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from engine.history.canonical_json import canonical, is_exact
from engine.history.event_hash import ActText
from engine.model import json_text
from engine.model.case_key import SALT_BYTES
from engine.model.history_act import acts_of
from engine.model.history_event import NO_FACTS, HistoryEvent

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from engine.identity.actor import Actor
    from engine.model.case_key import CaseCipher, CaseKeys
    from engine.model.history_act import HistoryAct
    from engine.model.process_instance import ProcessInstance

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


class HistoryRecorder:
    """Appends events to one locked process instance in the name of one actor; the caller writes `acts` and the instance."""

    def __init__(self, process_instance: ProcessInstance, actor: Actor, at: datetime, keys: CaseKeys) -> None:
        self._process_instance = process_instance
        self._keys = keys
        self._actor = actor
        self._at = at
        self._text: ActText | None = None
        self.events: list[HistoryEvent] = []

    def record(
        self,
        event_type: str,
        payload: Mapping[str, object] | None = None,
        *,
        element_id: str | None = None,
        element_instance_key: int | None = None,
    ) -> None:
        """Append one event and move the chain's head."""
        instance, actor = self._process_instance, self._actor
        facts, details = split(event_type, payload) if payload else (NO_FACTS, None)
        event = HistoryEvent(
            instance.key,
            instance.history_length + 1,
            event_type,
            self._at,
            actor.user_name,
            actor.on_behalf_of,
            actor.capacity,
            actor.session_id,
            element_id,
            element_instance_key,
            facts,
        )
        if details is not None:
            salt_details(event, details)
        if self._text is None:
            self._text = ActText(event)
        event.hash = instance.history_head = self._text.hash(instance.history_head, event, event.sequence)
        instance.history_length = event.sequence
        self.events.append(event)

    def acts(self) -> list[HistoryAct]:
        """Return what was recorded as it is stored."""
        return acts_of(self.events, lambda: self.cipher)

    @property
    def cipher(self) -> CaseCipher:
        """Return what seals and opens under the key of the process instance; one that has none gets one."""
        instance = self._process_instance
        if instance.wrapped_key is None:
            instance.wrapped_key = self._keys.new()
        return self._keys.cipher(instance.wrapped_key)


def salt_details(event: HistoryEvent, details: str) -> None:
    """Give the event its details with a salt of their own."""
    event.details, event.salt = details, os.urandom(SALT_BYTES).hex()


def split(event_type: str, payload: Mapping[str, object]) -> tuple[str, str | None]:
    """Return the canonical texts of what stays readable and of what enters the chain as a salted hash (None: nothing does)."""
    facts: dict[str, object] = {}
    details: dict[str, object] = {}
    for name, value in payload.items():
        if name in OPEN_FACTS or _is_open(event_type, name):
            facts[name] = str(value) if name.endswith("Key") and isinstance(value, int) else value
        else:
            details[name] = value
    if "after" in details and not is_exact(details["after"]):
        # The canonical form writes a number beyond a double as a text: the exact one is kept beside it.
        details["afterText"] = json_text.dumps(details["after"])
    return canonical(facts) if facts else NO_FACTS, canonical(details) if details else None


def _is_open(event_type: str, name: str) -> bool:
    if event_type in OPEN_TYPES:
        return True
    if name == "name":
        return event_type in OPEN_NAMES
    if name in OPEN_IN_EMERGENCIES:
        return event_type.startswith("EMERGENCY_")
    return name in OPEN_IN_MIGRATIONS and event_type.startswith("PROCESS_INSTANCE_MIGRAT")
