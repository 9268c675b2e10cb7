"""The history in its canonical form: details beside their salts, hashes as bytes, and every chain hashed anew."""

from __future__ import annotations

import hashlib
import json
import os
from typing import Any

import sqlalchemy as sa
from alembic import op

from engine.model.columns import Hexadecimal, UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_SHARED: tuple[tuple[str, Any, bool], ...] = (
    ("process_instance_key", sa.BigInteger(), False),
    ("sequence", sa.Integer(), False),
    ("type", sa.String(length=60), False),
    ("at", UtcDateTime(), False),
    ("actor", sa.String(length=200), False),
    ("on_behalf_of", sa.String(length=200), True),
    ("capacity", sa.String(length=300), True),
    ("session_id", sa.String(length=64), True),
    ("element_id", sa.String(length=255), True),
    ("element_instance_key", sa.BigInteger(), True),
)
_PRIMARY_KEY = ("process_instance_key", "sequence")


def upgrade() -> None:
    """Replace the table; what was recorded before is kept whole as details."""
    op.rename_table("history_event", "history_event_before")
    _drop_primary_key("history_event_before")
    op.create_table(
        "history_event",
        *(sa.Column(name, kind, nullable=nullable, autoincrement=False) for name, kind, nullable in _SHARED),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("details", sa.Text()),
        sa.Column("salt", Hexadecimal()),
        sa.Column("sealed", Hexadecimal()),
        sa.Column("hash", Hexadecimal(), nullable=False),
        sa.PrimaryKeyConstraint(*_PRIMARY_KEY, name=op.f("pk_history_event")),
    )
    _chain_anew()
    op.drop_table("history_event_before")


def downgrade() -> None:
    """Refuse to fall back: a chain in the old form would prove nothing about the new one."""
    raise NotImplementedError("Restore the backup from before the upgrade: the history is not written back.")


def _drop_primary_key(table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("pk_history_event", table)


def _chain_anew() -> None:
    connection = op.get_bind()
    columns = [name for name, _, _ in _SHARED]
    before = sa.table("history_event_before", *(sa.column(name, kind) for name, kind, _ in _SHARED), sa.column("payload"))
    after = sa.table(
        "history_event",
        *(sa.column(name, kind) for name, kind, _ in _SHARED),
        sa.column("facts"),
        sa.column("details"),
        sa.column("salt", Hexadecimal()),
        sa.column("hash", Hexadecimal()),
    )
    instance = sa.table("process_instance", sa.column("key"), sa.column("history_length"), sa.column("history_head"))
    for (key,) in connection.execute(sa.select(before.c.process_instance_key).distinct()).all():
        head, rows = "", []
        query = sa.select(before).where(before.c.process_instance_key == key).order_by(before.c.sequence)
        for row in connection.execute(query):
            event = {name: getattr(row, name) for name in columns}
            details = None if row.payload == "{}" else row.payload
            salt = None if details is None else os.urandom(16).hex()
            head = _hash(head, event, None if details is None else hashlib.sha256(f"{salt}{details}".encode()).hexdigest())
            rows.append({**event, "facts": "{}", "details": details, "salt": salt, "hash": head})
        connection.execute(sa.insert(after), rows)
        changed = {"history_length": len(rows), "history_head": head}
        connection.execute(sa.update(instance).where(instance.c.key == key).values(**changed))


def _hash(previous: str, event: dict[str, Any], sealed: str | None) -> str:
    facts = {
        "actor": event["actor"],
        "at": event["at"].strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "capacity": event["capacity"],
        "elementId": event["element_id"],
        "elementInstanceKey": None if event["element_instance_key"] is None else str(event["element_instance_key"]),
        "facts": {},
        "onBehalfOf": event["on_behalf_of"],
        "previous": previous,
        "processInstanceKey": str(event["process_instance_key"]),
        "sealed": sealed,
        "sequence": event["sequence"],
        "sessionId": event["session_id"],
        "type": event["type"],
    }
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
