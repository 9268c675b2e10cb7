"""Whoever may write to the database can change anything in it, but not unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from engine.history.event_hash import sealed_hash
from engine.model.checkpoint import checkpoint_leaves
from engine.model.comment import comments
from engine.model.document import documents
from engine.model.element_instance import element_instances
from engine.model.history_act import history_acts
from engine.model.process_instance import process_instances
from engine.model.user_task import user_tasks
from engine.model.variable import variables

if TYPE_CHECKING:
    from tests.integration.attacker import Attacker

pytestmark = pytest.mark.no_cover  # the same lines so often that counting them tells nothing

CASE = process_instances.c


@pytest.fixture(autouse=True)
def nothing_to_find() -> None:
    """Let these tests tamper."""


def test_nothing_is_found_where_nothing_was_done(attacker: Attacker) -> None:
    assert attacker.found() == set()


COLUMNS: dict[str, object] = {
    "type": "NOTED",
    "at": None,
    "actor": "malee",
    "on_behalf_of": "malee",
    "capacity": "รักษาการแทน",
    "session_id": "s9",
    "element_id": "approve",
    "element_instance_key": 4,
    "facts": '{"name":"other"}',
}
STORED: dict[str, object] = {"events": b"\0" * 64, "ciphertext": b"\0" * 64, "hash": "00" * 32}


@pytest.mark.parametrize("column", COLUMNS)
def test_a_changed_column_of_an_event_is_found(attacker: Attacker, column: str) -> None:
    value = COLUMNS[column]
    if column == "at":
        value = attacker.office.engine.now().replace(year=2020)
    (signed,) = [e for e in attacker.office.history(attacker.key) if e.type == "USER_TASK_SIGNED"]

    attacker.change(signed.sequence, **{column: value})

    assert "altered" in attacker.found()


@pytest.mark.parametrize("column", STORED)
def test_what_is_stored_of_an_act_and_was_changed_is_found(attacker: Attacker, column: str) -> None:
    (signed,) = [e for e in attacker.office.history(attacker.key) if e.type == "USER_TASK_SIGNED"]

    attacker.change_row(signed.sequence, **{column: STORED[column]})

    assert "altered" in attacker.found()


def test_details_where_there_were_none_are_found(attacker: Attacker) -> None:
    (claimed,) = [e for e in attacker.office.history(attacker.key) if e.type == "USER_TASK_CLAIMED"]

    attacker.change_row(claimed.sequence, ciphertext=attacker.cipher(attacker.key).seal('{"after":"x"}', "00" * 16))

    assert "altered" in attacker.found()


def test_a_hash_that_was_taken_away_is_found(attacker: Attacker) -> None:
    attacker.change_row(1, hash="")

    assert "altered" in attacker.found()


@pytest.mark.parametrize("change", [{"details": '{"after":"other"}'}, {"salt": "00" * 16}], ids=["details", "salt"])
def test_other_details_under_the_right_key_are_found(attacker: Attacker, change: dict[str, str]) -> None:
    (signed,) = [e for e in attacker.office.history(attacker.key) if e.type == "USER_TASK_SIGNED"]

    attacker.change(signed.sequence, **change)

    assert "altered" in attacker.found()


@pytest.mark.parametrize("key", [None, b"\0" * 64], ids=["no key", "another key"])
def test_a_key_that_was_taken_away_or_replaced_is_found(attacker: Attacker, key: bytes | None) -> None:
    attacker.run(sa.update(process_instances).where(CASE.key == attacker.key).values(wrapped_key=key))

    assert "altered" in attacker.found()


def test_erased_details_without_an_erasure_are_found(attacker: Attacker) -> None:
    event = next(e for e in attacker.office.history(attacker.key) if e.type == "USER_TASK_SIGNED")

    attacker.change(event.sequence, details=None, salt=None, sealed=sealed_hash(event))

    assert attacker.found() == {"removed"}


def test_a_removed_event_is_found(attacker: Attacker) -> None:
    attacker.take_out(3)

    assert "removed" in attacker.found()


def test_a_removed_act_is_found(attacker: Attacker) -> None:
    attacker.put(attacker.firsts()[2], [])

    assert "removed" in attacker.found()


def test_a_removed_event_is_found_though_the_others_are_renumbered(attacker: Attacker) -> None:
    attacker.take_out(3)
    for first in attacker.firsts()[1:]:
        attacker.renumber(first, first - 1)

    assert {"removed", "truncated"} <= attacker.found()


def test_swapped_acts_are_found(attacker: Attacker) -> None:
    _, before, after, end, *_ = attacker.firsts()
    for first, new in ((before, 900), (after, before), (900, before + end - after)):
        attacker.renumber(first, new)

    assert "reordered" in attacker.found()


def test_swapped_events_of_one_act_are_found(attacker: Attacker) -> None:
    events = attacker.act(1)
    attacker.put(1, [events[1], events[0], *events[2:]])

    assert "altered" in attacker.found()


def test_an_inserted_event_is_found(attacker: Attacker) -> None:
    for first in reversed(attacker.firsts()[1:]):
        attacker.renumber(first, first + 1)
    events = attacker.act(1)
    attacker.put(1, [*events, events[-1]])

    assert "inserted" in attacker.found()


def test_an_end_that_was_cut_off_is_found_by_the_row(attacker: Attacker) -> None:
    length = attacker.office.instance(attacker.key).history_length

    attacker.take_out(length)

    assert "truncated" in attacker.found()


def test_an_end_that_was_cut_off_with_the_row_is_found_by_the_checkpoint(attacker: Attacker) -> None:
    attacker.rewrite(attacker.office.history(attacker.key)[:-4])

    assert "truncated" in attacker.found()


def test_an_end_cut_off_after_the_last_checkpoint_is_found_by_the_rows_it_tells_of(attacker: Attacker) -> None:
    attacker.rewrite(attacker.office.history(attacker.key)[:-1])

    assert attacker.found() == {"row differs"}


def test_a_history_rewritten_with_all_its_hashes_is_found(attacker: Attacker) -> None:
    events = attacker.office.history(attacker.key)
    next(event for event in events if event.type == "USER_TASK_SIGNED").actor = "malee"
    attacker.rewrite(events)

    assert "forked" in attacker.found()


def test_a_history_that_another_case_lends_is_found(attacker: Attacker) -> None:
    events = attacker.office.history(attacker.other)
    for event in events:
        event.process_instance_key = attacker.key
    attacker.rewrite(events)

    assert {"truncated", "row differs"} <= attacker.found()


def test_a_case_that_was_deleted_is_found(attacker: Attacker) -> None:
    tables = (history_acts, element_instances, variables, user_tasks, comments, documents)
    attacker.run(
        *(sa.delete(table).where(table.c.process_instance_key == attacker.key) for table in tables),
        sa.delete(process_instances).where(CASE.key == attacker.key),
    )

    assert "missing case" in attacker.found()


def test_events_without_their_case_are_found(attacker: Attacker) -> None:
    attacker.run(sa.delete(process_instances).where(CASE.key == attacker.other), sa.delete(checkpoint_leaves))

    assert "missing case" in attacker.found()


def test_a_case_that_was_put_in_is_found(attacker: Attacker) -> None:
    row = attacker.office.rows(sa.select(process_instances).where(CASE.key == attacker.key))[0]._mapping
    attacker.run(sa.insert(process_instances).values({**row, "key": 5, "history_length": 0, "history_head": ""}))

    assert {"inserted", "row differs"} <= attacker.found()
