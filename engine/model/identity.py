"""People and programs, their groups and units, and how they prove who they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model.columns import UtcDateTime, key_column, metadata

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(slots=True)
class User:
    """An account; `credential_version` rises with every change that must end what was proved before."""

    user_name: str
    name: str
    """With title, as shown: นางสาวสมศรี ใจดี."""
    email: str | None
    unit: str | None
    province: str | None
    position: str | None
    password_hash: str | None
    credential_version: int
    is_active: bool
    is_service: bool
    created_at: datetime


@dataclass(slots=True)
class ApiToken:
    """A bearer token of a service account; only the SHA-256 of the secret is kept."""

    key: int
    user_name: str
    name: str
    secret_hash: str
    created_at: datetime
    expires_at: datetime | None


app_users = sa.Table(
    "app_user",
    metadata,
    sa.Column("user_name", sa.String(200), primary_key=True),
    sa.Column("name", sa.String(300), nullable=False),
    sa.Column("email", sa.String(300)),
    sa.Column("unit", sa.String(60)),
    sa.Column("province", sa.String(10)),
    sa.Column("position", sa.String(300)),
    sa.Column("password_hash", sa.String(300)),
    sa.Column("credential_version", sa.Integer, nullable=False),
    sa.Column("is_active", sa.Boolean, nullable=False),
    sa.Column("is_service", sa.Boolean, nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
)

user_groups = sa.Table(
    "user_group",
    metadata,
    sa.Column("group_id", sa.String(200), primary_key=True),
    sa.Column("name", sa.String(300), nullable=False),
    sa.Column("name_en", sa.String(300)),
)

memberships = sa.Table(
    "membership",
    metadata,
    sa.Column("user_name", sa.String(200), sa.ForeignKey(app_users.c.user_name, ondelete="CASCADE"), primary_key=True),
    sa.Column(
        "group_id", sa.String(200), sa.ForeignKey(user_groups.c.group_id, ondelete="CASCADE"), primary_key=True, index=True
    ),
)

units = sa.Table(
    "unit",
    metadata,
    sa.Column("code", sa.String(60), primary_key=True),
    sa.Column("name", sa.String(300), nullable=False),
    sa.Column("name_en", sa.String(300)),
    sa.Column("province", sa.String(10)),
    sa.Column("parent_code", sa.String(60)),
)

api_tokens = sa.Table(
    "api_token",
    metadata,
    key_column(),
    sa.Column(
        "user_name", sa.String(200), sa.ForeignKey(app_users.c.user_name, ondelete="CASCADE"), nullable=False, index=True
    ),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("secret_hash", sa.String(64), nullable=False, unique=True),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("expires_at", UtcDateTime),
)
