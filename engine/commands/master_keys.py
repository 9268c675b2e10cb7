"""Which master keys the keys of this database are wrapped with, and wrapping all of them with the current one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.errors import RequestInvalid
from engine.store import wrapped_keys as store
from engine.store.migrations import has_tables
from engine.store.settings import read_setting, write_setting
from engine.store.unit_of_work import unit_of_work

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from engine.store.database import Database

NOTED = "master_keys"


def noted_master_keys(database: Database) -> list[str]:
    """Return the ids (hexadecimal) of the master keys that this database needs; none before its first."""
    if not has_tables(database):
        return []
    with database.reading() as connection:
        noted = read_setting(connection, NOTED)
    return [str(key_id) for key_id in noted] if isinstance(noted, list) else []


def note_master_keys(database: Database, key_ids: Sequence[str]) -> None:
    """Note which master keys the database needs, where it has its tables already."""
    if has_tables(database):
        with unit_of_work(database) as uow:
            write_setting(uow.connection, NOTED, list(key_ids))
            uow.commit()


def rewrap(database: Database, on_progress: Callable[[int], None] = lambda _done: None) -> int:
    """Wrap every key that an older master key wraps with the current one, in batches; return how many.

    Cases stay usable meanwhile; each waits for at most one batch. Raises MasterKeyMissing, CannotOpen.
    """
    keys, done = database.case_keys, 0
    while True:
        with unit_of_work(database) as uow:
            batch = store.wrapped_otherwise(uow.connection, keys.current_id())
            for place, wrapped in batch:
                store.replace_wrapped(uow.connection, place, keys.rewrapped(wrapped))
            uow.commit()
        done += len(batch)
        on_progress(done)
        if not batch:
            return done


def retire_old_master_keys(database: Database) -> list[str]:
    """Note that the current master key is the only one needed; return the ids of those that may be destroyed.

    Raises RequestInvalid while a case's key is still wrapped with another.
    """
    current = database.case_keys.current_id()
    with database.reading() as connection:
        if store.wrapped_otherwise(connection, current):
            raise RequestInvalid("Some keys are still wrapped with an older master key: run `anumat key rewrap` first.")
    old = [key_id for key_id in noted_master_keys(database) if key_id != current.hex()]
    note_master_keys(database, [current.hex()])
    return old
