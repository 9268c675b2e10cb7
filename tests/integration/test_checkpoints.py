"""Checkpoints: they cover every chain that has grown, follow from one another, and are published once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from app.celery_processes import _seal
from app.settings import read_settings
from engine.commands import AccessType, RecordAccess
from engine.commands.checkpointing import Checkpointing, LogDoesNotFollow
from engine.history import checkpoint as signing
from engine.history import checkpoint_files as files
from engine.history.merkle import Frontier, leaf_hash
from engine.model.checkpoint import checkpoint_leaves, checkpoints
from engine.model.history_event import access_events
from engine.store import checkpoints as store
from tests.integration.diagrams import diagram, user_task
from tests.integration.office import Office, person
from worker import celery_app, process_state

if TYPE_CHECKING:
    from pathlib import Path

    from engine.store.database import Database

LEAVE = diagram("leave", "start -> approve -> end", approve=user_task(groups="boss"))
AUDITOR = person("auditor", "auditor")


@pytest.fixture
def checkpointing(office: Office, tmp_path: Path) -> Checkpointing:
    """Return what makes the office's checkpoints; a process is deployed."""
    office.deploy(LEAVE)
    return Checkpointing(office.engine, signing.read_signer(signing.new_key_pem()), tmp_path / "checkpoints")


def leaves_in(directory: Path) -> list[str]:
    """Return all published leaves in their order."""
    return [leaf for each in files.published(directory) for leaf in files.leaves_of(directory, each.number)]


def root_of(leaves: list[str]) -> str:
    """Return the root of the tree over these leaves."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf_hash(leaf.encode()))
    return frontier.root().hex()


def test_a_checkpoint_covers_the_head_of_every_chain(office: Office, checkpointing: Checkpointing) -> None:
    keys = [office.start("leave") for _ in range(3)]
    office.engine.execute(RecordAccess(AccessType.CASE_OPENED, keys[0]), AUDITOR)

    made = checkpointing.run()

    assert made is not None
    assert made.tree_size == 5
    leaves = leaves_in(checkpointing.directory)
    instance = office.instance(keys[1])
    assert f'{{"chain":"case:{keys[1]}","head":"{instance.history_head}","length":{instance.history_length}}}' in leaves
    assert leaves[3].startswith('{"chain":"access:0"')  # the deployment
    assert leaves[4].startswith(f'{{"chain":"access:{keys[0]}"')
    assert files.fields_of(made.document)["root"] == root_of(leaves)


def test_the_published_checkpoint_is_signed_by_the_published_key(office: Office, checkpointing: Checkpointing) -> None:
    office.start("leave")
    checkpointing.run()

    (checkpoint,) = files.published(checkpointing.directory)

    key = signing.read_public_key((checkpointing.directory / files.PUBLIC_KEY).read_bytes())
    assert signing.is_signed(checkpoint.document, checkpoint.signature, key)
    assert not signing.is_signed(checkpoint.document.replace("1", "2", 1), checkpoint.signature, key)


def test_the_next_checkpoint_adds_only_what_has_grown(office: Office, checkpointing: Checkpointing) -> None:
    key = office.start("leave")
    office.start("leave")
    first = checkpointing.run()
    office.complete(key, "approve")

    second = checkpointing.run()

    assert first is not None
    assert second is not None
    assert (first.tree_size, second.tree_size) == (3, 4)
    assert files.fields_of(second.document)["previous"] == signing.document_hash(first.document)
    assert files.fields_of(second.document)["root"] == root_of(leaves_in(checkpointing.directory))


def test_without_growth_there_is_no_new_checkpoint(office: Office, checkpointing: Checkpointing) -> None:
    office.start("leave")
    checkpointing.run()

    assert checkpointing.run() is None


def test_an_interrupted_checkpoint_is_made_good_by_the_next(
    office: Office, checkpointing: Checkpointing, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.start("leave")
    with monkeypatch.context() as patch:
        patch.setattr(store, "insert_checkpoint", _fail)
        with pytest.raises(OSError, match="away"):
            checkpointing.run()

    made = checkpointing.run()

    assert made is not None
    assert made.tree_size == 2
    assert office.count(checkpoint_leaves) == 2


def test_a_checkpoint_that_was_not_published_is_published_by_the_next_run(
    office: Office, checkpointing: Checkpointing, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.start("leave")
    with monkeypatch.context() as patch:
        patch.setattr(files, "publish", _fail)
        with pytest.raises(OSError, match="away"):
            checkpointing.run()

    checkpointing.run()

    assert [each.number for each in files.published(checkpointing.directory)] == [1]


def test_nothing_is_signed_on_top_of_a_log_that_was_changed(
    office: Office, checkpointing: Checkpointing, database: Database
) -> None:
    office.start("leave")
    made = checkpointing.run()
    office.start("leave")

    for peaks in ("ab" * 32, made.peaks if made else ""):
        with database.engine.begin() as connection:
            connection.execute(sa.update(checkpoints).values(peaks=peaks))
        if made and peaks != made.peaks:
            with pytest.raises(LogDoesNotFollow):
                checkpointing.run()


def test_large_logs_store_the_nodes_that_proofs_need(
    office: Office, checkpointing: Checkpointing, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "AT_ONCE", 100)
    for _ in range(260):
        office.engine.execute(RecordAccess(AccessType.HISTORY_SEARCHED, office.engine.new_key()), AUDITOR)

    checkpointing.run()

    with database.reading() as connection:
        assert len(store.stored_nodes(connection, 8, 0, 2)) == 1
    assert office.count(checkpoint_leaves) == office.count(access_events) == 261


def test_a_celery_worker_seals_too_when_beat_asks(office: Office, database: Database, tmp_path: Path) -> None:
    settings = read_settings({"ANUMAT_DATA_DIR": str(tmp_path), "ANUMAT_DEMO": "1"})
    office.engine.execute(RecordAccess(AccessType.HISTORY_SEARCHED), AUDITOR)
    process_state.build_with(lambda: office.engine, 60.0, lambda engine: _seal(engine, settings))

    celery_app.seal_every(600.0)
    celery_app.seal_now()

    assert celery_app.celery.conf.beat_schedule["seal"]["task"] == celery_app.SEAL
    assert office.count(checkpoints) == 1
    assert (tmp_path / "checkpoints" / "00000001.json").exists()
    process_state.close_engine()


def test_two_machines_never_seal_at_the_same_time(
    office: Office, checkpointing: Checkpointing, database: Database, tmp_path: Path
) -> None:
    office.engine.execute(RecordAccess(AccessType.HISTORY_SEARCHED), AUDITOR)
    other = Checkpointing(office.engine, checkpointing.signer, tmp_path / "another machine")

    with store.sealing_alone(database) as is_first:
        made = other.run()

    assert is_first
    assert (made is None) is not database.is_sqlite
    assert (checkpointing.run() is None) is database.is_sqlite


def _fail(*_arguments: object) -> None:
    raise OSError("the disk is away")
