"""Reading rows of accounts, groups, units and tokens as the record tells them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model.account_row import Subject, ToldRow, row_name, told_row
from engine.model.identity import api_tokens, app_users, memberships, units, user_groups

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_OF_USERS = (app_users.c.user_name, memberships.c.user_name, api_tokens.c.user_name)


def account_rows(connection: sa.Connection, subject: Subject) -> dict[str, ToldRow]:
    """Return what a command about `subject` may change, by name: a statement for each table that is concerned."""
    chosen: list[tuple[sa.Column[str], Collection[str]]] = [(column, subject.user_names) for column in _OF_USERS]
    chosen += [(user_groups.c.group_id, subject.group_ids), (units.c.code, subject.unit_codes)]
    return dict(row for column, names in chosen if names for row in _rows(connection, column.table, column.in_(sorted(names))))


def all_account_rows(connection: sa.Connection) -> dict[str, ToldRow]:
    """Return the rows of all accounts, groups, units and tokens, by name."""
    tables = (app_users, memberships, api_tokens, user_groups, units)
    return dict(row for table in tables for row in _rows(connection, table, sa.true()))


def _rows(connection: sa.Connection, table: sa.FromClause, where: sa.ColumnElement[bool]) -> Iterator[tuple[str, ToldRow]]:
    for row in connection.execute(sa.select(table).where(where)).mappings():
        columns = dict(row)
        yield row_name(str(table), [columns[column.name] for column in table.primary_key]), told_row(columns)
