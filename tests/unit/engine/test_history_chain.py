"""The chain of history: whatever is changed, removed, inserted or reordered is found, and named."""

from __future__ import annotations

import hashlib
import json
from copy import copy
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from engine.history.canonical_json import canonical
from engine.history.chain import HistoryRecorder
from engine.history.chain_check import Head, check_chain
from engine.history.event_hash import event_hash, event_text, sealed_hash
from engine.identity import Actor
from engine.model.process_instance import ProcessInstance
from tests.fixtures.keys import case_keys
from tests.fixtures.recorded import recorded

if TYPE_CHECKING:
    from engine.model.history_event import HistoryEvent

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
CHAIN = "case:7"
KEYS = case_keys()


@pytest.fixture
def case() -> ProcessInstance:
    """Return a process instance without history."""
    return ProcessInstance(7, 1, "leave", 1, NOW, 7)


@pytest.fixture
def events(case: ProcessInstance) -> list[HistoryEvent]:
    """Return a history of six events."""
    recorder = HistoryRecorder(case, Actor("somchai", capacity="ผอ.กต.จว.เชียงใหม่", session_id="s1"), NOW, KEYS)
    for number in range(6):
        recorder.record("VARIABLE_UPDATED", {"name": "amount", "before": number, "after": number + 1}, element_id="approve")
    return recorded(recorder)


def kinds(case: ProcessInstance, events: list[HistoryEvent]) -> list[tuple[str, int | None]]:
    """Return kind and sequence of what is wrong."""
    head = Head(case.history_length, case.history_head, "the case's row", is_end=True)
    return [(finding.kind.value, finding.sequence) for finding in check_chain(CHAIN, events, [head])]


def test_an_untouched_history_holds(case: ProcessInstance, events: list[HistoryEvent]) -> None:
    assert kinds(case, events) == []
    assert (case.history_length, case.history_head) == (6, events[-1].hash)


def test_what_is_hashed_is_canonical_json(events: list[HistoryEvent]) -> None:
    text = event_text(events[0].hash, events[1])

    assert canonical(json.loads(text)) == text
    assert hashlib.sha256(text.encode()).hexdigest() == events[1].hash
    assert json.loads(text)["at"] == "2026-11-22T03:00:00.000000Z"


def test_values_enter_the_chain_as_salted_hashes_only(events: list[HistoryEvent]) -> None:
    first, second = events[:2]

    assert json.loads(first.facts) == {"name": "amount"}
    assert json.loads(first.details or "") == {"before": 0, "after": 1}
    assert "after" not in event_text("", first)
    assert first.salt != second.salt


def test_erased_details_leave_a_chain_that_holds_once_an_event_says_so(
    case: ProcessInstance, events: list[HistoryEvent]
) -> None:
    erased = replace(events[1], details=None, salt=None, ciphertext=None, sealed=sealed_hash(events[1]))

    assert kinds(case, [events[0], erased, *events[2:]]) == [("removed", 2)]
    recorder = HistoryRecorder(case, Actor("dpo"), NOW, KEYS)
    recorder.record("DETAILS_ERASED", {"through": 6, "reason": "retention"})
    assert kinds(case, [events[0], erased, *events[2:], *recorded(recorder, events[-1].hash or "")]) == []


@pytest.mark.parametrize(
    "change",
    [
        {"facts": '{"name":"sum"}'},
        {"facts": '{"name" : "amount"}'},
        {"details": '{"after":9,"before":1}'},
        {"details": None},
        {"salt": "00" * 16},
        {"actor": "malee"},
        {"capacity": None},
        {"on_behalf_of": "director"},
        {"at": NOW.replace(hour=4)},
        {"element_id": "review"},
        {"type": "VARIABLE_CREATED"},
        {"session_id": "s2"},
        {"element_instance_key": 3},
        {"process_instance_key": 8},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_fact_is_found(case: ProcessInstance, events: list[HistoryEvent], change: dict[str, object]) -> None:
    events[1] = replace(events[1], **change)  # type: ignore[arg-type]

    assert kinds(case, events) == [("altered", 2)]


def test_a_changed_fact_with_a_new_hash_is_found_at_the_next_event(case: ProcessInstance, events: list[HistoryEvent]) -> None:
    events[1] = replace(events[1], actor="malee")
    events[1].hash = event_hash(events[0].hash, events[1])

    assert kinds(case, events) == [("altered", 3)]


def test_a_replaced_hash_is_found(case: ProcessInstance, events: list[HistoryEvent]) -> None:
    events[2] = replace(events[2], hash="ab" * 32)

    assert kinds(case, events)[0] == ("altered", 3)


def test_a_removed_event_is_found(case: ProcessInstance, events: list[HistoryEvent]) -> None:
    del events[1]

    assert kinds(case, events) == [("removed", 2)]


def test_a_removed_event_is_found_when_the_others_are_renumbered(case: ProcessInstance, events: list[HistoryEvent]) -> None:
    rest = [replace(event, sequence=event.sequence - 1) for event in events[2:]]

    assert kinds(case, [events[0], *rest]) == [("removed", 2), ("truncated", 6)]


def test_a_removed_end_is_found(case: ProcessInstance, events: list[HistoryEvent]) -> None:
    del events[-1]

    assert kinds(case, events) == [("truncated", 6)]


def test_an_inserted_event_is_found(case: ProcessInstance, events: list[HistoryEvent]) -> None:
    forged = replace(events[1], actor="malee")
    forged.hash = event_hash(events[0].hash, forged)
    rest = [replace(event, sequence=event.sequence + 1) for event in events[1:]]

    assert ("inserted", 3) in kinds(case, [events[0], forged, *rest])


def test_an_appended_event_is_found(case: ProcessInstance, events: list[HistoryEvent]) -> None:
    recorder = HistoryRecorder(copy(case), Actor("malee"), NOW, KEYS)
    recorder.record("NOTED")

    assert kinds(case, [*events, *recorded(recorder, events[-1].hash or "")]) == [("inserted", 7)]


@pytest.mark.parametrize(("first", "second"), [(1, 2), (1, 4), (0, 5)])
def test_swapped_events_are_found(case: ProcessInstance, events: list[HistoryEvent], first: int, second: int) -> None:
    swapped = list(events)
    swapped[first] = replace(events[second], sequence=first + 1)
    swapped[second] = replace(events[first], sequence=second + 1)

    assert ("reordered", first + 1) in kinds(case, swapped)


def test_a_rewritten_history_is_found_by_the_head(case: ProcessInstance, events: list[HistoryEvent]) -> None:
    forged = ProcessInstance(7, 1, "leave", 1, NOW, 7)
    recorder = HistoryRecorder(forged, Actor("somchai"), NOW, KEYS)
    for _ in events:
        recorder.record("VARIABLE_UPDATED", {"name": "amount", "before": 0, "after": 1_000_000})

    assert kinds(case, recorded(recorder)) == [("forked", 6)]


def test_a_number_beyond_a_double_is_kept_exactly_beside_its_text(case: ProcessInstance) -> None:
    recorder = HistoryRecorder(case, Actor("somchai"), NOW, KEYS)

    recorder.record("VARIABLE_CREATED", {"name": "id", "scopeKey": 2**60, "after": Decimal("1234567890123456789.5")})

    (event,) = recorded(recorder)
    assert json.loads(event.facts)["scopeKey"] == str(2**60)
    assert json.loads(event.details or "") == {"after": "1234567890123456789.5", "afterText": "1234567890123456789.5"}
