"""The hash chain of a process instance's history: each event's hash covers the one before, so nothing can be changed unseen."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from engine.history.disclosure import split
from engine.history.event_hash import HashedText, digest, seal
from engine.model.case_key import SALT_BYTES
from engine.model.history_act import EVENTS_AT_MOST, KEPT, SALT_DIGITS, HistoryAct, line, packed_lines, sealed_details
from engine.model.history_event import NO_FACTS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from engine.identity.actor import Actor
    from engine.model.case_key import CaseCipher, CaseKeys
    from engine.model.history_event import HistoryEvent
    from engine.model.process_instance import ProcessInstance

SALTS_AT_ONCE = 8


class HistoryRecorder:
    """Appends events to one locked process instance in the name of one actor; the caller writes `acts` and the instance.

    What it keeps of an event is what is stored of it. It is called some ten times for a completed user task.
    """

    def __init__(self, process_instance: ProcessInstance, actor: Actor, at: datetime, keys: CaseKeys) -> None:
        self._process_instance = process_instance
        self._keys = keys
        self._actor = actor
        self._at = at
        self._hashed = HashedText(
            process_instance.key, at, actor.user_name, actor.on_behalf_of, actor.capacity, actor.session_id
        )
        self._spare_salts = ""
        self._acts: list[HistoryAct] = []
        self._lines: list[str] = []
        self._details: list[str] = []
        self._salts: list[str] = []

    def record(
        self,
        event_type: str,
        payload: Mapping[str, object] | None = None,
        *,
        element_id: str | None = None,
        element_instance_key: int | None = None,
    ) -> None:
        """Append one event and move the chain's head."""
        if len(self._lines) == EVENTS_AT_MOST:
            self._pack()
        instance = self._process_instance
        facts, details = split(event_type, payload) if payload else (NO_FACTS, None)
        sealed = mark = None
        if details is not None:
            salt = self._new_salt()
            sealed, mark = seal(salt, details), KEPT
            self._details.append(details)
            self._salts.append(salt)
        instance.history_length += 1
        text = self._hashed.text(
            instance.history_head, instance.history_length, event_type, element_id, element_instance_key, facts, sealed
        )
        instance.history_head = digest(text)
        self._lines.append(line(event_type, element_id, element_instance_key, mark, facts))

    def acts(self) -> list[HistoryAct]:
        """Return what was recorded as it is stored; raise ValueError for an event that no act can contain."""
        if self._lines:
            self._pack()
        return self._acts

    def _new_salt(self) -> str:
        # Asking the operating system once for the salts of several events costs as much as asking for one.
        if not self._spare_salts:
            self._spare_salts = os.urandom(SALTS_AT_ONCE * SALT_BYTES).hex()
        salt, self._spare_salts = self._spare_salts[:SALT_DIGITS], self._spare_salts[SALT_DIGITS:]
        return salt

    def _pack(self) -> None:
        instance, actor = self._process_instance, self._actor
        first = instance.history_length + 1 - len(self._lines)
        events = packed_lines(self._lines)
        ciphertext = sealed_details(self._details, self._salts, self.cipher) if self._details else None
        self._acts.append(
            HistoryAct(
                instance.key,
                first,
                self._at,
                actor.user_name,
                actor.on_behalf_of,
                actor.capacity,
                actor.session_id,
                events,
                ciphertext,
                instance.history_head,
            )
        )
        self._lines, self._details, self._salts = [], [], []

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
