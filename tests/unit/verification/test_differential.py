"""This engine and SpiffWorkflow agree wherever SpiffWorkflow executes BPMN; where they part, the comparison says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, assume, given, settings

from app.cli import main
from app.verification import own
from app.verification.differential import Comparison, compare
from engine import bpmn
from tests.integration.diagrams import call, decision, diagram, each, service_task, user_task
from tests.unit.verification.drawn import drawings

if TYPE_CHECKING:
    from pathlib import Path

MERGE = '<bpmn:exclusiveGateway id="@id">@flows</bpmn:exclusiveGateway>'
APPROVAL = diagram(
    "approval",
    'start -> merge -> ask -> choice -[= decision = "approve"]-> fork -> tell -> join -> end',
    "fork -> file -> join",
    'choice -[= decision = "again"]-> merge',
    'choice -[= decision != "approve" and decision != "again"]-> ended',
    merge=MERGE,
    ask=user_task(),
    tell=service_task("mail"),
    file=user_task(),
    ended='<bpmn:endEvent id="@id">@flows</bpmn:endEvent>',
)


def compared(xml: bytes, runs: int = 20) -> Comparison:
    (model,) = bpmn.parse(xml).processes
    return compare(model, xml, runs=runs)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(drawings())
def test_both_engines_agree_on_any_block_structured_diagram(xml: bytes) -> None:
    found = compared(xml, runs=3)

    assume(not found.reasons)
    assert found.differences == ()


def test_a_loop_with_a_fork_is_compared_task_by_task() -> None:
    found = compared(APPROVAL)

    assert (found.reasons, found.differences) == ((), ())
    assert found.steps > found.runs


@pytest.mark.parametrize(
    ("node", "about"),
    [
        (user_task(inside=each("people", "person")), "loops and multi-instances"),
        (call("another"), "CALL_ACTIVITY"),
        (decision("rate"), "BUSINESS_RULE_TASK"),
    ],
)
def test_what_the_other_engine_does_not_execute_is_not_compared_and_named(node: str, about: str) -> None:
    found = compared(diagram("partly", "start -> special -> end", special=node))

    assert found.runs == 0
    assert any(reason.startswith("special: ") and about in reason for reason in found.reasons)


def test_a_join_in_a_loop_is_not_compared_because_spiffworkflow_fires_it_early() -> None:
    again = diagram(
        "rounds",
        "start -> merge -> fork -> a -> join -> ask -> choice -[= again]-> merge",
        "fork -> b -> join",
        "choice -[= not(again)]-> end",
        merge=MERGE,
        a=user_task(),
        b=user_task(),
        ask=user_task(),
    )

    assert compared(again).reasons == ("join: SpiffWorkflow joins too early in a loop",)


def test_a_wrong_engine_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own.OwnRun, "waiting", lambda run: sorted({w.created.element_id for w in run._open()} - {"file"}))

    found = compared(APPROVAL)

    assert {difference.what for difference in found.differences} == {"what waits"}


def test_the_command_compares_a_file_and_tells_what_it_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "approval.bpmn"
    file.write_bytes(APPROVAL)

    assert main(["verify", str(file), "--runs", "5"]) == 0
    assert "approval: 5 runs" in capsys.readouterr().out


def test_the_command_says_what_of_a_library_process_is_not_compared(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "order_issuance"]) == 0
    assert "not compared" in capsys.readouterr().out
