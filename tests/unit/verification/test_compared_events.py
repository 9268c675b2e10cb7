"""Events that happen to what is at work, and what they end: both engines agree."""

from __future__ import annotations

import pytest

from tests.integration.diagrams import diagram, message, user_task
from tests.unit.verification.shapes import INSIDE, TIMER, compared

pytestmark = pytest.mark.no_cover  # the same lines so often that counting them tells nothing


@pytest.mark.parametrize(
    "definition", [TIMER, '<bpmn:errorEventDefinition id="d"/>', '<bpmn:messageEventDefinition messageRef="message"/>']
)
@pytest.mark.parametrize("is_interrupting", [True, False])
def test_an_event_on_the_boundary_happens_in_both_engines(definition: str, is_interrupting: bool) -> None:
    if "error" in definition and not is_interrupting:
        return
    cancels = f'cancelActivity="{str(is_interrupting).lower()}"'
    event = f'<bpmn:boundaryEvent id="@id" attachedToRef="ask" {cancels}>@flows{definition}</bpmn:boundaryEvent>'
    flows = ("start -> ask -> after -> end", "late -> remind -> end_late")

    found = compared(
        diagram("p", *flows, top=message("paid"), ask=user_task(), after=user_task(), remind=user_task(), late=event)
    )

    assert found.differences == ()
    assert found.unseen == ()
    assert any("late: its" in remark and "happens when it is asked for" in remark for remark in found.remarks)


def test_an_event_around_a_sub_process_happens_in_both_engines() -> None:
    event = f'<bpmn:boundaryEvent id="@id" attachedToRef="part">@flows{TIMER}</bpmn:boundaryEvent>'
    part = f'<bpmn:subProcess id="@id">@flows{INSIDE.replace("@", "a")}</bpmn:subProcess>'

    found = compared(diagram("p", "start -> part -> after -> end", "late -> remind -> end", part=part, after=user_task(),
                             remind=user_task(), late=event))  # fmt: skip

    assert (found.differences, found.unseen) == ((), ())


def _stopping(kind: str, reference: str = "") -> str:
    """Return a task and a choice between a none end event and one that stops what is around it."""
    stop = (
        f'<bpmn:endEvent id="stop"><bpmn:incoming>a4</bpmn:incoming><bpmn:{kind}EventDefinition {reference}/></bpmn:endEvent>'
    )
    condition = '<bpmn:conditionExpression>= word = "stop"</bpmn:conditionExpression>'
    choice = '<bpmn:exclusiveGateway id="choice" default="a3"/>'
    flows = f'<bpmn:sequenceFlow id="a4" sourceRef="choice" targetRef="stop">{condition}</bpmn:sequenceFlow>'
    flows += '<bpmn:sequenceFlow id="a3" sourceRef="choice" targetRef="a_end"/>'
    inside = (
        INSIDE.replace("@", "a")
        .replace('targetRef="a_end"', 'targetRef="choice"')
        .replace("<bpmn:incoming>a2", "<bpmn:incoming>a3")
    )
    return inside + choice + stop + flows


def test_a_transaction_is_canceled_in_both_engines() -> None:
    late = f'<bpmn:boundaryEvent id="@id" attachedToRef="part">@flows{TIMER}</bpmn:boundaryEvent>'
    off = '<bpmn:boundaryEvent id="@id" attachedToRef="part">@flows<bpmn:cancelEventDefinition/></bpmn:boundaryEvent>'
    part = f'<bpmn:transaction id="@id">@flows{_stopping("cancel")}</bpmn:transaction>'

    found = compared(diagram("p", "start -> part -> after -> end", "late -> remind -> end", "off -> gone -> end_off", part=part,
                             after=user_task(), remind=user_task(), gone=user_task(), late=late, off=off))  # fmt: skip

    assert (found.reasons, found.differences, found.unseen) == ((), (), ())
    assert found.remarks == ("late: its timer happens when it is asked for",)


@pytest.mark.parametrize(("kind", "interrupting"), [("error", "true"), ("escalation", "true"), ("escalation", "false")])
@pytest.mark.parametrize("is_deep", [True, False])
def test_what_a_process_throws_itself_reaches_the_same_event_in_both_engines(
    kind: str, interrupting: str, is_deep: bool
) -> None:
    reference = f'{kind}Ref="code"'
    caught = f"<bpmn:{kind}EventDefinition {reference if is_deep else ''}/>"
    event = (
        f'<bpmn:boundaryEvent id="@id" attachedToRef="part" cancelActivity="{interrupting}">@flows{caught}</bpmn:boundaryEvent>'
    )
    part = f'<bpmn:subProcess id="@id">@flows{_stopping(kind, reference)}</bpmn:subProcess>'
    if is_deep:
        inner = part.replace("@id", "inner").replace(
            "@flows", "<bpmn:incoming>c1</bpmn:incoming><bpmn:outgoing>c2</bpmn:outgoing>"
        )
        inside = INSIDE.replace("@", "c").replace('id="c_task"', 'id="unused"')
        around = (
            inside[: inside.index("<bpmn:userTask")]
            + inner
            + inside[inside.index("<bpmn:endEvent") :].replace("c_task", "inner")
        )
        part = f'<bpmn:subProcess id="@id">@flows{around}</bpmn:subProcess>'
    code = f'<bpmn:{kind} id="code" name="code" {kind}Code="code"/>'

    found = compared(diagram("p", "start -> part -> after -> end", "thrown -> gone -> end_gone", top=code, part=part,
                             after=user_task(), gone=user_task(), thrown=event))  # fmt: skip

    assert (found.reasons, found.differences) == ((), ())
    assert found.unseen == (() if interrupting == "false" else ("stop",))  # which ends before it has completed
    assert all("happens once" in remark for remark in found.remarks)


def test_the_first_event_after_an_event_based_gateway_happens_in_both_engines() -> None:
    wait = f'<bpmn:intermediateCatchEvent id="@id">@flows{TIMER}</bpmn:intermediateCatchEvent>'
    gate = '<bpmn:eventBasedGateway id="@id">@flows</bpmn:eventBasedGateway>'
    got = '<bpmn:receiveTask id="@id" messageRef="message">@flows</bpmn:receiveTask>'

    found = compared(diagram("p", "start -> gate -> wait -> a -> end", "gate -> got -> b -> end_b", top=message("paid"), gate=gate,
                             wait=wait, got=got, a=user_task(), b=user_task()))  # fmt: skip

    assert (found.reasons, found.differences, found.unseen) == ((), (), ())


@pytest.mark.parametrize("interrupting", ["true", "false"])
@pytest.mark.parametrize("depth", [0, 1])
def test_an_event_sub_process_starts_in_both_engines_at_every_level(interrupting: str, depth: int) -> None:
    def with_event_sub_process(interrupting: str) -> bytes:
        start = f'<bpmn:startEvent id="on" isInterrupting="{interrupting}"><bpmn:outgoing>b1</bpmn:outgoing>{TIMER}</bpmn:startEvent>'
        inside = INSIDE.replace("@", "b").replace(
            '<bpmn:startEvent id="b_start"><bpmn:outgoing>b1</bpmn:outgoing></bpmn:startEvent>', start
        )
        inside = inside.replace('sourceRef="b_start"', 'sourceRef="on"')
        beside = f'<bpmn:subProcess id="beside" triggeredByEvent="true">{inside}</bpmn:subProcess></bpmn:process>'
        if not depth:
            return diagram("p", "start -> ask -> end", ask=user_task()).replace(b"</bpmn:process>", beside.encode())
        part = f'<bpmn:subProcess id="@id">@flows{INSIDE.replace("@", "a")}{beside.replace("</bpmn:process>", "")}</bpmn:subProcess>'
        return diagram("p", "start -> part -> ask -> end", ask=user_task(), part=part)

    found = compared(with_event_sub_process(interrupting))

    assert (found.differences, found.unseen) == ((), ())
    assert found.remarks == ("on: its timer happens when it is asked for",)
