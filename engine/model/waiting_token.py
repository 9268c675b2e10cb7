"""Tokens that wait at a joining gateway, or at an activity that starts with several of them."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from engine.model.columns import metadata


@dataclass(slots=True, eq=False)
class WaitingToken:
    """How many tokens came to `element_id` by `flow_id` within the scope and wait there; the row is deleted at 0."""

    scope_key: int
    process_instance_key: int
    element_id: str
    flow_id: str
    count: int = 0


waiting_tokens = sa.Table(
    "waiting_token",
    metadata,
    sa.Column("scope_key", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("element_id", sa.String(255), primary_key=True),
    sa.Column("flow_id", sa.String(255), primary_key=True),
    sa.Column("process_instance_key", sa.BigInteger, nullable=False, index=True),
    sa.Column("count", sa.Integer, nullable=False),
)
