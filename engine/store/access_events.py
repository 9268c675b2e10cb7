"""Who read what: appending to a chain of access events without touching the case."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model.history_event import HistoryEvent, access_events
from engine.model.setting import settings
from engine.store.rows import insert_or_ignore, to_row
from engine.store.sealed import keys_of
from engine.store.settings import read_setting
from engine.store.unit_of_work import Contended

if TYPE_CHECKING:
    from collections.abc import Callable

_event = access_events.c
ACCESS_KEY = "access_key"
"""The setting that holds the wrapped key of what access events say: one for all, since they are about those who read."""


def append_access_event(connection: sa.Connection, chain_key: int, build: Callable[[int, str], HistoryEvent]) -> int:
    """Insert what `build` makes of the next sequence number and the hash before, and return that number; no lock.

    Raises Contended when somebody else appended meanwhile: then the command is done again.
    """
    last, previous = last_access_event(connection, chain_key)
    sequence = last + 1
    if not insert_or_ignore(connection, access_events, to_row(access_events, build(sequence, previous))):
        raise Contended
    return sequence


def last_access_event(connection: sa.Connection, chain_key: int) -> tuple[int, str]:
    """Return number and hash of a chain's last event; 0 and nothing before the first."""
    query = sa.select(_event.sequence, _event.hash).where(_event.process_instance_key == chain_key)
    last = connection.execute(query.order_by(_event.sequence.desc()).limit(1)).first()
    return (0, "") if last is None else (last.sequence, last.hash)


def read_access_key(connection: sa.Connection) -> bytes | None:
    """Return the wrapped key of the access events' details; None before the first of them."""
    found = read_setting(connection, ACCESS_KEY)
    return bytes.fromhex(found) if isinstance(found, str) else None


def access_key(connection: sa.Connection) -> bytes:
    """Return the wrapped key of the access events' details, made by whoever is first; raise MasterKeyMissing."""
    found = read_access_key(connection)
    if found is not None:
        return found
    insert_or_ignore(connection, settings, {"name": ACCESS_KEY, "value": keys_of(connection).new().hex()})
    return read_access_key(connection) or b""
