"""Opening what is stored under the keys of cases: details of events, texts of remarks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import sqlalchemy as sa

from engine.errors import MasterKeyMissing
from engine.model.case_key import SALT_BYTES, CannotOpen
from engine.model.history_act import KEPT, HistoryAct, lines_of, unpacked
from engine.model.history_event import HistoryEvent, access_events
from engine.model.process_instance import process_instances
from engine.store.database import CASE_KEYS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from engine.model.case_key import CaseKeys
    from engine.model.history_act import EventLine

FIELDS = tuple(column.name for column in access_events.columns)
CIPHERTEXT = FIELDS.index("ciphertext")
"""Where it is in a row; in the entity details and salt come before it, else both have the same order."""


def keys_of(connection: sa.Connection) -> CaseKeys:
    """Return what unwraps the keys of cases."""
    return cast("CaseKeys", connection.get_execution_options()[CASE_KEYS])


def opened(connection: sa.Connection, wrapped_key: bytes | None, ciphertext: bytes | None) -> str | None:
    """Return a text that was sealed without a salt; None when it, or its key, was erased or does not fit.

    Raises MasterKeyMissing when there is no master key at all.
    """
    return _opened(connection, wrapped_key, ciphertext, 0)[0]


def opened_details(
    connection: sa.Connection, wrapped_key: bytes | None, ciphertext: bytes | None
) -> tuple[str | None, str | None]:
    """Return details and salt of an event, both None when they, or their key, were erased or do not fit; raise as `opened`."""
    return _opened(connection, wrapped_key, ciphertext, SALT_BYTES)


def opened_event(connection: sa.Connection, row: sa.Row[Any], wrapped_key: bytes | None) -> HistoryEvent:
    """Build an event from a row of `access_event`, with its details as far as they can be opened."""
    details, salt = opened_details(connection, wrapped_key, row[CIPHERTEXT])
    values: list[Any] = [*row[:CIPHERTEXT], details, salt, *row[CIPHERTEXT : len(FIELDS)]]
    return HistoryEvent(*values)


def opened_act(
    connection: sa.Connection, act: HistoryAct, wrapped_key: bytes | None, lines: Sequence[EventLine] | None = None
) -> list[HistoryEvent]:
    """Return the events of an act, whose lines may be known, with their details as far as they can be opened.

    Raises ValueError when the act does not contain events.
    """
    if lines is None:
        lines = lines_of(act.events)
    salts = SALT_BYTES * sum(line.seal == KEPT for line in lines)
    details, salt = _opened(connection, wrapped_key, act.ciphertext, salts) if salts else (None, None)
    return unpacked(act, lines, details, salt or "")


def _opened(
    connection: sa.Connection, wrapped_key: bytes | None, ciphertext: bytes | None, salt_bytes: int
) -> tuple[str | None, str | None]:
    if wrapped_key is None or ciphertext is None:
        return None, None
    keys = keys_of(connection)
    try:
        return keys.cipher(wrapped_key).open(ciphertext, salt_bytes)
    except CannotOpen:
        return None, None
    except MasterKeyMissing:
        if keys.known_ids():  # somebody put another key in the row: that is for the verification to find
            return None, None
        raise


def wrapped_keys(connection: sa.Connection, process_instance_keys: Collection[int]) -> dict[int, bytes | None]:
    """Return the wrapped key of each of these process instances."""
    table = process_instances.c
    query = sa.select(table.key, table.wrapped_key).where(table.key.in_(list(process_instance_keys)))
    return {row[0]: row[1] for row in connection.execute(query)}
