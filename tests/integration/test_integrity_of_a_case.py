"""The integrity mark of a case's page: the chains, and the checkpoint that covers them with its signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from engine.commands import CaseIntegrity, case_integrity
from engine.history import checkpoint as signing
from engine.model.checkpoint import checkpoint_leaves, checkpoint_nodes, checkpoints

if TYPE_CHECKING:
    from tests.integration.attacker import Attacker

pytestmark = pytest.mark.no_cover


@pytest.fixture(autouse=True)
def nothing_to_find() -> None:
    """Let these tests tamper."""


def mark(attacker: Attacker, *, with_key: bool = True) -> CaseIntegrity:
    """Return what the page says of the case that was sealed first."""
    public = attacker.checkpointing.signer.public_key
    keys = {signing.key_id(public): public} if with_key else {}
    with attacker.database.snapshot() as connection:
        return case_integrity(connection, attacker.key, keys)


def test_a_sealed_case_has_a_genuine_signature(attacker: Attacker) -> None:
    found = mark(attacker)

    assert found.findings == ()
    assert (found.checkpoint_number, found.is_signature_checked) == (1, True)
    assert 0 < found.covered < found.length


def test_without_a_key_the_mark_says_that_the_signature_was_not_checked(attacker: Attacker) -> None:
    found = mark(attacker, with_key=False)

    assert (found.findings, found.is_signature_checked) == ((), False)


def test_a_checkpoint_signed_by_somebody_else_shows(attacker: Attacker) -> None:
    first = attacker.office.rows(sa.select(checkpoints).order_by(checkpoints.c.number))[0]
    forger = signing.read_signer(signing.new_key_pem())
    attacker.run(sa.update(checkpoints).where(checkpoints.c.number == 1).values(signature=forger.sign(first.document)))

    assert [finding.kind.value for finding in mark(attacker).findings] == ["checkpoint forged"]


def test_a_history_that_was_rewritten_with_its_leaf_is_not_what_was_signed(attacker: Attacker) -> None:
    events = attacker.office.history(attacker.key)
    events[2].actor = "somebody else"
    attacker.rewrite(events)
    leaf = checkpoint_leaves.c
    ((length,),) = attacker.office.rows(sa.select(leaf.length).where(leaf.chain_key == attacker.key, leaf.kind == "case"))
    head = attacker.office.history(attacker.key)[length - 1].hash
    where = leaf.chain_key == attacker.key, leaf.kind == "case"
    attacker.run(sa.update(checkpoint_leaves).where(*where).values(head=head), sa.delete(checkpoint_nodes))

    assert "checkpoint forged" in {finding.kind.value for finding in mark(attacker).findings}


def test_a_checkpoint_that_cannot_be_read_shows(attacker: Attacker) -> None:
    attacker.run(sa.update(checkpoints).where(checkpoints.c.number == 1).values(document="{"))

    assert {finding.kind.value for finding in mark(attacker).findings} == {"checkpoint forged"}
