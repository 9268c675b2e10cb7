"""The hash chain of a process instance's history: each event's hash covers the one before, so nothing can be changed unseen."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from engine.history.disclosure import split
from engine.history.event_hash import ActText
from engine.model.case_key import SALT_BYTES
from engine.model.history_act import SALT_DIGITS, acts_of
from engine.model.history_event import NO_FACTS, HistoryEvent

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from engine.identity.actor import Actor
    from engine.model.case_key import CaseCipher, CaseKeys
    from engine.model.history_act import HistoryAct
    from engine.model.process_instance import ProcessInstance

SALTS_AT_ONCE = 8


class HistoryRecorder:
    """Appends events to one locked process instance in the name of one actor; the caller writes `acts` and the instance."""

    def __init__(self, process_instance: ProcessInstance, actor: Actor, at: datetime, keys: CaseKeys) -> None:
        self._process_instance = process_instance
        self._keys = keys
        self._actor = actor
        self._at = at
        self._text: ActText | None = None
        self._salts = ""
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
            event.details, event.salt = details, self._new_salt()
        if self._text is None:
            self._text = ActText(event)
        event.hash = instance.history_head = self._text.hash(instance.history_head, event, event.sequence)
        instance.history_length = event.sequence
        self.events.append(event)

    def _new_salt(self) -> str:
        # Asking the operating system once for the salts of several events costs as much as asking for one.
        if not self._salts:
            self._salts = os.urandom(SALTS_AT_ONCE * SALT_BYTES).hex()
        salt, self._salts = self._salts[:SALT_DIGITS], self._salts[SALT_DIGITS:]
        return salt

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
