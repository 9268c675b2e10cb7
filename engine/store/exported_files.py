"""The files that left the system, by the code printed on them or by their hash."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model.exported_file import ExportedFile, exported_files
from engine.store.rows import insert, to_entity

if TYPE_CHECKING:
    from collections.abc import Sequence

_file = exported_files.c


def insert_exported_files(connection: sa.Connection, files: Sequence[ExportedFile]) -> None:
    """Insert the rows of one export."""
    insert(connection, exported_files, files)


def find_exported_file(connection: sa.Connection, *, code: str | None = None, sha256: str | None = None) -> list[ExportedFile]:
    """Return the rows with this code, or of files with this hash, the latest event first."""
    where = _file.code == code if sha256 is None else _file.sha256 == sha256
    query = sa.select(exported_files).where(where).order_by(_file.chain_key, _file.sequence.desc(), _file.sha256)
    return [to_entity(ExportedFile, row) for row in connection.execute(query.limit(10))]


def exported_files_of(connection: sa.Connection, chain_keys: Sequence[int]) -> list[ExportedFile]:
    """Return the rows that point into these chains, by chain, sequence and hash."""
    query = sa.select(exported_files).where(_file.chain_key.in_(chain_keys))
    return [
        to_entity(ExportedFile, row)
        for row in connection.execute(query.order_by(_file.chain_key, _file.sequence, _file.sha256))
    ]


def chains_of_exports(connection: sa.Connection) -> list[int]:
    """Return the keys of all chains that rows point into."""
    return list(connection.execute(sa.select(_file.chain_key).distinct().order_by(_file.chain_key)).scalars())
