"""The comparison looks for inputs that lead on, rather than hoping for them."""

from __future__ import annotations

import pytest

from app.verification import exploring
from tests.integration.diagrams import diagram, service_task, user_task
from tests.unit.verification.shapes import compared

pytestmark = pytest.mark.no_cover  # the same lines so often that counting them tells nothing

HURDLES = range(12)
GATES = {f"gate{n}": '<bpmn:exclusiveGateway id="@id">@flows</bpmn:exclusiveGateway>' for n in HURDLES}
ENDS = {f"out{n}": '<bpmn:endEvent id="@id">@flows</bpmn:endEvent>' for n in HURDLES}
LONG = diagram(
    "long",
    "start -> " + " ".join(f'ask{n} -> gate{n} -[= answer = "on"]->' for n in HURDLES) + " end",
    *(f'gate{n} -[= answer != "on"]-> out{n}' for n in HURDLES),
    **{f"ask{n}": user_task() for n in HURDLES},
    **GATES,
    **ENDS,
)


def test_an_end_behind_many_choices_is_come_to() -> None:
    found = compared(LONG, runs=40)

    assert (found.differences, found.unseen) == ((), ())


def test_without_the_search_it_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    for share in ("VARIED", "VARIED_COMPARED"):
        monkeypatch.setattr(exploring, share, 0.0)

    found = compared(LONG, runs=40)

    assert found.differences == ()
    assert "end" in found.unseen


def test_what_a_part_is_compared_with_is_tried_as_the_result_that_becomes_it() -> None:
    made = '<bpmn:extensionElements><zeebe:taskDefinition type="make"/><zeebe:ioMapping>'
    made += '<zeebe:output source="= {state: state}" target="order"/></zeebe:ioMapping></bpmn:extensionElements>'
    made = f'<bpmn:serviceTask id="@id">{made}@flows</bpmn:serviceTask>'

    found = compared(
        diagram(
            "p",
            'start -> make -> gate -[= order.state = "issued"]-> tell -> end',
            'gate -[= order.state != "issued"]-> out',
            make=made,
            gate=GATES["gate0"],
            tell=service_task("tell"),
            out=ENDS["out0"],
        )
    )

    assert (found.differences, found.unseen) == ((), ())


def test_the_same_seed_gives_the_same_runs() -> None:
    one, other = compared(LONG, runs=40), compared(LONG, runs=40)

    assert one == other
