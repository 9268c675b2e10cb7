"""This engine and SpiffWorkflow agree wherever SpiffWorkflow executes BPMN; where they part, the comparison says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

import processes
from app.cli import main
from app.verification import own
from app.verification.differential import compare
from app.verification.spiff.reading import SpiffRefused
from app.verification.surroundings import library_surroundings
from engine import bpmn
from tests.integration.diagrams import call, diagram, message, message_catch, service_task, user_task
from tests.unit.verification.drawn import drawings, tangles
from tests.unit.verification.shapes import TIMER, compared

pytestmark = pytest.mark.no_cover  # the same lines so often that counting them tells nothing

ORDER_ISSUANCE = Path(processes.__path__[0]) / "order_issuance" / "order_issuance.bpmn"
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


def many(examples: int) -> settings:
    """Return how many random diagrams are compared: few in the suite, many with `--examples 1000`."""
    calm = [HealthCheck.too_slow, HealthCheck.filter_too_much]
    return settings(max_examples=examples, deadline=None, suppress_health_check=calm)


def test_both_engines_agree_on_any_block_structured_diagram(pytestconfig: pytest.Config) -> None:
    @many(4 * pytestconfig.getoption("examples"))
    @given(drawings())
    def agree(xml: bytes) -> None:
        found = compared(xml, runs=3)

        assert (found.reasons, found.differences) == ((), ())

    agree()


def test_both_engines_agree_on_diagrams_without_structure(pytestconfig: pytest.Config) -> None:
    @many(2 * pytestconfig.getoption("examples"))
    @given(tangles())
    def agree(xml: bytes) -> None:
        found = compared(xml, runs=3)

        assert (found.reasons, found.differences) == ((), ())

    agree()


def test_a_loop_with_a_fork_is_compared_task_by_task() -> None:
    found = compared(APPROVAL)

    assert (found.reasons, found.differences) == ((), ())
    assert found.steps > found.runs


@pytest.mark.parametrize(
    ("node", "about"),
    [
        (call("another"), "callActivity is compared as a task that somebody does"),
        (message_catch(), "intermediateCatchEvent is compared as a task that somebody does"),
    ],
)
def test_what_the_other_engine_does_not_execute_is_compared_in_a_simpler_form_and_named(node: str, about: str) -> None:
    found = compared(diagram("partly", "start -> special -> end", top=message("paid"), special=node))

    assert found.differences == ()
    assert found.steps == found.runs
    assert any(remark.startswith("special: ") and about in remark for remark in found.remarks)


def test_each_start_event_begins_some_of_the_runs() -> None:
    other = f'<bpmn:startEvent id="@id">@flows{TIMER.replace("timeDuration", "timeCycle").replace("PT1H", "R/PT1H")}</bpmn:startEvent>'

    found = compared(
        diagram("p", "start -> ask -> end", "other -> check -> end", ask=user_task(), check=user_task(), other=other)
    )

    assert (found.differences, found.unseen) == ((), ())
    assert "other: its timer is compared as a request that starts the process" in found.remarks


def test_what_neither_form_of_can_be_compared_is_refused_by_name() -> None:
    complex_gateway = '<bpmn:complexGateway id="@id">@flows</bpmn:complexGateway>'

    found = compared(diagram("never", "start -> special -> end", special=complex_gateway))

    assert (found.runs, found.reasons) == (0, ("special: COMPLEX_GATEWAY is not compared",))


def test_a_script_done_by_a_worker_is_compared_as_work() -> None:
    job = '<bpmn:extensionElements><zeebe:taskDefinition type="trace"/></bpmn:extensionElements>'

    found = compared(diagram("p", "start -> work -> end", work=f'<bpmn:scriptTask id="@id">{job}@flows</bpmn:scriptTask>'))

    assert (found.reasons, found.differences, found.steps) == ((), (), found.runs)


def test_what_the_other_parser_refuses_is_said_to_be_refused() -> None:
    alone = diagram("p", "work -> end", work=user_task())

    with pytest.raises(SpiffRefused):
        compared(alone)


def test_decisions_and_forms_of_the_library_give_both_engines_their_values() -> None:
    found = compare("order_issuance", ORDER_ISSUANCE.read_bytes(), runs=12, surroundings=library_surroundings())

    assert found.differences == ()
    assert len(found.unseen) <= 2


def test_the_second_round_through_a_join_is_not_compared_because_spiffworkflow_fires_it_early() -> None:
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

    found = compared(again)

    assert found.differences == ()
    assert "join: SpiffWorkflow joins too early in a loop, so a second round is not compared" in found.remarks


def test_a_wrong_engine_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own.OwnRun, "waiting", lambda run: sorted({w.created.element_id for w in run._open()} - {"file"}))

    found = compared(APPROVAL)

    assert {difference.what for difference in found.differences} == {"what waits"}


def test_the_command_compares_a_file_and_tells_what_it_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "approval.bpmn"
    file.write_bytes(APPROVAL)

    assert main(["verify", str(file), "--runs", "5"]) == 0
    assert "approval: 5 runs" in capsys.readouterr().out


def test_the_command_says_of_what_is_not_compared_that_it_is_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "never.bpmn"
    special = '<bpmn:complexGateway id="@id">@flows</bpmn:complexGateway>'
    file.write_bytes(diagram("never", "start -> special -> end", special=special))

    assert main(["verify", str(file), "--runs", "5"]) == 2
    assert "never: not compared, because SpiffWorkflow does not execute all of it" in capsys.readouterr().out


@pytest.mark.parametrize("process_id", ["approval_chain", "ins01_appointment", "ins03_report_review", "order_issuance"])
def test_the_processes_of_the_library_are_compared_and_what_of_them_is_not_is_said(
    process_id: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", process_id, "--runs", "3"]) == 0

    told = capsys.readouterr().out
    assert f"{process_id}: 3 runs" in told
    assert "0 differences" in told
    assert ("Not compared, or in a simpler form:" in told) is (process_id != "approval_chain")
    assert "issue_order: callActivity is compared as a task" in told or process_id != "ins01_appointment"


def test_the_drawings_have_every_kind_of_thing_in_one_another() -> None:
    kinds, nested = set[str](), set[tuple[str, str]]()

    @settings(
        max_examples=250, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
    )
    @given(drawings())
    def look(xml: bytes) -> None:
        for model in bpmn.parse(xml).processes:
            for element in model.elements.values():
                kinds.add(element.type)
                kinds.update({type(element.loop).__name__} | {type(event).__name__ for event in element.events})
                nested.add((model.elements[element.parent_id].type if element.parent_id else "", element.type))

    look()

    wanted = {"USER_TASK", "SERVICE_TASK", "SCRIPT_TASK", "EXCLUSIVE_GATEWAY", "PARALLEL_GATEWAY", "INCLUSIVE_GATEWAY"}
    assert kinds >= wanted | {"SUB_PROCESS", "TRANSACTION", "EVENT_SUB_PROCESS", "BOUNDARY_EVENT", "EVENT_BASED_GATEWAY"}
    assert kinds >= {"MultiInstance", "StandardLoop", "CancelDefinition", "ErrorDefinition", "EscalationDefinition"}
    assert nested >= {("SUB_PROCESS", kind) for kind in ("SUB_PROCESS", "PARALLEL_GATEWAY", "BOUNDARY_EVENT")}
