"""Accounts, groups, units and tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.model.identity import ApiToken, User, api_tokens, app_users, memberships, units, user_groups
from engine.store.question import Question
from engine.store.rows import dialect_insert, insert, upsert, upsert_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime


_BY_NAME = Question(
    sa.select(*app_users.c, memberships.c.group_id)
    .join_from(app_users, memberships, isouter=True)
    .where(app_users.c.user_name == sa.bindparam("user_name"))
)


def find_user(connection: sa.Connection, user_name: str) -> tuple[User, frozenset[str]] | None:
    """Return an account and the ids of its groups, with one statement."""
    return _user_with_groups(_BY_NAME.rows(connection, user_name=user_name))


def find_user_of_token(connection: sa.Connection, secret_hash: str, now: datetime) -> tuple[User, frozenset[str]] | None:
    """Return the account whose token has this hash and has not expired, and the ids of its groups, with one statement."""
    query = sa.select(*app_users.c, memberships.c.group_id).select_from(
        app_users.join(api_tokens).join(memberships, app_users.c.user_name == memberships.c.user_name, isouter=True),
    )
    is_valid = sa.or_(api_tokens.c.expires_at.is_(None), api_tokens.c.expires_at > now)
    rows = connection.execute(query.where(api_tokens.c.secret_hash == secret_hash, is_valid)).all()
    return _user_with_groups(rows)


def save_user(connection: sa.Connection, user: User) -> None:
    """Insert or update an account."""
    upsert(connection, app_users, [user])


def insert_user(connection: sa.Connection, user: User) -> None:
    """Insert an account."""
    insert(connection, app_users, [user])


def add_memberships(connection: sa.Connection, user_name: str, group_ids: Iterable[str]) -> None:
    """Put a person into groups; groups that nobody named before come into being under their id."""
    ids = list(dict.fromkeys(group_ids))
    if not ids:
        return
    dialect = connection.dialect.name
    groups = [{"group_id": group_id, "name": group_id} for group_id in ids]
    connection.execute(dialect_insert(user_groups, dialect).on_conflict_do_nothing(), groups)
    rows = [{"user_name": user_name, "group_id": group_id} for group_id in ids]
    connection.execute(dialect_insert(memberships, dialect).on_conflict_do_nothing(), rows)


def remove_memberships(connection: sa.Connection, user_name: str, group_ids: Iterable[str]) -> None:
    """Take a person out of groups."""
    where = sa.and_(memberships.c.user_name == user_name, memberships.c.group_id.in_(list(group_ids)))
    connection.execute(sa.delete(memberships).where(where))


def save_group(connection: sa.Connection, group_id: str, name: str, name_en: str | None = None) -> None:
    """Insert a group or rename it."""
    upsert_rows(connection, user_groups, [{"group_id": group_id, "name": name, "name_en": name_en}])


def save_units(connection: sa.Connection, rows: Sequence[dict[str, object]]) -> None:
    """Insert or update units: code, name, name_en, province, parent_code."""
    upsert_rows(connection, units, rows)


def insert_token(connection: sa.Connection, token: ApiToken) -> None:
    """Insert a bearer token."""
    insert(connection, api_tokens, [token])


def group_members(connection: sa.Connection, group_id: str) -> tuple[str, ...]:
    """Return the active user names of a group, sorted."""
    query = (
        sa.select(app_users.c.user_name)
        .join(memberships)
        .where(memberships.c.group_id == group_id, app_users.c.is_active)
        .order_by(app_users.c.user_name)
    )
    return tuple(connection.execute(query).scalars())


def _user_with_groups(rows: Sequence[Sequence[Any]]) -> tuple[User, frozenset[str]] | None:
    if not rows:
        return None
    user = User(*rows[0][: len(app_users.c)])
    return user, frozenset(row[-1] for row in rows if row[-1] is not None)
