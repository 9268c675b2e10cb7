"""The events of a command in one row; those that are there get a row each and keep every hash."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from engine.model.columns import Hexadecimal, UtcDateTime
from engine.model.deflated import deflated

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

AT_ONCE = 2_000
_WHO_AND_WHEN: tuple[tuple[str, Any, bool], ...] = (
    ("process_instance_key", sa.BigInteger(), False),
    ("sequence", sa.Integer(), False),
    ("at", UtcDateTime(), False),
    ("actor", sa.String(length=200), False),
    ("on_behalf_of", sa.String(length=200), True),
    ("capacity", sa.String(length=300), True),
    ("session_id", sa.String(length=64), True),
)
_SEALED: tuple[tuple[str, Any, bool], ...] = (("ciphertext", sa.LargeBinary(), True), ("hash", Hexadecimal(), False))
_PACKED: tuple[tuple[str, Any], ...] = (
    ("type", sa.String()),
    ("element_id", sa.String()),
    ("element_instance_key", sa.BigInteger()),
    ("facts", sa.Text()),
    ("sealed", Hexadecimal()),
)


def upgrade() -> None:
    """Move the events."""
    columns = (*_WHO_AND_WHEN, ("events", sa.LargeBinary(), False), *_SEALED)
    op.create_table(
        "history_act",
        *(sa.Column(name, kind, nullable=nullable, autoincrement=False) for name, kind, nullable in columns),
        sa.PrimaryKeyConstraint("process_instance_key", "sequence", name=op.f("pk_history_act")),
    )
    _move()
    op.drop_table("history_event")
    op.create_index(
        "ix_history_act_at", "history_act", ["at"], postgresql_using="brin", postgresql_with={"autosummarize": True}
    )


def downgrade() -> None:
    """Refuse: rows of many events are not taken apart again."""
    raise NotImplementedError("Restore the backup from before the upgrade: the history is not written back.")


def _move() -> None:
    connection = op.get_bind()
    kept = [(name, kind) for name, kind, _ in (*_WHO_AND_WHEN, *_SEALED)]
    before = sa.table("history_event", *(sa.column(name, kind) for name, kind in (*kept, *_PACKED)))
    after = sa.table("history_act", *(sa.column(name, kind) for name, kind in (*kept, ("events", sa.LargeBinary()))))
    place = before.c.process_instance_key, before.c.sequence
    last: tuple[int, int] = (-1, -1)
    while True:
        query = sa.select(before).where(sa.tuple_(*place) > sa.tuple_(*map(sa.literal, last)))
        rows = connection.execute(query.order_by(*place).limit(AT_ONCE)).all()
        if not rows:
            return
        acts = [{**{name: getattr(row, name) for name, _ in kept}, "events": _line(row)} for row in rows]
        connection.execute(sa.insert(after), acts)
        last = rows[-1].process_instance_key, rows[-1].sequence


def _line(row: sa.Row[Any]) -> bytes:
    key = "" if row.element_instance_key is None else row.element_instance_key
    seal = (row.sealed or "") if row.ciphertext is None else "*"
    facts = "" if row.facts == "{}" else row.facts
    return deflated(f"{row.type}\t{row.element_id or ''}\t{key}\t{seal}\t{facts}".encode())
