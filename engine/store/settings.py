"""Small facts about the installation by name."""

from __future__ import annotations

import sqlalchemy as sa

from engine.model.setting import settings
from engine.store.rows import upsert_rows


def read_setting(connection: sa.Connection, name: str) -> object:
    """Return a setting's JSON value; None when it is not set."""
    return connection.execute(sa.select(settings.c.value).where(settings.c.name == name)).scalar_one_or_none()


def write_setting(connection: sa.Connection, name: str, value: object) -> None:
    """Set a setting; None unsets it."""
    upsert_rows(connection, settings, [{"name": name, "value": value}])
