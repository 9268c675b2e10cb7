"""People, numbers, notifications and settings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.model.columns import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    _create_app_user()
    _create_user_group()
    _create_membership()
    _create_unit()
    _create_api_token()
    _create_notification()
    _create_number_series()
    _create_reserved_number()
    _create_setting()
    _create_key_node()


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("key_node")
    op.drop_table("setting")
    op.drop_table("reserved_number")
    op.drop_table("number_series")
    op.drop_table("notification")
    op.drop_table("api_token")
    op.drop_table("unit")
    op.drop_table("membership")
    op.drop_table("user_group")
    op.drop_table("app_user")


def _create_app_user() -> None:
    op.create_table(
        "app_user",
        sa.Column("user_name", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("email", sa.String(length=300)),
        sa.Column("unit", sa.String(length=60)),
        sa.Column("province", sa.String(length=10)),
        sa.Column("position", sa.String(length=300)),
        sa.Column("password_hash", sa.String(length=300)),
        sa.Column("credential_version", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("is_service", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("user_name", name=op.f("pk_app_user")),
    )


def _create_user_group() -> None:
    op.create_table(
        "user_group",
        sa.Column("group_id", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("group_id", name=op.f("pk_user_group")),
    )


def _create_membership() -> None:
    op.create_table(
        "membership",
        sa.Column("user_name", sa.String(length=200), nullable=False),
        sa.Column("group_id", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("user_name", "group_id", name=op.f("pk_membership")),
        sa.ForeignKeyConstraint(["group_id"], ["user_group.group_id"], name=op.f("fk_membership_group_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["user_name"], ["app_user.user_name"], name=op.f("fk_membership_user_name"), ondelete="CASCADE"
        ),
    )
    op.create_index(op.f("ix_membership_group_id"), "membership", ["group_id"])


def _create_unit() -> None:
    op.create_table(
        "unit",
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("name_en", sa.String(length=300)),
        sa.Column("province", sa.String(length=10)),
        sa.Column("parent_code", sa.String(length=60)),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_unit")),
    )


def _create_api_token() -> None:
    op.create_table(
        "api_token",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_name", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime()),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_api_token")),
        sa.ForeignKeyConstraint(["user_name"], ["app_user.user_name"], name=op.f("fk_api_token_user_name"), ondelete="CASCADE"),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_api_token_secret_hash")),
    )
    op.create_index(op.f("ix_api_token_user_name"), "api_token", ["user_name"])


def _create_notification() -> None:
    op.create_table(
        "notification",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("recipient", sa.String(length=200), nullable=False),
        sa.Column("text_th", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("process_instance_key", sa.BigInteger()),
        sa.Column("job_key", sa.BigInteger()),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("read_at", UtcDateTime()),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_notification")),
        sa.UniqueConstraint("job_key", "recipient", "digest", name=op.f("uq_notification_job_key_recipient_digest")),
    )
    op.create_index(op.f("ix_notification_recipient"), "notification", ["recipient", "created_at"])


def _create_number_series() -> None:
    op.create_table(
        "number_series",
        sa.Column("series", sa.String(length=200), nullable=False),
        sa.Column("last_number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("series", name=op.f("pk_number_series")),
    )


def _create_reserved_number() -> None:
    op.create_table(
        "reserved_number",
        sa.Column("series", sa.String(length=200), nullable=False),
        sa.Column("job_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("reserved_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("series", "job_key", name=op.f("pk_reserved_number")),
    )


def _create_setting() -> None:
    op.create_table(
        "setting",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("value", sa.Text()),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_setting")),
    )


def _create_key_node() -> None:
    op.create_table(
        "key_node",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last_node", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_node")),
    )
