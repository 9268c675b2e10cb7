"""Definitions: what is deployed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.model.columns import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    _create_deployment()
    _create_resource()
    _create_process_definition()
    _create_decision_requirements()
    _create_decision_definition()
    _create_form()


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("form")
    op.drop_table("decision_definition")
    op.drop_table("decision_requirements")
    op.drop_table("process_definition")
    op.drop_table("resource")
    op.drop_table("deployment")


def _create_deployment() -> None:
    op.create_table(
        "deployment",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("deployed_at", UtcDateTime(), nullable=False),
        sa.Column("deployed_by", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_deployment")),
    )


def _create_resource() -> None:
    op.create_table(
        "resource",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("deployment_key", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("checksum", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_resource")),
        sa.ForeignKeyConstraint(["deployment_key"], ["deployment.key"], name=op.f("fk_resource_deployment_key")),
    )
    op.create_index(op.f("ix_resource_deployment_key"), "resource", ["deployment_key"])


def _create_process_definition() -> None:
    op.create_table(
        "process_definition",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("process_id", sa.String(length=255), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("version_tag", sa.String(length=255)),
        sa.Column("name", sa.String(length=500)),
        sa.Column("resource_key", sa.BigInteger(), nullable=False),
        sa.Column("resource_name", sa.String(length=500), nullable=False),
        sa.Column("checksum", sa.String(length=64), nullable=False),
        sa.Column("deployment_key", sa.BigInteger(), nullable=False),
        sa.Column("deployed_at", UtcDateTime(), nullable=False),
        sa.Column("is_latest", sa.Boolean(), nullable=False),
        sa.Column("form_id", sa.String(length=255)),
        sa.Column("starters", sa.Text()),
        sa.Column("properties", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_process_definition")),
        sa.ForeignKeyConstraint(["deployment_key"], ["deployment.key"], name=op.f("fk_process_definition_deployment_key")),
        sa.ForeignKeyConstraint(["resource_key"], ["resource.key"], name=op.f("fk_process_definition_resource_key")),
        sa.UniqueConstraint("process_id", "version", name=op.f("uq_process_definition_process_id_version")),
    )
    op.create_index(op.f("ix_process_definition_deployment_key"), "process_definition", ["deployment_key"])


def _create_decision_requirements() -> None:
    op.create_table(
        "decision_requirements",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("decision_requirements_id", sa.String(length=255), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("namespace", sa.String(length=500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("resource_key", sa.BigInteger(), nullable=False),
        sa.Column("resource_name", sa.String(length=500), nullable=False),
        sa.Column("checksum", sa.String(length=64), nullable=False),
        sa.Column("deployment_key", sa.BigInteger(), nullable=False),
        sa.Column("deployed_at", UtcDateTime(), nullable=False),
        sa.Column("is_latest", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_decision_requirements")),
        sa.ForeignKeyConstraint(["deployment_key"], ["deployment.key"], name=op.f("fk_decision_requirements_deployment_key")),
        sa.ForeignKeyConstraint(["resource_key"], ["resource.key"], name=op.f("fk_decision_requirements_resource_key")),
        sa.UniqueConstraint(
            "decision_requirements_id", "version", name=op.f("uq_decision_requirements_decision_requirements_id_version")
        ),
    )
    op.create_index(op.f("ix_decision_requirements_deployment_key"), "decision_requirements", ["deployment_key"])


def _create_decision_definition() -> None:
    op.create_table(
        "decision_definition",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("decision_id", sa.String(length=255), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("version_tag", sa.String(length=255)),
        sa.Column("decision_requirements_key", sa.BigInteger(), nullable=False),
        sa.Column("decision_requirements_id", sa.String(length=255), nullable=False),
        sa.Column("deployment_key", sa.BigInteger(), nullable=False),
        sa.Column("deployed_at", UtcDateTime(), nullable=False),
        sa.Column("is_latest", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_decision_definition")),
        sa.ForeignKeyConstraint(
            ["decision_requirements_key"],
            ["decision_requirements.key"],
            name=op.f("fk_decision_definition_decision_requirements_key"),
        ),
        sa.ForeignKeyConstraint(["deployment_key"], ["deployment.key"], name=op.f("fk_decision_definition_deployment_key")),
        sa.UniqueConstraint("decision_id", "version", name=op.f("uq_decision_definition_decision_id_version")),
    )
    op.create_index(
        op.f("ix_decision_definition_decision_requirements_key"), "decision_definition", ["decision_requirements_key"]
    )
    op.create_index(op.f("ix_decision_definition_deployment_key"), "decision_definition", ["deployment_key"])


def _create_form() -> None:
    op.create_table(
        "form",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("form_id", sa.String(length=255), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("version_tag", sa.String(length=255)),
        sa.Column("resource_key", sa.BigInteger(), nullable=False),
        sa.Column("resource_name", sa.String(length=500), nullable=False),
        sa.Column("checksum", sa.String(length=64), nullable=False),
        sa.Column("deployment_key", sa.BigInteger(), nullable=False),
        sa.Column("deployed_at", UtcDateTime(), nullable=False),
        sa.Column("is_latest", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_form")),
        sa.ForeignKeyConstraint(["deployment_key"], ["deployment.key"], name=op.f("fk_form_deployment_key")),
        sa.ForeignKeyConstraint(["resource_key"], ["resource.key"], name=op.f("fk_form_resource_key")),
        sa.UniqueConstraint("form_id", "version", name=op.f("uq_form_form_id_version")),
    )
    op.create_index(op.f("ix_form_deployment_key"), "form", ["deployment_key"])
