"""Work for people and workers, and its history."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.model.columns import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    _create_user_task()
    _create_user_task_candidate()
    _create_user_task_draft()
    _create_comment()
    _create_job()
    _create_incident()
    _create_history_event()
    _create_decision_instance()
    _create_document()
    _create_document_content()


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("document_content")
    op.drop_table("document")
    op.drop_table("decision_instance")
    op.drop_table("history_event")
    op.drop_table("incident")
    op.drop_table("job")
    op.drop_table("comment")
    op.drop_table("user_task_draft")
    op.drop_table("user_task_candidate")
    op.drop_table("user_task")


def _create_user_task() -> None:
    op.create_table(
        "user_task",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("process_instance_key", sa.BigInteger(), nullable=False),
        sa.Column("root_process_instance_key", sa.BigInteger(), nullable=False),
        sa.Column("process_definition_key", sa.BigInteger(), nullable=False),
        sa.Column("process_id", sa.String(length=255), nullable=False),
        sa.Column("process_version", sa.Integer(), nullable=False),
        sa.Column("element_id", sa.String(length=255), nullable=False),
        sa.Column("element_instance_key", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("assignee", sa.String(length=200)),
        sa.Column("candidate_groups", sa.Text(), nullable=False),
        sa.Column("candidate_users", sa.Text(), nullable=False),
        sa.Column("due_at", UtcDateTime()),
        sa.Column("follow_up_at", UtcDateTime()),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("form_key", sa.BigInteger()),
        sa.Column("external_form_reference", sa.String(length=500)),
        sa.Column("headers", sa.Text(), nullable=False),
        sa.Column("duty", sa.String(length=60)),
        sa.Column("claimed_at", UtcDateTime()),
        sa.Column("ended_at", UtcDateTime()),
        sa.Column("completed_by", sa.String(length=200)),
        sa.Column("on_behalf_of", sa.String(length=200)),
        sa.Column("capacity", sa.String(length=300)),
        sa.Column("action", sa.String(length=100)),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_user_task")),
    )
    op.create_index(op.f("ix_user_task_assignee"), "user_task", ["assignee", "state"])
    op.create_index(op.f("ix_user_task_completed_by"), "user_task", ["completed_by", "ended_at"])
    op.create_index(op.f("ix_user_task_element_instance_key"), "user_task", ["element_instance_key"])
    op.create_index(op.f("ix_user_task_process_instance_key"), "user_task", ["process_instance_key"])
    op.create_index(op.f("ix_user_task_root_process_instance_key"), "user_task", ["root_process_instance_key"])


def _create_user_task_candidate() -> None:
    op.create_table(
        "user_task_candidate",
        sa.Column("user_task_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("user_task_key", "kind", "name", name=op.f("pk_user_task_candidate")),
        sa.ForeignKeyConstraint(
            ["user_task_key"], ["user_task.key"], name=op.f("fk_user_task_candidate_user_task_key"), ondelete="CASCADE"
        ),
    )
    op.create_index(op.f("ix_user_task_candidate_name"), "user_task_candidate", ["name", "kind"])


def _create_user_task_draft() -> None:
    op.create_table(
        "user_task_draft",
        sa.Column("user_task_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_name", sa.String(length=200), nullable=False),
        sa.Column("values", sa.Text(), nullable=False),
        sa.Column("saved_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("user_task_key", "user_name", name=op.f("pk_user_task_draft")),
        sa.ForeignKeyConstraint(
            ["user_task_key"], ["user_task.key"], name=op.f("fk_user_task_draft_user_task_key"), ondelete="CASCADE"
        ),
    )


def _create_comment() -> None:
    op.create_table(
        "comment",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("root_process_instance_key", sa.BigInteger(), nullable=False),
        sa.Column("process_instance_key", sa.BigInteger(), nullable=False),
        sa.Column("user_task_key", sa.BigInteger()),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_comment")),
    )
    op.create_index(op.f("ix_comment_root_process_instance_key"), "comment", ["root_process_instance_key"])


def _create_job() -> None:
    op.create_table(
        "job",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("type", sa.String(length=255), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("process_instance_key", sa.BigInteger(), nullable=False),
        sa.Column("root_process_instance_key", sa.BigInteger(), nullable=False),
        sa.Column("process_definition_key", sa.BigInteger(), nullable=False),
        sa.Column("process_id", sa.String(length=255), nullable=False),
        sa.Column("process_version", sa.Integer(), nullable=False),
        sa.Column("element_id", sa.String(length=255), nullable=False),
        sa.Column("element_instance_key", sa.BigInteger(), nullable=False),
        sa.Column("retries", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("listener_event", sa.String(length=40), nullable=False),
        sa.Column("headers", sa.Text(), nullable=False),
        sa.Column("worker", sa.String(length=255), nullable=False),
        sa.Column("deadline", UtcDateTime()),
        sa.Column("error_code", sa.String(length=255)),
        sa.Column("error_message", sa.Text()),
        sa.Column("ended_at", UtcDateTime()),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_job")),
    )
    op.create_index(
        op.f("ix_job_due"),
        "job",
        ["type", "due_at"],
        postgresql_where=sa.text("state = 'CREATED'"),
        sqlite_where=sa.text("state = 'CREATED'"),
    )
    op.create_index(op.f("ix_job_element_instance_key"), "job", ["element_instance_key"])
    op.create_index(op.f("ix_job_process_instance_key"), "job", ["process_instance_key"])


def _create_incident() -> None:
    op.create_table(
        "incident",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("process_instance_key", sa.BigInteger(), nullable=False),
        sa.Column("root_process_instance_key", sa.BigInteger(), nullable=False),
        sa.Column("process_definition_key", sa.BigInteger(), nullable=False),
        sa.Column("process_id", sa.String(length=255), nullable=False),
        sa.Column("element_id", sa.String(length=255), nullable=False),
        sa.Column("element_instance_key", sa.BigInteger(), nullable=False),
        sa.Column("error_type", sa.String(length=60), nullable=False),
        sa.Column("error_message", sa.Text(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("job_key", sa.BigInteger()),
        sa.Column("resolved_at", UtcDateTime()),
        sa.Column("resolved_by", sa.String(length=200)),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_incident")),
    )
    op.create_index(op.f("ix_incident_element_instance_key"), "incident", ["element_instance_key"])
    op.create_index(op.f("ix_incident_process_instance_key"), "incident", ["process_instance_key"])
    op.create_index(op.f("ix_incident_state"), "incident", ["state"])


def _create_history_event() -> None:
    op.create_table(
        "history_event",
        sa.Column("process_instance_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("type", sa.String(length=60), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("on_behalf_of", sa.String(length=200)),
        sa.Column("capacity", sa.String(length=300)),
        sa.Column("session_id", sa.String(length=64)),
        sa.Column("element_id", sa.String(length=255)),
        sa.Column("element_instance_key", sa.BigInteger()),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("process_instance_key", "sequence", name=op.f("pk_history_event")),
    )


def _create_decision_instance() -> None:
    op.create_table(
        "decision_instance",
        sa.Column("evaluation_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("index", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("decision_definition_key", sa.BigInteger(), nullable=False),
        sa.Column("decision_id", sa.String(length=255), nullable=False),
        sa.Column("decision_name", sa.String(length=500), nullable=False),
        sa.Column("decision_version", sa.Integer(), nullable=False),
        sa.Column("decision_type", sa.String(length=60), nullable=False),
        sa.Column("decision_requirements_key", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("evaluated_at", UtcDateTime(), nullable=False),
        sa.Column("root_decision_definition_key", sa.BigInteger(), nullable=False),
        sa.Column("output", sa.Text()),
        sa.Column("inputs", sa.Text(), nullable=False),
        sa.Column("matched_rules", sa.Text(), nullable=False),
        sa.Column("failure", sa.Text()),
        sa.Column("process_instance_key", sa.BigInteger()),
        sa.Column("process_definition_key", sa.BigInteger()),
        sa.Column("element_id", sa.String(length=255)),
        sa.Column("element_instance_key", sa.BigInteger()),
        sa.PrimaryKeyConstraint("evaluation_key", "index", name=op.f("pk_decision_instance")),
    )
    op.create_index(op.f("ix_decision_instance_decision_definition_key"), "decision_instance", ["decision_definition_key"])
    op.create_index(op.f("ix_decision_instance_process_instance_key"), "decision_instance", ["process_instance_key"])


def _create_document() -> None:
    op.create_table(
        "document",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("document_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("content_type", sa.String(length=200), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.String(length=200), nullable=False),
        sa.Column("process_instance_key", sa.BigInteger()),
        sa.Column("root_process_instance_key", sa.BigInteger()),
        sa.Column("is_generated", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_document")),
        sa.UniqueConstraint("document_id", name=op.f("uq_document_document_id")),
    )
    op.create_index(op.f("ix_document_root_process_instance_key"), "document", ["root_process_instance_key"])


def _create_document_content() -> None:
    op.create_table(
        "document_content",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_document_content")),
    )
