"""Rewriting the record with every hash right still contradicts the checkpoints; chance finds no way either."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from engine.commands.checkpointing import Checkpointing
from engine.history import checkpoint as signing
from engine.model.checkpoint import ChainKind, checkpoint_leaves, checkpoints, sealed_chains
from engine.model.columns import Hexadecimal
from engine.model.history_act import history_acts
from engine.model.history_event import access_events

if TYPE_CHECKING:
    from pathlib import Path

    from tests.integration.attacker import Attacker

pytestmark = pytest.mark.no_cover  # the same lines so often that counting them tells nothing


@pytest.fixture(autouse=True)
def nothing_to_find() -> None:
    """Let these tests tamper."""


def test_a_changed_record_of_access_is_found(attacker: Attacker) -> None:
    attacker.run(sa.update(access_events).where(access_events.c.sequence == 1).values(actor="somchai"))

    assert attacker.found() == {"altered"}


def test_a_deleted_record_of_access_is_found(attacker: Attacker) -> None:
    attacker.run(sa.delete(access_events).where(access_events.c.sequence == 2))

    assert attacker.found() == {"truncated"}


def test_all_records_of_access_gone_are_found(attacker: Attacker) -> None:
    attacker.run(sa.delete(access_events))

    assert "missing case" in attacker.found()


def test_a_changed_leaf_is_found(attacker: Attacker) -> None:
    attacker.run(sa.update(checkpoint_leaves).where(checkpoint_leaves.c.leaf_index == 0).values(head="00" * 32))

    assert {"checkpoint forged", "forked"} <= attacker.found()


def test_a_checkpoint_signed_by_another_key_is_found(attacker: Attacker) -> None:
    last = attacker.office.rows(sa.select(checkpoints).order_by(checkpoints.c.number.desc()))[0]
    forger = signing.read_signer(signing.new_key_pem())
    attacker.run(sa.update(checkpoints).where(checkpoints.c.number == last.number).values(signature=forger.sign(last.document)))

    assert attacker.found() == {"checkpoint forged"}


def test_a_history_rewritten_together_with_the_checkpoints_is_found(attacker: Attacker) -> None:
    events = attacker.office.history(attacker.key)
    events[2].actor = "malee"
    attacker.rewrite(events)
    attacker.run(sa.delete(checkpoints), sa.delete(checkpoint_leaves), sa.delete(sealed_chains))

    assert {"checkpoint rolled back", "forked"} <= attacker.found()


def test_a_checkpoint_that_was_taken_back_is_found_by_the_published_ones(attacker: Attacker) -> None:
    attacker.run(sa.delete(checkpoints).where(checkpoints.c.number == 2))

    assert "checkpoint rolled back" in attacker.found()


def test_a_database_put_back_to_an_earlier_day_is_found(attacker: Attacker) -> None:
    attacker.rewrite(attacker.office.history(attacker.key)[:6])
    attacker.run(sa.delete(checkpoints), sa.delete(checkpoint_leaves), sa.delete(sealed_chains))

    assert {"checkpoint rolled back", "truncated"} <= attacker.found()


def test_checkpoints_that_another_key_signs_anew_are_found(attacker: Attacker, tmp_path: Path) -> None:
    attacker.run(sa.delete(checkpoints), sa.delete(checkpoint_leaves), sa.delete(sealed_chains))
    forger = signing.read_signer(signing.new_key_pem())
    Checkpointing(attacker.office.engine, forger, tmp_path / "forged").run()

    assert "checkpoint forged" in attacker.found()


CHAINED = (history_acts, access_events)
LOGGED = (checkpoints, checkpoint_leaves)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_changed_in_the_record_is_found(attacker: Attacker, data: st.DataObject) -> None:
    table = data.draw(st.sampled_from([*CHAINED, *LOGGED]))
    column = data.draw(st.sampled_from([each for each in table.columns if each.name != "at"]))
    rows = attacker.office.rows(sa.select(table))
    row = rows[data.draw(st.integers(0, len(rows) - 1))]
    where = sa.and_(*(each == getattr(row, each.name) for each in table.primary_key))
    before = getattr(row, column.name)
    after = data.draw(_other(column, before))
    renamed = sa.and_(*(each == (after if each is column else getattr(row, each.name)) for each in table.primary_key))
    assume(not column.primary_key or not attacker.office.count(table, renamed))

    attacker.run(sa.update(table).where(where).values({column.name: after}))
    try:
        found = attacker.found()
    finally:
        attacker.run(sa.update(table).where(renamed).values({column.name: before}))

    assert found, f"{table.name}.{column.name}: {before!r} -> {after!r}"


def _other(column: sa.Column[Any], value: object) -> st.SearchStrategy[Any]:
    """Return values that a column may have instead of `value`."""
    if column.name == "kind":
        return st.just(ChainKind.ACCESS if value is ChainKind.CASE else ChainKind.CASE)
    if isinstance(column.type, Hexadecimal):
        size = len(str(value or "0" * 32)) // 2
        values: st.SearchStrategy[Any] = st.binary(min_size=size, max_size=size).map(bytes.hex)
    elif isinstance(column.type, sa.LargeBinary):
        values = st.binary(min_size=1, max_size=40)
    elif isinstance(column.type, sa.Integer):
        values = st.integers(1, 2**31 - 1)
    elif column.name == "facts":
        values = st.dictionaries(st.sampled_from("abc"), st.integers(0, 9), max_size=2).map(json.dumps)
    else:
        letters = st.characters(blacklist_characters="\x00", blacklist_categories=["Cs"])
        values = st.text(letters, min_size=1, max_size=getattr(column.type, "length", None) or 20)
    if column.nullable:
        values = values | st.none()
    return values.filter(lambda other: other != value)
