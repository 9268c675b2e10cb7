"""One recorded fact of a case, chained by hash to the one before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model import json_text
from engine.model.columns import Hexadecimal, UtcDateTime, metadata

if TYPE_CHECKING:
    from datetime import datetime

NO_FACTS = "{}"


@dataclass(slots=True)
class HistoryEvent:
    """Who did what when, in which capacity; what is particular to the type is in `facts`, and in `details` if it may be erased."""

    process_instance_key: int
    sequence: int
    """From 1, without gaps, per process instance."""
    type: str
    at: datetime
    actor: str
    on_behalf_of: str | None = None
    capacity: str | None = None
    session_id: str | None = None
    element_id: str | None = None
    element_instance_key: int | None = None
    facts: str = NO_FACTS
    """Canonical JSON object: structure, ids, account names; hashed as it is."""
    details: str | None = None
    """Canonical JSON object: values of variables, texts of people; it enters the chain as a salted hash only."""
    salt: str | None = None
    """Of the details' hash, in hexadecimal; erased with them."""
    ciphertext: bytes | None = None
    """Salt and details as they are stored, under the case's key; of an act those of all its events."""
    sealed: str | None = None
    """The details' salted hash, kept once they are erased."""
    hash: str | None = None
    """None where it is not stored, because it follows from this event and the hash before; see `engine.history.event_hash`."""

    @property
    def payload(self) -> str:
        """What is particular to the type, as one canonical JSON object."""
        return payload_text(self.facts, self.details)


def payload_text(facts: str, details: str | None) -> str:
    """Join facts and details to one JSON object."""
    if details is None:
        return facts
    return details if facts == NO_FACTS else json_text.canonical(payload_of(facts, details))


def payload_of(facts: str, details: str | None) -> dict[str, object]:
    """Return facts and details as one JSON object; details that were erased are missing."""
    values = json_text.loads(facts)
    more = {} if details is None else json_text.loads(details)
    if not isinstance(values, dict) or not isinstance(more, dict):
        raise TypeError("What is particular to an event is a JSON object.")
    return {**values, **more}


access_events = sa.Table(
    "access_event",
    metadata,
    sa.Column("process_instance_key", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("type", sa.String(60), nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("actor", sa.String(200), nullable=False),
    sa.Column("on_behalf_of", sa.String(200)),
    sa.Column("capacity", sa.String(300)),
    sa.Column("session_id", sa.String(64)),
    sa.Column("element_id", sa.String(255)),
    sa.Column("element_instance_key", sa.BigInteger),
    sa.Column("facts", sa.Text, nullable=False),
    sa.Column("ciphertext", sa.LargeBinary),
    sa.Column("sealed", Hexadecimal),
    sa.Column("hash", Hexadecimal, nullable=False),
    # Events are written in the order of time: a block range index finds those of a period and costs next to nothing.
    sa.Index("ix_access_event_at", "at", postgresql_using="brin", postgresql_with={"autosummarize": True}),
)
"""Who read what: chains of their own, so that reading waits for nobody who works; `process_instance_key` 0 is about no single case.

The events of the cases themselves are stored as acts, see `engine.model.history_act`.
"""

OF_EMERGENCIES = sa.text(
    "type IN ('EMERGENCY_REQUESTED', 'EMERGENCY_APPROVED', 'EMERGENCY_DENIED', 'EMERGENCY_ENDED', 'EMERGENCY_EXPIRED',"
    " 'EMERGENCY_READ')"
)
"""The few among them that give a right to read: found by an index of their own, which takes this very condition."""
sa.Index("ix_access_event_emergency", access_events.c.at, sqlite_where=OF_EMERGENCIES, postgresql_where=OF_EMERGENCIES)
