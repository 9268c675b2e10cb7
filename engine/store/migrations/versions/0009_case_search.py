"""Searching the history: a row per case, saved searches, and events by time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.model.case_search import NEVER, Numbers
from engine.model.columns import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables and indexes."""
    op.create_table(
        "case_search",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime()),
        sa.Column("history_length", sa.Integer(), nullable=False),
        sa.Column("marks", Numbers(sa.BigInteger), nullable=False),
        sa.Column("grams", Numbers(sa.Integer), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_case_search")),
    )
    op.create_index("ix_case_search_started_at", "case_search", ["started_at", "key"])
    op.create_index("ix_case_search_ended_at", "case_search", ["ended_at", "key"])
    op.create_index("ix_case_search_marks", "case_search", ["marks"], postgresql_using="gin", sqlite_where=NEVER)
    op.create_index("ix_case_search_grams", "case_search", ["grams"], postgresql_using="gin", sqlite_where=NEVER)
    op.create_table(
        "saved_search",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_name", sa.String(200), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_saved_search")),
        sa.UniqueConstraint("user_name", "name", name="uq_saved_search_user_name_name"),
    )
    for table in ("history_event", "access_event"):
        op.create_index(f"ix_{table}_at", table, ["at"], postgresql_using="brin", postgresql_with={"autosummarize": True})


def downgrade() -> None:
    """Drop them."""
    for table in ("history_event", "access_event"):
        op.drop_index(f"ix_{table}_at", table)
    op.drop_table("saved_search")
    op.drop_table("case_search")
