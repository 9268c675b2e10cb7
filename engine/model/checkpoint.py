"""A checkpoint: a signed statement of how every chain of the history ended at a moment, and the log of those ends."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model.columns import Hexadecimal, UtcDateTime, Word, metadata

if TYPE_CHECKING:
    from datetime import datetime


class ChainKind(StrEnum):
    """Which table a chain is in."""

    CASE = "case"
    """history_event."""
    ACCESS = "access"
    """access_event."""


@dataclass(frozen=True, slots=True)
class ChainHead:
    """How a chain ended when a checkpoint saw it: a leaf of the log."""

    kind: ChainKind
    chain_key: int
    length: int
    head: str
    """The hash of the last event, in hexadecimal."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One checkpoint as stored and published."""

    number: int
    """From 1, without gaps."""
    at: datetime
    tree_size: int
    """How many leaves the log has with it."""
    document: str
    """The canonical JSON text that was signed."""
    signature: str
    """Ed25519, in hexadecimal."""
    peaks: str
    """The right edge of the tree, so that the next checkpoint appends to it: hexadecimal hashes, a comma between them."""


checkpoints = sa.Table(
    "checkpoint",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("tree_size", sa.BigInteger, nullable=False),
    sa.Column("document", sa.Text, nullable=False),
    sa.Column("signature", Hexadecimal, nullable=False),
    sa.Column("peaks", sa.Text, nullable=False),
)

checkpoint_leaves = sa.Table(
    "checkpoint_leaf",
    metadata,
    sa.Column("leaf_index", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("kind", Word(ChainKind), nullable=False),
    sa.Column("chain_key", sa.BigInteger, nullable=False),
    sa.Column("length", sa.Integer, nullable=False),
    sa.Column("head", Hexadecimal, nullable=False),
    sa.Index("ix_checkpoint_leaf_chain", "chain_key", "kind", "leaf_index"),
)
"""The log: a leaf for each chain that had grown since the checkpoint before; nothing in it ever changes."""

checkpoint_nodes = sa.Table(
    "checkpoint_node",
    metadata,
    sa.Column("level", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("hash", Hexadecimal, nullable=False),
)
"""Inner nodes of every eighth level, so that a proof need not hash the whole log; derived, and checked against the roots."""

sealed_chains = sa.Table(
    "sealed_chain",
    metadata,
    sa.Column("chain_key", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("kind", Word(ChainKind), primary_key=True),
    sa.Column("length", sa.Integer, nullable=False),
)
"""How much of each chain the last leaf about it covers; derived, so that a checkpoint finds what has grown."""
