"""Wrapped keys by the master key that wraps them, for its rotation."""

from __future__ import annotations

import sqlalchemy as sa

from engine.model.case_key import ID_BYTES
from engine.model.process_instance import process_instances
from engine.store.access_events import ACCESS_KEY, read_access_key
from engine.store.settings import write_setting

AT_ONCE = 500
OF_ACCESS = 0
"""Stands for the key of the access events, where else the key of a process instance stands."""
_instance = process_instances.c


def wrapped_otherwise(connection: sa.Connection, master_id: bytes) -> list[tuple[int, bytes]]:
    """Return (process instance or OF_ACCESS, wrapped key) of at most AT_ONCE keys that another master key wraps; locks them."""
    start = sa.func.substr(_instance.wrapped_key, 1, ID_BYTES)
    query = sa.select(_instance.key, _instance.wrapped_key).where(start != sa.literal(master_id, sa.LargeBinary))
    if connection.dialect.name != "sqlite":
        query = query.with_for_update(skip_locked=False)
    found = [(row[0], row[1]) for row in connection.execute(query.order_by(_instance.key).limit(AT_ONCE))]
    access = read_access_key(connection)
    if access is not None and access[:ID_BYTES] != master_id:
        found.append((OF_ACCESS, access))
    return found


def replace_wrapped(connection: sa.Connection, place: int, wrapped: bytes) -> None:
    """Store a key as it is wrapped now."""
    if place == OF_ACCESS:
        write_setting(connection, ACCESS_KEY, wrapped.hex())
    else:
        connection.execute(sa.update(process_instances).where(_instance.key == place).values(wrapped_key=wrapped))
