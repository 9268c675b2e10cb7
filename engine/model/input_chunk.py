"""A part of a multi-instance's input collection, so that creating later children does not read all of it."""

from __future__ import annotations

import sqlalchemy as sa

from engine.model.columns import JsonText, metadata

input_chunks = sa.Table(
    "input_chunk",
    metadata,
    sa.Column("body_key", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("items", JsonText, nullable=False),
)
