"""`anumat audit`: keys, checkpoints and verification from the command line."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from app.cli import main
from engine.model.checkpoint import ChainKind
from engine.model.history_act import history_acts
from engine.model.user_task import user_tasks
from engine.store.history_reading import events_of
from tests.integration.diagrams import diagram, user_task
from tests.integration.emergency import WHY, answer, asked

if TYPE_CHECKING:
    from pathlib import Path

    from engine.store.database import Database
    from tests.integration.office import Office


@pytest.fixture(autouse=True)
def nothing_to_find() -> None:
    """Let these tests tamper."""


@pytest.fixture
def case(office: Office, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """Start a case in an installation that the command line is told of."""
    monkeypatch.setenv("ANUMAT_DATABASE_URL", database_url)
    monkeypatch.setenv("ANUMAT_DATA_DIR", str(tmp_path / "data"))
    office.deploy(diagram("leave", "start -> approve -> end", approve=user_task(groups="boss")))
    return office.start("leave", reason="พักผ่อน")


def findings(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Return the kinds of the findings that were printed."""
    return [json.loads(line)["kind"] for line in capsys.readouterr().out.splitlines()]


def test_without_a_key_no_checkpoint_is_made(case: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "checkpoint"]) == 2
    assert "anumat audit key" in capsys.readouterr().err


def test_a_key_is_never_replaced(case: int, tmp_path: Path) -> None:
    assert main(["audit", "key"]) == 0
    pem = (tmp_path / "data" / "audit_key.pem").read_bytes()

    assert main(["audit", "key"]) == 1
    assert (tmp_path / "data" / "audit_key.pem").read_bytes() == pem
    assert (tmp_path / "data" / "audit_key.pem").stat().st_mode & 0o077 == 0


def test_an_untouched_record_holds(case: int, capsys: pytest.CaptureFixture[str]) -> None:
    main(["audit", "key"])
    main(["audit", "checkpoint"])
    capsys.readouterr()

    assert main(["audit", "verify"]) == 0
    assert main(["audit", "verify", "--case", str(case)]) == 0
    assert main(["audit", "replay", str(case)]) == 0
    assert findings(capsys) == []


def test_files_alone_are_verified(case: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["audit", "key"])
    main(["audit", "checkpoint"])
    directory = tmp_path / "data" / "checkpoints"
    capsys.readouterr()
    assert main(["audit", "verify", "--files", str(directory)]) == 0

    leaves = directory / "00000001.leaves"
    leaves.chmod(0o644)
    leaves.write_text(leaves.read_text().replace('"length":', '"length":1'))

    assert main(["audit", "verify", "--files", str(directory)]) == 1
    assert findings(capsys) == ["checkpoint forged"]


def test_a_case_is_exported_and_the_export_verified_without_a_database(
    case: int, tmp_path: Path, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["audit", "key"])
    main(["audit", "checkpoint"])
    path = tmp_path / "case.zip"

    assert main(["audit", "export", str(case), "--output", str(path), "--reason", "ศาลขอเอกสารของเรื่องนี้"]) == 0
    capsys.readouterr()

    assert main(["audit", "verify", "--files", str(path)]) == 0
    with database.reading() as connection:
        access, made = events_of(connection, ChainKind.ACCESS, [case])[case]
    assert (access.type, made.type) == ("CASE_EXPORTED", "FILE_PRODUCED")
    assert hashlib.sha256(path.read_bytes()).hexdigest() in made.facts
    assert "ศาลขอเอกสารของเรื่องนี้" in (access.details or "")
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert main(["audit", "verify", "--files", str(path)]) == 1
    assert findings(capsys) == ["container altered"]
    assert main(["audit", "verify", "--files", str(tmp_path / "no.zip")]) == 1


def test_tampering_gives_one_line_of_json_and_an_exit_status(
    case: int, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    with database.engine.begin() as connection:
        connection.execute(sa.update(history_acts).where(history_acts.c.sequence == 1).values(actor="somebody"))
        connection.execute(sa.update(user_tasks).values(assignee="somebody"))

    assert main(["audit", "verify"]) == 1
    assert findings(capsys) == ["altered", "row differs"]
    assert main(["audit", "replay", str(case)]) == 1
    assert findings(capsys) == ["row differs"]


def test_an_unknown_case_is_refused(case: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "verify", "--case", "INS03-2569-50-00001"]) == 1
    assert "INS03-2569-50-00001" in capsys.readouterr().err


def test_emergencies_are_listed_with_what_became_of_them(case: int, office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    answer(office, asked(office), is_approved=False)

    assert main(["audit", "emergencies"]) == 0

    (line,) = capsys.readouterr().out.splitlines()
    told = json.loads(line)
    assert (told["state"], told["requestedBy"], told["decidedBy"], told["reason"]) == ("DENIED", "napa", "anan", WHY)
