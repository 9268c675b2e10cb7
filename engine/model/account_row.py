"""Rows of accounts, groups, units and tokens as the record tells them: never a secret, only the digest of one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from engine.model.columns import fixed_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TOLD_AS_DIGEST = frozenset({"password_hash", "secret_hash"})
"""Columns of which the SHA-256 is told: enough to notice an exchange, and no use to whoever wants to sign in."""
ToldRow = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom or what a command is about: the rows that it may change."""

    user_names: frozenset[str] = frozenset()
    """Accounts with their memberships and tokens."""
    group_ids: frozenset[str] = frozenset()
    unit_codes: frozenset[str] = frozenset()


def told_row(columns: Mapping[str, Any]) -> ToldRow:
    """Return what an event tells of a row, as JSON: keys and times are texts."""
    return {name: _told(name, value) for name, value in columns.items()}


def row_name(table: str, identity: Iterable[object]) -> str:
    """Return `table:` and the primary key."""
    return f"{table}:{'/'.join(map(str, identity))}"


def row_changes(before: Mapping[str, ToldRow], after: Mapping[str, ToldRow]) -> dict[str, dict[str, ToldRow | None]]:
    """Return `before` and `after` of every row that is not the same, by name.

    Of a row that was there and still is these hold the columns that differ; of one that came or went all of them, and None.
    """
    found: dict[str, dict[str, ToldRow | None]] = {}
    for name in sorted(before.keys() | after.keys()):
        was, now = before.get(name), after.get(name)
        if was is None or now is None:
            found[name] = {"before": was, "after": now}
        elif was != now:
            differing = [column for column in now if was.get(column) != now[column]]
            found[name] = {"before": {c: was.get(c) for c in differing}, "after": {c: now[c] for c in differing}}
    return found


def _told(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in TOLD_AS_DIGEST:
        return hashlib.sha256(value.encode()).hexdigest()
    if isinstance(value, datetime):
        return fixed_width(value)
    return str(value) if name == "key" else value
