"""What one command did is packed into one row and comes out of it as it went in."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from engine.history.chain import HistoryRecorder
from engine.history.chain_check import check_chain
from engine.history.event_hash import sealed_hash
from engine.identity import Actor
from engine.model.case_key import SALT_BYTES
from engine.model.deflated import deflated, inflated
from engine.model.history_act import EVENTS_AT_MOST, grouped, lines_of, packed, unpacked
from engine.model.process_instance import ProcessInstance
from tests.fixtures.keys import case_keys
from tests.fixtures.recorded import hashed, opened, recorded

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
KEYS = case_keys()


@pytest.fixture
def recorder() -> HistoryRecorder:
    """Return what a command recorded: events with details and without, with an element and without."""
    made = HistoryRecorder(ProcessInstance(7, 1, "leave", 1, NOW, 7), Actor("somchai", capacity="ผอ.กต.จว."), NOW, KEYS)
    made.record("USER_TASK_SIGNED", {"name": "อนุมัติ", "submitted": {"reason": "ลา\tพัก\nผ่อน"}}, element_id="approve")
    made.record("ELEMENT_COMPLETED", element_id="approve", element_instance_key=2**60)
    made.record("VARIABLE_CREATED", {"name": "reason", "scopeKey": 7, "after": "ลา\tพัก\nผ่อน"})
    return made


def test_events_come_out_of_their_act_as_they_went_in(recorder: HistoryRecorder) -> None:
    (act,) = recorder.acts()

    found = opened(act, recorder.cipher)

    assert [(event.sequence, event.type, event.element_id, event.element_instance_key) for event in found] == [
        (1, "USER_TASK_SIGNED", "approve", None),
        (2, "ELEMENT_COMPLETED", "approve", 2**60),
        (3, "VARIABLE_CREATED", None, None),
    ]
    assert [json.loads(event.facts) for event in found] == [{"name": "อนุมัติ"}, {}, {"name": "reason", "scopeKey": "7"}]
    assert [json.loads(event.details or "null") for event in found] == [
        {"submitted": {"reason": "ลา\tพัก\nผ่อน"}},
        None,
        {"after": "ลา\tพัก\nผ่อน"},
    ]
    assert {(event.at, event.actor, event.capacity) for event in found} == {(NOW, "somchai", "ผอ.กต.จว.")}
    assert [event.hash for event in found] == [None, None, act.hash]
    assert check_chain("case:7", found, []) == []


def test_details_that_are_erased_leave_their_salted_hash_and_the_others(recorder: HistoryRecorder) -> None:
    signed, completed, created = recorded(recorder)
    erased = replace(signed, sealed=sealed_hash(signed), details=None, salt=None)

    found = hashed(opened(packed([erased, completed, created], lambda: recorder.cipher), recorder.cipher))

    assert (found[0].details, found[0].sealed) == (None, sealed_hash(signed))
    assert found[2].details == created.details
    assert [event.hash for event in found] == [signed.hash, completed.hash, created.hash]


def test_details_that_cannot_be_opened_break_the_chain(recorder: HistoryRecorder) -> None:
    (act,) = recorder.acts()
    lines = lines_of(act.events)

    for details, salts in ((None, ""), ("{}", "00" * SALT_BYTES), ("{}\n{}\n{}", "00" * SALT_BYTES * 3)):
        findings = check_chain("case:7", unpacked(act, lines, details, salts), [])
        assert [(finding.kind.value, finding.sequence) for finding in findings] == [("altered", 1)]


def test_what_a_command_did_ten_thousand_times_lies_in_several_acts(recorder: HistoryRecorder) -> None:
    for _ in range(EVENTS_AT_MOST):
        recorder.record("ELEMENT_ACTIVATED", element_id="approve")

    acts = recorder.acts()

    assert [act.sequence for act in acts] == [1, EVENTS_AT_MOST + 1]
    events = [event for act in acts for event in opened(act, recorder.cipher)]
    assert [len(group) for group in grouped(events)] == [EVENTS_AT_MOST, 3]
    assert check_chain("case:7", events, []) == []


@pytest.mark.parametrize("element_id", ["a\tb", "a\nb"])
def test_what_would_break_a_line_is_refused(recorder: HistoryRecorder, element_id: str) -> None:
    recorder.record("REFUSED", element_id=element_id)

    with pytest.raises(ValueError, match="separates"):
        recorder.acts()


@pytest.mark.parametrize("size", [0, 10, 5_000])
def test_bytes_are_deflated_and_inflated_whatever_their_size(size: int) -> None:
    body = "ก".encode() * size

    assert inflated(deflated(body)) == body


def test_bytes_that_were_never_deflated_are_told_apart() -> None:
    with pytest.raises(ValueError, match="header"):
        inflated(b"never")
