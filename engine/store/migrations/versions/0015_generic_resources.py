"""Deployed files for the workers of jobs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.model.columns import UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "generic_resource",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("resource_id", sa.String(length=500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("version_tag", sa.String(length=255)),
        sa.Column("resource_key", sa.BigInteger(), nullable=False),
        sa.Column("resource_name", sa.String(length=500), nullable=False),
        sa.Column("checksum", sa.String(length=64), nullable=False),
        sa.Column("deployment_key", sa.BigInteger(), nullable=False),
        sa.Column("deployed_at", UtcDateTime(), nullable=False),
        sa.Column("is_latest", sa.Boolean(), nullable=False),
        sa.Column("deleted_at", UtcDateTime()),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_generic_resource")),
        sa.ForeignKeyConstraint(["deployment_key"], ["deployment.key"], name=op.f("fk_generic_resource_deployment_key")),
        sa.ForeignKeyConstraint(["resource_key"], ["resource.key"], name=op.f("fk_generic_resource_resource_key")),
        sa.UniqueConstraint("resource_id", "version", name=op.f("uq_generic_resource_resource_id_version")),
    )
    op.create_index(op.f("ix_generic_resource_deployment_key"), "generic_resource", ["deployment_key"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("generic_resource")
