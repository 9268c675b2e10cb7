"""A database that was restored from a backup holds, work goes on in it; an old one put in the place of a newer one is found."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg import sql

from engine.commands import Engine
from engine.commands.checkpointing import Checkpointing
from engine.commands.verifying import Verifying
from engine.history import checkpoint as signing
from engine.model.columns import metadata
from engine.store.database import Database
from tests.integration.office import Office

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.integration.attacker import Attacker


@pytest.fixture
def restored(attacker: Attacker, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Give a database that was filled from a backup of the attacker's, which nobody has attacked."""
    if attacker.database.is_sqlite:
        copy = tmp_path / "restored.db"
        for suffix in ("", "-wal"):
            source = Path(f"{attacker.database.url.database}{suffix}")
            if source.exists():
                shutil.copy(source, f"{copy}{suffix}")
        database = Database(f"sqlite:///{copy}", attacker.database.case_keys)
    else:
        database = Database(request.getfixturevalue("empty_postgres_url_with_schema"), attacker.database.case_keys)
        _copy_tables(_address(attacker.database), _address(database))
    yield database
    database.dispose()


@pytest.fixture
def empty_postgres_url_with_schema(request: pytest.FixtureRequest) -> Iterator[str]:
    """Give a second migrated PostgreSQL database."""
    cluster = request.getfixturevalue("postgres_cluster")
    name = cluster.create(request.getfixturevalue("postgres_template"))
    yield cluster.url(name)
    cluster.drop(name)


def test_a_restored_database_holds_and_work_goes_on_in_it(attacker: Attacker, restored: Database, tmp_path: Path) -> None:
    published = attacker.checkpointing.directory
    office = Office(Engine(restored))
    keys = {signing.key_id(attacker.checkpointing.signer.public_key): attacker.checkpointing.signer.public_key}

    before = list(Verifying(restored, keys, published).everything())
    office.complete(attacker.key, "approve")
    Checkpointing(office.engine, attacker.checkpointing.signer, published).run()
    after = list(Verifying(restored, keys, published).everything())

    assert [finding.as_json() for finding in before + after] == []


def test_an_old_backup_in_the_place_of_a_newer_database_is_found(attacker: Attacker, restored: Database) -> None:
    attacker.office.complete(attacker.key, "approve")
    attacker.checkpointing.run()

    kinds = {finding.kind.value for finding in Verifying(restored, copy=attacker.checkpointing.directory).everything()}

    assert kinds == {"checkpoint rolled back", "truncated"}


def _address(database: Database) -> str:
    return database.url.set(drivername="postgresql").render_as_string(hide_password=False)


def _copy_tables(source: str, target: str) -> None:
    """Copy every table as a dump does: out as text, in without looking at references."""
    with psycopg.connect(source) as there, psycopg.connect(target) as here:
        here.execute("SET session_replication_role = replica")
        for table in metadata.sorted_tables:
            name = sql.Identifier(table.name)
            here.execute(sql.SQL("TRUNCATE {} CASCADE").format(name))
            with (
                there.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(name)) as dump,
                here.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(name)) as load,
            ):
                for data in dump:
                    load.write(data)
