"""Process instances and what happens inside them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.model.columns import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    _create_process_instance()
    _create_element_instance()
    _create_waiting_token()
    _create_variable()
    _create_input_chunk()
    _create_timer()
    _create_event_subscription()
    _create_message()
    _create_message_correlation()
    _create_message_start_lock()
    _create_continuation()


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("continuation")
    op.drop_table("message_start_lock")
    op.drop_table("message_correlation")
    op.drop_table("message")
    op.drop_table("event_subscription")
    op.drop_table("timer")
    op.drop_table("input_chunk")
    op.drop_table("variable")
    op.drop_table("waiting_token")
    op.drop_table("element_instance")
    op.drop_table("process_instance")


def _create_process_instance() -> None:
    op.create_table(
        "process_instance",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("process_definition_key", sa.BigInteger(), nullable=False),
        sa.Column("process_id", sa.String(length=255), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("root_process_instance_key", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("business_id", sa.String(length=255)),
        sa.Column("parent_process_instance_key", sa.BigInteger()),
        sa.Column("parent_element_instance_key", sa.BigInteger()),
        sa.Column("ended_at", UtcDateTime()),
        sa.Column("started_by", sa.String(length=200)),
        sa.Column("history_length", sa.Integer(), nullable=False),
        sa.Column("history_head", sa.String(length=64), nullable=False),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text()),
        sa.Column("initiator", sa.String(length=200)),
        sa.Column("owner_unit", sa.String(length=60)),
        sa.Column("province_code", sa.String(length=10)),
        sa.Column("confidentiality", sa.String(length=40)),
        sa.Column("message_correlation_key", sa.String(length=500)),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_process_instance")),
    )
    op.create_index(op.f("ix_process_instance_business_id"), "process_instance", ["business_id"])
    op.create_index(op.f("ix_process_instance_definition"), "process_instance", ["process_definition_key", "state"])
    op.create_index(op.f("ix_process_instance_initiator"), "process_instance", ["initiator", "started_at"])
    op.create_index(
        op.f("ix_process_instance_parent_process_instance_key"), "process_instance", ["parent_process_instance_key"]
    )
    op.create_index(op.f("ix_process_instance_process_id"), "process_instance", ["process_id", "state"])
    op.create_index(op.f("ix_process_instance_root_process_instance_key"), "process_instance", ["root_process_instance_key"])


def _create_element_instance() -> None:
    op.create_table(
        "element_instance",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("process_instance_key", sa.BigInteger(), nullable=False),
        sa.Column("element_id", sa.String(length=255), nullable=False),
        sa.Column("element_type", sa.String(40), nullable=False),
        sa.Column("scope_key", sa.BigInteger()),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("flow_id", sa.String(length=255)),
        sa.Column("ended_at", UtcDateTime()),
        sa.Column("active_children", sa.Integer(), nullable=False),
        sa.Column("is_owed", sa.Boolean(), nullable=False),
        sa.Column("incident_key", sa.BigInteger()),
        sa.Column("listeners_done", sa.Integer(), nullable=False),
        sa.Column("loop_counter", sa.Integer(), nullable=False),
        sa.Column("number_of_instances", sa.Integer(), nullable=False),
        sa.Column("spawned", sa.Integer(), nullable=False),
        sa.Column("completed", sa.Integer(), nullable=False),
        sa.Column("terminated", sa.Integer(), nullable=False),
        sa.Column("output", sa.Text()),
        sa.Column("called_process_instance_key", sa.BigInteger()),
        sa.Column("sparing_key", sa.BigInteger()),
        sa.Column("compensation_order", sa.BigInteger()),
        sa.Column("compensates_key", sa.BigInteger()),
        sa.Column("conductor_key", sa.BigInteger()),
        sa.Column("memo", sa.Text()),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_element_instance")),
    )
    op.create_index(
        op.f("ix_element_instance_active"),
        "element_instance",
        ["scope_key", "element_id"],
        postgresql_where=sa.text("ended_at IS NULL"),
        sqlite_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        op.f("ix_element_instance_compensable"),
        "element_instance",
        ["scope_key", "compensation_order"],
        postgresql_where=sa.text("compensation_order IS NOT NULL"),
        sqlite_where=sa.text("compensation_order IS NOT NULL"),
    )
    op.create_index(
        op.f("ix_element_instance_owed"),
        "element_instance",
        ["process_instance_key", "key"],
        postgresql_where=sa.text("is_owed"),
        sqlite_where=sa.text("is_owed"),
    )
    op.create_index(op.f("ix_element_instance_process_instance_key"), "element_instance", ["process_instance_key"])
    op.create_index(op.f("ix_element_instance_scope"), "element_instance", ["scope_key", "loop_counter"])


def _create_waiting_token() -> None:
    op.create_table(
        "waiting_token",
        sa.Column("scope_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("element_id", sa.String(length=255), nullable=False),
        sa.Column("flow_id", sa.String(length=255), nullable=False),
        sa.Column("process_instance_key", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("scope_key", "element_id", "flow_id", name=op.f("pk_waiting_token")),
    )
    op.create_index(op.f("ix_waiting_token_process_instance_key"), "waiting_token", ["process_instance_key"])


def _create_variable() -> None:
    op.create_table(
        "variable",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("process_instance_key", sa.BigInteger(), nullable=False),
        sa.Column("scope_key", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_variable")),
        sa.UniqueConstraint("scope_key", "name", name=op.f("uq_variable_scope_key_name")),
    )
    op.create_index(op.f("ix_variable_process_instance_key"), "variable", ["process_instance_key"])


def _create_input_chunk() -> None:
    op.create_table(
        "input_chunk",
        sa.Column("body_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("items", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("body_key", "number", name=op.f("pk_input_chunk")),
    )


def _create_timer() -> None:
    op.create_table(
        "timer",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("element_id", sa.String(length=255), nullable=False),
        sa.Column("process_definition_key", sa.BigInteger(), nullable=False),
        sa.Column("process_id", sa.String(length=255), nullable=False),
        sa.Column("process_instance_key", sa.BigInteger()),
        sa.Column("element_instance_key", sa.BigInteger()),
        sa.Column("repetitions", sa.Integer()),
        sa.Column("interval", sa.String(length=255)),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_timer")),
    )
    op.create_index(op.f("ix_timer_due_at"), "timer", ["due_at"])
    op.create_index(op.f("ix_timer_element_instance_key"), "timer", ["element_instance_key"])
    op.create_index(op.f("ix_timer_process_instance_key"), "timer", ["process_instance_key"])
    op.create_index(
        op.f("ix_timer_start"),
        "timer",
        ["process_id"],
        postgresql_where=sa.text("process_instance_key IS NULL"),
        sqlite_where=sa.text("process_instance_key IS NULL"),
    )


def _create_event_subscription() -> None:
    op.create_table(
        "event_subscription",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("element_id", sa.String(length=255), nullable=False),
        sa.Column("process_definition_key", sa.BigInteger(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("correlation_key", sa.String(length=500)),
        sa.Column("process_id", sa.String(length=255), nullable=False),
        sa.Column("process_instance_key", sa.BigInteger()),
        sa.Column("element_instance_key", sa.BigInteger()),
        sa.Column("is_interrupting", sa.Boolean(), nullable=False),
        sa.Column("event_index", sa.Integer(), nullable=False),
        sa.Column("is_true", sa.Boolean()),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_event_subscription")),
    )
    op.create_index(op.f("ix_event_subscription_element_instance_key"), "event_subscription", ["element_instance_key"])
    op.create_index(op.f("ix_event_subscription_name"), "event_subscription", ["name", "correlation_key", "kind"])
    op.create_index(op.f("ix_event_subscription_process_instance_key"), "event_subscription", ["process_instance_key"])


def _create_message() -> None:
    op.create_table(
        "message",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("correlation_key", sa.String(length=500), nullable=False),
        sa.Column("message_id", sa.String(length=255)),
        sa.Column("variables", sa.Text(), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("published_by", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_message")),
        sa.UniqueConstraint("name", "correlation_key", "message_id", name=op.f("uq_message_name_correlation_key_message_id")),
    )
    op.create_index(op.f("ix_message_expires_at"), "message", ["expires_at"])


def _create_message_correlation() -> None:
    op.create_table(
        "message_correlation",
        sa.Column("message_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("process_id", sa.String(length=255), nullable=False),
        sa.Column("process_instance_key", sa.BigInteger(), nullable=False),
        sa.Column("correlated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("message_key", "process_id", name=op.f("pk_message_correlation")),
        sa.ForeignKeyConstraint(
            ["message_key"], ["message.key"], name=op.f("fk_message_correlation_message_key"), ondelete="CASCADE"
        ),
    )


def _create_message_start_lock() -> None:
    op.create_table(
        "message_start_lock",
        sa.Column("process_id", sa.String(length=255), nullable=False),
        sa.Column("correlation_key", sa.String(length=500), nullable=False),
        sa.Column("process_instance_key", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("process_id", "correlation_key", name=op.f("pk_message_start_lock")),
        sa.UniqueConstraint("process_instance_key", name=op.f("uq_message_start_lock_process_instance_key")),
    )


def _create_continuation() -> None:
    op.create_table(
        "continuation",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("process_instance_key", sa.BigInteger()),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text()),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_continuation")),
    )
    op.create_index(op.f("ix_continuation_due_at"), "continuation", ["due_at"])
    op.create_index(op.f("ix_continuation_process_instance_key"), "continuation", ["process_instance_key"])
