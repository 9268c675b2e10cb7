"""A file that left the system is recognised by its code and by its hash, and nobody can slip another one in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from engine.commands import AddComment, FileMark, RegisterExport
from engine.commands.checkpointing import Checkpointing
from engine.commands.verifying import Verifying
from engine.history import checkpoint as signing
from engine.model.exported_file import exported_files, new_code, read_code, shown_code
from engine.model.history_act import history_acts
from engine.model.history_event import access_events
from engine.queries.exported_files import recognised_file
from tests.integration.diagrams import diagram, user_task
from tests.integration.office import Office, person

if TYPE_CHECKING:
    from pathlib import Path

    from engine.store.database import Database

AUDITOR = person("nipa", "auditor", session_id="s1")
CODE, FILE, PROOF = "0123456789ABCDEF", FileMark("pdf", "ab" * 32, 1_000), FileMark("proof", "cd" * 32, 200)


@pytest.fixture
def case(office: Office) -> int:
    """Export a case as a case file that encloses its proof."""
    office.deploy(diagram("leave", "start -> approve -> end", approve=user_task(groups="boss")))
    key = office.start("leave", reason="พักผ่อน")
    row = office.instance(key)
    office.engine.execute(RegisterExport(CODE, FILE, key, row.history_length, row.history_head, (PROOF,)), AUDITOR)
    return key


def test_a_file_is_recognised_by_its_code_and_by_its_hash(office: Office, case: int) -> None:
    with office.engine.reading() as connection:
        by_code = recognised_file(connection, {}, code=CODE)
        by_hash = recognised_file(connection, {}, sha256=FILE.sha256)
        enclosed = recognised_file(connection, {}, sha256=PROOF.sha256)

    assert by_code == by_hash
    assert by_code is not None
    assert enclosed is not None
    assert (by_code.kind, by_code.sha256, by_code.size, by_code.made_at) == ("pdf", FILE.sha256, 1_000, office.engine.now())
    assert (enclosed.kind, enclosed.sha256, enclosed.code) == ("proof", PROOF.sha256, CODE)
    assert by_code.chain is not None
    assert by_code.chain.is_ours
    assert by_code.chain.checkpoint is None


def test_an_unknown_code_or_hash_is_nobodys(office: Office, case: int) -> None:
    with office.engine.reading() as connection:
        assert recognised_file(connection, {}, code="F" * 16) is None
        assert recognised_file(connection, {}, sha256="00" * 32) is None


def test_the_checkpoint_that_covers_the_shown_history_is_named_with_its_signature(
    office: Office, case: int, tmp_path: Path
) -> None:
    checkpointing = Checkpointing(office.engine, signing.read_signer(signing.new_key_pem()), tmp_path / "checkpoints")
    checkpointing.run()
    office.engine.execute(AddComment(case, "เพิ่มเติม"), person("somchai", "boss"))
    checkpointing.run()
    public = checkpointing.signer.public_key

    with office.engine.reading() as connection:
        trusted = recognised_file(connection, {signing.key_id(public): public}, code=CODE)
        other = recognised_file(connection, {}, code=CODE)

    assert trusted is not None
    assert other is not None
    assert trusted.chain is not None
    assert other.chain is not None
    assert trusted.chain.checkpoint is not None
    assert other.chain.checkpoint is not None
    assert (trusted.chain.checkpoint.number, trusted.chain.checkpoint.is_signed) == (1, True)
    assert not other.chain.checkpoint.is_signed


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("0123-4567-89ab-cdef", CODE),
        (" o1z3 4567 89AB CDEF ", "01Z3456789ABCDEF"),
        ("๐๑๒๓-๔๕๖๗-89AB-CDEF", CODE),
        ("0123-4567", None),
        ("0123-4567-89AB-CDEU", None),
    ],
)
def test_a_code_is_read_as_people_type_it(text: str, code: str | None) -> None:
    assert read_code(text) == code


def test_codes_are_printed_in_groups_and_read_again() -> None:
    code = new_code()

    assert read_code(shown_code(code)) == code
    assert shown_code(code).count("-") == 3


MADE = access_events.c.type == "FILE_PRODUCED"
TAMPERING = {
    "a file slipped in": sa.insert(exported_files).values(code="F" * 16, sha256="ee" * 32, chain_key=0, sequence=1),
    "another hash": sa.update(exported_files).where(exported_files.c.sha256 == FILE.sha256).values(sha256="ee" * 32),
    "another code": sa.update(exported_files).values(code="E" * 16),
    "another event": sa.update(exported_files).values(sequence=7),
    "a row removed": sa.delete(exported_files).where(exported_files.c.sha256 == PROOF.sha256),
    "facts rewritten": sa.update(access_events).where(MADE).values(facts='{"code":"x"}'),
}


@pytest.mark.parametrize("what", TAMPERING)
def test_whatever_somebody_does_to_the_register_is_found_and_recognises_nothing(
    office: Office, case: int, database: Database, what: str
) -> None:
    with database.engine.begin() as connection:
        connection.execute(TAMPERING[what])

    findings = [finding.as_json() for finding in Verifying(database).everything()]
    with database.engine.begin() as connection:
        forged = [recognised_file(connection, {}, sha256="ee" * 32), recognised_file(connection, {}, code="E" * 16)]
        connection.execute(sa.delete(exported_files))
        connection.execute(sa.delete(access_events).where(MADE))

    assert findings
    assert forged == [None, None]


def test_a_history_that_was_changed_is_not_the_one_that_the_file_shows(office: Office, case: int, database: Database) -> None:
    with database.engine.begin() as connection:
        before = connection.execute(sa.select(history_acts.c.sequence, history_acts.c.hash)).all()
        connection.execute(sa.update(history_acts).values(hash="00" * 32))
        found = recognised_file(connection, {}, code=CODE)
        for sequence, digest in before:
            connection.execute(sa.update(history_acts).where(history_acts.c.sequence == sequence).values(hash=digest))

    assert found is not None
    assert found.chain is not None
    assert not found.chain.is_ours
