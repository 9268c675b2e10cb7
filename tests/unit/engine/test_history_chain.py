"""The chain of history: whatever is changed, removed, inserted or reordered is found."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from engine.history.chain import HistoryRecorder, verify_chain
from engine.identity import Actor
from engine.model.process_instance import ProcessInstance

if TYPE_CHECKING:
    from engine.model.history_event import HistoryEvent

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.fixture
def case() -> ProcessInstance:
    """Return a process instance without history."""
    return ProcessInstance(7, 1, "leave", 1, NOW, 7)


@pytest.fixture
def events(case: ProcessInstance) -> list[HistoryEvent]:
    """Return a history of four events."""
    recorder = HistoryRecorder(case, Actor("somchai", capacity="ผอ.กต.จว.เชียงใหม่", session_id="s1"), NOW)
    for number in range(4):
        recorder.record("VARIABLE_UPDATED", {"name": "amount", "before": number, "after": number + 1}, element_id="approve")
    return recorder.events


def problem(case: ProcessInstance, events: list[HistoryEvent]) -> tuple[int, str] | None:
    """Return the sequence and kind of what is wrong."""
    finding = verify_chain(case.key, events, case.history_head, case.history_length)
    return None if finding is None else (finding.sequence, finding.problem)


def test_an_untouched_history_holds(case: ProcessInstance, events: list[HistoryEvent]) -> None:
    assert problem(case, events) is None
    assert (case.history_length, case.history_head) == (4, events[-1].hash)


@pytest.mark.parametrize(
    "change",
    [
        {"payload": '{"after":9,"before":1,"name":"amount"}'},
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

    assert problem(case, events) == (2, "altered")


def test_a_removed_event_is_found(case: ProcessInstance, events: list[HistoryEvent]) -> None:
    del events[1]

    assert problem(case, events) == (2, "missing")


def test_a_removed_end_is_found(case: ProcessInstance, events: list[HistoryEvent]) -> None:
    del events[-1]

    assert problem(case, events) == (4, "truncated")


def test_swapped_events_are_found(case: ProcessInstance, events: list[HistoryEvent]) -> None:
    first, second = replace(events[0], sequence=2), replace(events[1], sequence=1)

    assert problem(case, [second, first, *events[2:]]) == (1, "altered")


def test_a_rewritten_end_is_found_by_the_head(case: ProcessInstance, events: list[HistoryEvent]) -> None:
    forged = ProcessInstance(7, 1, "leave", 1, NOW, 7)
    recorder = HistoryRecorder(forged, Actor("somchai"), NOW)
    for _ in events:
        recorder.record("VARIABLE_UPDATED", {"name": "amount", "before": 0, "after": 1_000_000})

    assert problem(case, recorder.events) == (5, "truncated")
