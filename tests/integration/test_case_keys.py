"""What the history says about people lies under a key for each case, and those under a master key outside the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from app.cli import main
from app.master_key import case_keys_of, establish, new_master_key, read_keys, write_keys
from app.settings import Settings, SettingsInvalid
from engine.commands import AddComment
from engine.commands.verifying import Verifying
from engine.errors import MasterKeyMissing
from engine.model.comment import comments
from engine.model.history_act import history_acts, lines_of
from engine.model.process_instance import process_instances
from engine.queries import case_papers, case_timeline
from engine.store.database import Database
from engine.store.migrations import upgrade
from tests.integration.diagrams import diagram, user_task
from tests.integration.office import Office, person

if TYPE_CHECKING:
    from pathlib import Path

SOMCHAI = person("somchai", "boss")


@pytest.fixture
def case(office: Office) -> int:
    """Start a case about somebody."""
    office.deploy(diagram("leave", "start -> approve -> end", approve=user_task(groups="boss")))
    key = office.start("leave", applicant="นายสมปอง ใจดี")
    office.engine.execute(AddComment(key, "นายสมปองลาบ่อย"), SOMCHAI)
    return key


def test_nobody_finds_a_persons_data_in_the_rows_of_the_history(office: Office, case: int) -> None:
    rows = [tuple(row) for table in (history_acts, comments) for row in office.rows(sa.select(table))]
    lines = [line for (events,) in office.rows(sa.select(history_acts.c.events)) for line in lines_of(events)]

    assert any(line.type == "VARIABLE_CREATED" for line in lines)
    assert "สมปอง" not in repr(rows) + repr(lines)
    assert "สมปอง".encode() not in b"".join(value for row in rows for value in row if isinstance(value, bytes))


def test_whoever_reads_the_case_reads_it_in_the_clear(office: Office, case: int) -> None:
    with office.engine.reading() as connection:
        events = case_timeline.case_timeline(connection, case)
        said = case_papers.case_comments(connection, case)

    assert any(event.payload.get("after") == "นายสมปอง ใจดี" for event in events)
    assert [comment.text for comment in said] == ["นายสมปองลาบ่อย"]


def test_every_case_has_a_key_of_its_own(office: Office, case: int) -> None:
    other = office.start("leave", applicant="นางสาวมาลี")

    assert office.instance(case).wrapped_key != office.instance(other).wrapped_key


def test_without_the_master_key_nothing_personal_is_read_or_written(office: Office, case: int) -> None:
    blind = Database(str(office.engine.database.url.render_as_string(hide_password=False)))

    with blind.reading() as connection, pytest.raises(MasterKeyMissing):
        case_timeline.case_timeline(connection, case)
    blind.dispose()


@pytest.fixture
def settings(tmp_path: Path, empty_sqlite_url: str) -> Settings:
    """Return the settings of an installation that does not exist yet."""
    return Settings(empty_sqlite_url, tmp_path)


@pytest.fixture
def installed(settings: Settings) -> Database:
    """Return the database of a new installation."""
    database = Database(settings.database_url, case_keys_of(settings))
    establish(database, settings)
    upgrade(database)
    return database


def test_a_new_installation_gets_a_master_key_that_only_its_owner_reads(settings: Settings, installed: Database) -> None:
    establish(installed, settings)

    assert len(read_keys(settings.data_dir / "master_key")) == 1
    assert (settings.data_dir / "master_key").stat().st_mode & 0o077 == 0


def test_a_lost_master_key_is_never_replaced(settings: Settings, installed: Database) -> None:
    (settings.data_dir / "master_key").unlink()

    with pytest.raises(SettingsInvalid, match="is missing"):
        establish(installed, settings)

    assert not (settings.data_dir / "master_key").exists()


def test_another_master_key_is_refused(settings: Settings, installed: Database) -> None:
    write_keys(settings.data_dir / "master_key", [new_master_key()])

    with pytest.raises(SettingsInvalid, match="does not hold the master key"):
        establish(installed, settings)


def test_a_master_key_is_replaced_while_cases_go_on(
    settings: Settings, installed: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from engine.commands import Engine

    monkeypatch.setenv("ANUMAT_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("ANUMAT_MASTER_KEY", str(tmp_path / "master_key"))
    office = Office(Engine(installed))
    office.deploy(diagram("leave", "start -> approve -> end", approve=user_task(groups="boss")))
    key = office.start("leave", applicant="นายสมปอง")
    (old,) = read_keys(tmp_path / "master_key")

    assert [main(["key", action]) for action in ("add", "rewrap", "retire")] == [0, 0, 0]

    assert old not in read_keys(tmp_path / "master_key")
    office.complete(key, "approve", decision="ok")
    office.start("leave", applicant="นางสาวมาลี")
    assert list(Verifying(installed).everything()) == []
    assert office.count(process_instances, sa.func.substr(process_instances.c.wrapped_key, 1, 4) == old.id) == 0
