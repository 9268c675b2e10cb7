"""One evaluation of a decision: its inputs, the rules that matched, its output."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model.columns import JsonText, UtcDateTime, metadata

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(slots=True)
class DecisionInstance:
    """One evaluated decision; those evaluated together share `evaluation_key` and are counted by `index` from 1."""

    evaluation_key: int
    index: int
    decision_definition_key: int
    decision_id: str
    decision_name: str
    decision_version: int
    decision_type: str
    decision_requirements_key: int
    state: str
    evaluated_at: datetime
    root_decision_definition_key: int
    """What was asked for; this decision or one that requires it."""
    output: object = None
    inputs: list[dict[str, object]] = field(default_factory=list)
    matched_rules: list[dict[str, object]] = field(default_factory=list)
    failure: str | None = None
    process_instance_key: int | None = None
    process_definition_key: int | None = None
    element_id: str | None = None
    element_instance_key: int | None = None


decision_instances = sa.Table(
    "decision_instance",
    metadata,
    sa.Column("evaluation_key", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("index", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("decision_definition_key", sa.BigInteger, nullable=False, index=True),
    sa.Column("decision_id", sa.String(255), nullable=False),
    sa.Column("decision_name", sa.String(500), nullable=False),
    sa.Column("decision_version", sa.Integer, nullable=False),
    sa.Column("decision_type", sa.String(60), nullable=False),
    sa.Column("decision_requirements_key", sa.BigInteger, nullable=False),
    sa.Column("state", sa.String(40), nullable=False),
    sa.Column("evaluated_at", UtcDateTime, nullable=False),
    sa.Column("root_decision_definition_key", sa.BigInteger, nullable=False),
    sa.Column("output", JsonText),
    sa.Column("inputs", JsonText, nullable=False),
    sa.Column("matched_rules", JsonText, nullable=False),
    sa.Column("failure", sa.Text),
    sa.Column("process_instance_key", sa.BigInteger, index=True),
    sa.Column("process_definition_key", sa.BigInteger),
    sa.Column("element_id", sa.String(255)),
    sa.Column("element_instance_key", sa.BigInteger),
)
