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


def test_a_transaction_is_compared_as_a_sub_process_with_its_events_but_for_its_cancelation() -> None:
    late = f'<bpmn:boundaryEvent id="@id" attachedToRef="part">@flows{TIMER}</bpmn:boundaryEvent>'
    off = '<bpmn:boundaryEvent id="@id" attachedToRef="part">@flows<bpmn:cancelEventDefinition/></bpmn:boundaryEvent>'
    part = f'<bpmn:transaction id="@id">@flows{INSIDE.replace("@", "a")}</bpmn:transaction>'

    found = compared(diagram("p", "start -> part -> after -> end", "late -> remind -> end", "off -> gone -> end_off", part=part,
                             after=user_task(), remind=user_task(), gone=user_task(), late=late, off=off))  # fmt: skip

    assert (found.reasons, found.differences, found.unseen) == ((), (), ())
    assert "part: transaction is compared as a sub-process" in found.remarks
    assert any(remark.startswith("off: a boundary event, left out: cancel") for remark in found.remarks)


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
