"""Decision instances, written outside a case's change set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.model.decision_instance import DecisionInstance, decision_instances
from engine.store.rows import insert

if TYPE_CHECKING:
    from collections.abc import Sequence

    import sqlalchemy as sa


def insert_decision_instances(connection: sa.Connection, rows: Sequence[DecisionInstance]) -> None:
    """Insert evaluated decisions."""
    insert(connection, decision_instances, rows)
