"""Small facts about the installation: a pinned clock, what was loaded once; and the counter that gives key nodes."""

from __future__ import annotations

import sqlalchemy as sa

from engine.model.columns import JsonText, metadata

settings = sa.Table(
    "setting",
    metadata,
    sa.Column("name", sa.String(100), primary_key=True),
    sa.Column("value", JsonText),
)

key_nodes = sa.Table(
    "key_node",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("last_node", sa.BigInteger, nullable=False),
)
"""One row (id 1): the last node number given to a process of this installation."""
